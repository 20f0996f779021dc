"""The analysis of a resume on paper: scores, strengths, and what to change."""

from __future__ import annotations

from typing import Final

from engine import i18n, labels
from engine.model import Analysis, Language, Suggestion
from engine.pdf import radar
from engine.pdf.furniture import heading, write_footers
from engine.pdf.sheet import LEFT, RIGHT, Bookmark, Sheet, baseline
from engine.pdf.styles import BODY, BORDER, BRAND, FACT, GREEN, LEAD, NOTE, SCORE, TITLE, VALUE

_SCORES: Final = (
    ("project_score", 40),
    ("skill_match_score", 20),
    ("content_score", 15),
    ("structure_score", 15),
    ("expression_score", 10),
)
"""Fields of an analysis with the most each can be."""


def lay_out_analysis(analysis: Analysis, name: str, language: Language) -> Sheet:
    """The whole analysis of the resume called ``name`` on pages, footers included."""
    sheet = Sheet()
    kind = i18n.t("report.analysis", language)
    sheet.page.append(Bookmark(kind, sheet.y, 0))
    sheet.put(LEFT, sheet.y + baseline(BRAND), kind, BRAND)
    sheet.y += 34
    sheet.write(name, TITLE)
    sheet.skip(6)
    made = analysis.provenance
    judge = labels.judge(made.interviewer, made.model, made.rubric_version, language)
    sheet.write(i18n.t("report.analysis_made", language, day=i18n.day(made.at, language), judge=judge), FACT)
    _write_scores(sheet, analysis, language)
    if analysis.strengths:
        heading(sheet, i18n.t("resume_page.strengths", language))
        sheet.write_listed(analysis.strengths, BODY, GREEN)
    if analysis.suggestions:
        heading(sheet, i18n.t("resume_page.suggestions", language))
        for suggestion in analysis.suggestions:
            _write_suggestion(sheet, suggestion, language)
    if sheet.boxes:
        sheet.skip(12)
        sheet.write(i18n.t("report.unprintable", language, n=sheet.boxes), NOTE)
    write_footers(sheet, name, language)
    return sheet


def _write_scores(sheet: Sheet, analysis: Analysis, language: Language) -> None:
    sheet.skip(24)
    sheet.put(LEFT - 2, sheet.y + baseline(SCORE), str(analysis.overall_score), SCORE)
    sheet.y += SCORE.leading + 8
    sheet.write(analysis.summary, LEAD)
    sheet.skip(14)
    for field, most in _SCORES:
        score = getattr(analysis, field)
        sheet.room(24)
        sheet.rule(BORDER)
        line = sheet.y + 12 + 0.36 * BODY.size
        sheet.put(LEFT, line, i18n.t(f"resume_page.{field}", language, score=score, most=most), BODY)
        radar.bar(sheet, RIGHT - 260, sheet.y + 9, 260, 6, round(100 * score / most))
        sheet.y += 24
    sheet.rule(BORDER)


def _write_suggestion(sheet: Sheet, suggestion: Suggestion, language: Language) -> None:
    sheet.skip(8)
    sheet.room(4 * BODY.leading)
    about = i18n.t(f"resume_page.about_{suggestion.category}", language)
    priority = i18n.t(f"resume_page.priority_{suggestion.priority}", language)
    sheet.write(f"{about} · {priority}", NOTE)
    sheet.write(suggestion.issue, VALUE)
    if suggestion.original:
        sheet.skip(2)
        sheet.write_barred(suggestion.original, BODY, BORDER)
    sheet.skip(2)
    sheet.write(suggestion.recommendation, BODY)
    sheet.skip(6)
