"""Reports and lists of people as files that other programs read: CSV, Markdown for a report, Parquet for a list.

What people wrote is data in both: a cell that a spreadsheet would take for a formula is made harmless, and nothing in
the Markdown is markup but our own. Parquet has types, so nothing
in it is taken for a formula, and it keeps what was written.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd

from engine import analytics, labels, rubric
from engine.i18n import day, t
from engine.model import JobMatch, Language, Report, Row, Turn
from engine.report import judged_by
from engine.storage.tables import parquet

COLUMNS: Final = (
    "session_id",
    "created_at",
    "question_index",
    "parent_question_index",
    "type",
    "category",
    "difficulty",
    "question",
    "answer",
    "score",
    "score_low",
    "score_high",
    "band",
    *rubric.WEIGHTS,
    *(name for name in rubric.BEHAVIOURAL_WEIGHTS if name not in rubric.WEIGHTS),
    "feedback",
    "answered_at",
    "active_seconds",
    "interviewer",
    "model",
    "prompt_version",
    "rubric_version",
    "fallback_reason",
)
PEOPLE: Final = {
    "candidate_id": "bigint",
    "name": "varchar",
    "roles": "varchar[]",
    "languages": "varchar[]",
    "top_skills": "varchar[]",
    "tags": "varchar[]",
    "shortlisted": "boolean",
    "status": "varchar",
    "sessions": "bigint",
    "last_at": "timestamptz",
    "last_score": "bigint",
    "change_30d": "bigint",
    "interviewer": "varchar",
    "model": "varchar",
    "rubric_version": "varchar",
    "due": "bigint",
}
"""Columns of a list of people, with their types in Parquet."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-=.!|~&$])")


def file_name(report: Report, extension: str) -> str:
    """ "rehearsal-backend-engineer-2026-03-14.pdf": letters of any script, digits and hyphens."""
    title = "-".join(re.findall(r"\w+", report.session.title.lower()))[:60]
    parts = ["rehearsal", title, report.session.created_at.date().isoformat()]
    return "-".join(part for part in parts if part) + f".{extension}"


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: text that looks like one gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def csv_lines(report: Report) -> Iterator[str]:
    """The questions of ``report`` as CSV, a piece at a time: COLUMNS, then a row each, in index order.

    It begins with a byte order mark, without which spreadsheets misread Chinese.
    """
    yield "\ufeff" + _csv_line(COLUMNS)
    for turn in report.session.turns:
        row = _row(report, turn)
        yield _csv_line([harmless(row.get(column, "")) for column in COLUMNS])


def people_csv(rows: Iterable[Row]) -> Iterator[str]:
    """A list of people (``People.every``) as CSV: PEOPLE, then a row each; lists are parted by "; "."""
    yield "\ufeff" + _csv_line(PEOPLE)
    for row in rows:
        yield _csv_line([harmless(_cell(row.get(column))) for column in PEOPLE])


def people_parquet(rows: Iterable[Row]) -> bytes:
    """The same as Parquet, lists as lists and every text as it was written."""
    return parquet(analytics.people_frame(rows)[[*PEOPLE]], PEOPLE)


def table_csv(frame: pd.DataFrame) -> bytes:
    """A table's numbers as CSV with a byte order mark; nothing in it, headings included, is a formula."""
    rows = frame.astype("object").where(frame.notna(), "").itertuples(index=False, name=None)
    return "".join(_csv_line([harmless(cell) for cell in row]) for row in (tuple(frame), *rows)).encode("utf-8-sig")


def table_parquet(frame: pd.DataFrame) -> bytes:
    """The same as Parquet: whole numbers, decimals and text as it was written."""
    kinds = {"i": "bigint", "f": "double"}
    return parquet(frame, {str(name): kinds.get(kind.kind, "varchar") for name, kind in frame.dtypes.items()})


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(value)
    return _moment(value) if isinstance(value, datetime) else value


def _csv_line(cells: Any) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(["" if cell is None else cell for cell in cells])
    return line.getvalue()


