"""Printed documents: the report of a session and the analysis of a resume."""

from __future__ import annotations

from datetime import UTC, timezone
from typing import Final

from engine.model import Analysis, Language, Report, Resume
from engine.pdf.analysis import lay_out_analysis
from engine.pdf.document import lay_out, title
from engine.pdf.paint import Facts, paint

__all__ = ["render", "render_analysis"]

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
