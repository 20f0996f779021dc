"""Printed documents: the report of a session, the analysis of a resume and people side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timezone
from typing import Final

from engine import i18n
from engine.model import Analysis, Language, Report, Resume
from engine.pdf.analysis import lay_out_analysis
from engine.pdf.comparison import Person, lay_out_comparison
from engine.pdf.document import lay_out, title
from engine.pdf.paint import Facts, paint

__all__ = ["render", "render_analysis", "render_comparison"]

_TAGS: Final[dict[Language, str]] = {"en": "en", "zh": "zh-CN"}


def render(report: Report, language: Language, judged_by: str, tz: timezone = UTC) -> bytes:
    """An A4 PDF of ``report``; ``judged_by`` is the quiet line under the title, "" for none; ``tz`` is
    the person's, for the day it was held.

    Everything a person or a model wrote is printed as text: no markup, no links, nothing fetched. A character
    that the fonts lack is a visible box, and a note at the end says how many there are.
    """
    session = report.session
    facts = Facts(
        title=title(report, language),
        author=" ".join(session.candidate_name.split()),
        language=_TAGS[language],
        made_at=session.completed_at or session.created_at,
    )
    return paint(lay_out(report, language, judged_by, tz).pages, facts)


def render_analysis(resume: Resume, analysis: Analysis, language: Language) -> bytes:
    """An A4 PDF of a resume's ``analysis``, under the same rules as ``render``."""
    facts = Facts(title=resume.filename, author="", language=_TAGS[language], made_at=analysis.provenance.at)
    return paint(lay_out_analysis(analysis, resume.filename, language).pages, facts)


def render_comparison(
    people: Sequence[Person],
    categories: Sequence[str],
    judge: str,
    language: Language,
    made_at: datetime,
    tz: timezone = UTC,
) -> bytes:
    """An A4 PDF of people side by side, scored by ``judge`` ("" for nobody), under the same rules as ``render``."""
    facts = Facts(i18n.t("comparison.title", language), author="", language=_TAGS[language], made_at=made_at)
    return paint(lay_out_comparison(people, categories, judge, language, made_at, tz).pages, facts)