def _row(report: Report, turn: Turn) -> dict[str, Any]:
    session, question, answer, evaluation = report.session, turn.question, turn.answer, turn.evaluation
    row: dict[str, Any] = {
        "session_id": session.id,
        "created_at": _moment(session.created_at),
        "question_index": turn.index,
        "parent_question_index": turn.parent_index,
        "type": question.type.value,
        "category": question.category,
        "difficulty": question.difficulty.value,
        "question": question.text,
    }
    if answer:
        row["answer"] = answer.text
        row["answered_at"] = _moment(answer.answered_at) if answer.answered_at else None
        row["active_seconds"] = round(answer.active_seconds, 1)
    if evaluation:
        made = evaluation.provenance
        row |= dict(evaluation.ratings)
        row |= {"score": evaluation.score, "band": rubric.band(evaluation.score), "feedback": evaluation.feedback}
        row |= {"score_low": evaluation.low, "score_high": evaluation.high}
        row |= {"interviewer": made.interviewer, "model": made.model, "prompt_version": made.prompt_version}
        row |= {"rubric_version": made.rubric_version, "fallback_reason": made.fallback_reason}
    return row


def _moment(when: datetime) -> str:
    """As everywhere in the interface: ISO 8601 in UTC with Z."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def markdown(report: Report, language: Language) -> Iterator[str]:
    """``report`` as Markdown in ``language``, a section at a time."""
    session = report.session
    told = [day(session.created_at, language), t("common.answered_of", language, **_counts(report))]
    yield f"# {_plain(session.title) or t('report.untitled', language)}\n\n{_plain(' · '.join(told))}\n\n"
    yield f"**{t('report.overall', language)}: {_plain(labels.score(report.overall_score, language))}**\n\n"
    judges = judged_by(session, language)
    if judges:
        yield f"{_plain(judges)}\n\n"
    for applies, note in ((report.partial, "report.partial_note"), (report.mixed, "report.mixed_note")):
        if applies:
            yield f"{_plain(t(note, language))}\n\n"
    for each in report.category_scores:
        yield f"- {_plain(labels.category(each.category, language))}: {_plain(labels.score(each.score, language))}\n"
    yield from _closing(report, language)
    yield from _job(report.match, language)
    yield f"\n## {t('report.answers', language)}\n\n"
    for turn in report.session.turns:
        yield "".join(_answer(turn, language))


def _counts(report: Report) -> dict[str, int]:
    return {"answered": report.answered, "planned": report.planned}


def _closing(report: Report, language: Language) -> Iterator[str]:
    summary = report.session.summary
    if summary is None:
        return
    yield f"\n## {t('report.feedback_heading', language)}\n\n{_plain(summary.overall_feedback)}\n"
    for heading, items in (("report.strengths", summary.strengths), ("report.improvements", summary.improvements)):
        if items:
            yield f"\n## {t(heading, language)}\n\n" + "".join(f"- {_plain(item)}\n" for item in items)


def _job(match: JobMatch | None, language: Language) -> Iterator[str]:
    """What the job asked for, the gaps first, each with the resume's line and whether it was asked about."""
    if match is None or not match.requirements:
        return
    counts = [t(f"job.counts.{status}", language, n=len(match.of(status))) for status in ("has", "partly", "missing")]
    yield f"\n## {t('job.title', language)}\n\n{_plain(' · '.join(counts))}\n\n"
    for each in (*match.gaps, *match.of("has")):
        status = labels.status(each.status, language)
        told = labels.requirement_told(each, language, held=True)
        yield f"- **{_plain(labels.requirement(each, language))}** ({_plain(status)}) {_plain(told)}".rstrip() + "\n"
        if each.proof:
            yield f"  > {_plain(each.proof)}\n"


def _answer(turn: Turn, language: Language) -> Iterator[str]:
    yield f"### {turn.index + 1}\\. {_plain(turn.question.text)}\n\n"
    if turn.answer is None or turn.answer.is_blank:
        yield f"{t('report.skipped', language)}\n\n" if turn.answer else ""
    else:
        yield "".join(f"> {_plain(line)}\n" for line in turn.answer.text.splitlines()) + "\n"
    if turn.evaluation:
        interval = labels.interval(turn.evaluation, language)
        score = _plain(labels.score(turn.evaluation.score, language))
        yield f"**{score}** · {_plain(interval)}\n\n" if interval else f"**{score}**\n\n"
        if reason := turn.evaluation.provenance.fallback_reason:
            yield f"*{_plain(labels.stand_in(reason, language))}*\n\n"
        yield f"{_plain(turn.evaluation.feedback)}\n\n" if turn.evaluation.feedback else ""
    if turn.question.reference_answer:
        yield f"*{t('report.reference', language)}:* {_plain(turn.question.reference_answer)}\n\n"


def _plain(text: str) -> str:
    """Text on one line that Markdown shows as it is written."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
