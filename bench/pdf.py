"""The printed report: how long it takes and how large it is."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from fpdf import FPDF

import engine
from bench import samples
from bench.rows import Row, row
from engine import report as reports
from engine.model import Report

_RUNS = 9
_MS, _KB = 600, 250
_FEWEST_CHARACTERS = 600
_FONTS = Path(engine.__file__).parent / "fonts"


def pdf() -> list[Row]:
    """Warm median ms of a ten-question bilingual report with a chart, and its KB (of 1024 bytes).

    The baseline is the same texts written the library's ordinary way, which reads the whole fonts each time.
    """
    report = reports.build(samples.session("zh"))
    printed = reports.pdf(report, "zh")
    distinct = len(set(re.findall("[一-鿿]", _text(printed))))
    if distinct < _FEWEST_CHARACTERS:
        raise RuntimeError(f"the sample prints {distinct} Chinese characters; {_FEWEST_CHARACTERS} are meant")
    took = _median_ms(lambda: reports.pdf(report, "zh"))
    ordinary = _median_ms(lambda: _ordinary(report))
    size = len(printed) / 1024
    return [
        row("pdf", took, "ms", reach=f"<= {_MS} ms, {distinct} Chinese characters", met=took <= _MS, baseline=ordinary),
        row("pdf_size", size, "KB", reach=f"<= {_KB} KB", met=size <= _KB),
    ]


def _median_ms(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def _text(printed: bytes) -> str:
    document = pypdfium2.PdfDocument(printed)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def _ordinary(report: Report) -> bytes:
    document = FPDF()
    document.add_page()
    document.add_font("noto", "", _FONTS / "NotoSansSC-Regular.ttf")
    document.add_font("noto", "B", _FONTS / "NotoSansSC-SemiBold.ttf")
    for turn in report.session.turns:
        assert turn.answer is not None
        assert turn.evaluation is not None
        evaluation = turn.evaluation
        document.set_font("noto", "B", 12)
        document.multi_cell(0, text=turn.question.text, new_x="LMARGIN", new_y="NEXT")
        document.set_font("noto", "", 10)
        quotes = [evidence.quote for evidence in evaluation.evidence]
        texts = [turn.answer.text, *quotes, *evaluation.missing, evaluation.feedback]
        for text in [*texts, turn.question.reference_answer]:
            document.multi_cell(0, text=text, new_x="LMARGIN", new_y="NEXT")
    return bytes(document.output())
