"""``python -m bench [--only ID ...] [--data FILE ...] [--json FILE]``: measure and print the figures."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import answers, grading, history, kill, model, offline, pages, pdf, skills, start
from bench.rows import Row

BENCHMARKS: dict[str, Callable[[], Sequence[Row]]] = {
    "offline_plan": offline.offline_plan,
    "offline_evaluation": offline.offline_evaluation,
    "api_answers": answers.api_answers,
    "skills_1mb": skills.skills,
    "grading": grading.grading,
    "pdf": pdf.pdf,
    "start": start.start,
    "history_queries": history.history_queries,
    "page_time": pages.page_time,
    "kill": kill.kill,
    "report_latency": model.report_latency,
    "first_question": model.first_question,
    "llm_tokens": model.llm_tokens,
    "llm_overhead": model.llm_overhead,
    "faults": model.faults,
}
COLUMNS = ("id", "value", "unit", "baseline", "ratio", "reach", "met", "source")


def main() -> int:
    """Run the benchmarks; returns 1 where a figure is not reached."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--only", metavar="ID", action="append", choices=sorted(BENCHMARKS))
    parser.add_argument("--data", metavar="FILE", type=Path, action="append", default=[], help="marked answers (CSV)")
    parser.add_argument("--json", metavar="FILE", type=Path, help="also write the rows as a JSON list")
    arguments = parser.parse_args()
    grading.files[:] = arguments.data

    rows: list[Row] = []
    print(_line(COLUMNS))
    for identity in arguments.only or BENCHMARKS:
        for measured in BENCHMARKS[identity]():
            rows.append(measured)
            print(_line([_shown(measured.get(column)) for column in COLUMNS]), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return 0 if all(measured["met"] for measured in rows) else 1


def _line(cells: Sequence[str]) -> str:
    widths = (24, 10, 8, 10, 8, 38, 5, 24)
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _shown(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
