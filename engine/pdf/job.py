"""What the job asked for, on paper: first what is open, then what the resume shows, each with the line that does."""

from __future__ import annotations

from engine import i18n, labels
from engine.model import JobMatch, Language, Requirement
from engine.pdf.furniture import heading
from engine.pdf.sheet import LEFT, RIGHT, Sheet, baseline, measure
from engine.pdf.styles import BODY, BORDER, GREEN, LABEL, NOTE, VALUE


def write_job(sheet: Sheet, match: JobMatch | None, language: Language) -> None:
    """The section; nothing where the session had no job description or none of it was recognised."""
    if match is None or not match.requirements:
        return
    heading(sheet, i18n.t("job.title", language))
    counts = [i18n.t(f"job.counts.{key}", language, n=len(match.of(key))) for key in ("has", "partly", "missing")]
    sheet.write(" · ".join(counts), BODY)
    gaps, shown = match.gaps, match.of("has")
    for name, requirements in (
        (i18n.t("job.gaps", language), gaps),
        (i18n.t("job.shown", language, n=len(shown)), shown),
    ):
        if requirements:
            sheet.skip(10)
            sheet.room(LABEL.leading + 3 * BODY.leading)
            sheet.write(name, LABEL)
        for each in requirements:
            _write(sheet, each, language)
    sheet.skip(6)
    sheet.write(i18n.t("job.by_words", language), NOTE)


def _write(sheet: Sheet, asked: Requirement, language: Language) -> None:
    sheet.skip(4)
    sheet.room(3 * BODY.leading)
    sheet.rule(BORDER)
    sheet.y += 4
    status = labels.status(asked.status, language)
    if asked.importance == "nice":
        status = f"{i18n.t('job.nice', language)} · {status}"
    sheet.put_right(RIGHT, sheet.y + baseline(NOTE), status, NOTE)
    sheet.write(labels.requirement(asked, language), VALUE, LEFT, RIGHT - measure(status, NOTE) - 18)
    told = labels.requirement_told(asked, language, held=True)
    if told:
        sheet.write(told, NOTE)
    if asked.proof:
        sheet.write_barred(i18n.t("report.quote", language, quote=asked.proof), BODY, GREEN)
