"""The report from its title to the lines on who judged it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timezone

from engine import i18n, labels, rubric
from engine.model import CategoryScore, Language, Provenance, Report
from engine.pdf import radar
from engine.pdf.answers import write_answers
from engine.pdf.face import face
from engine.pdf.furniture import heading, write_footers
from engine.pdf.job import write_job
from engine.pdf.lines import shortened
from engine.pdf.sheet import LEFT, RIGHT, Bookmark, Sheet, baseline
from engine.pdf.styles import (
    BAND,
    BODY,
    BORDER,
    BRAND,
    FACT,
    GREEN,
    LEAD,
    NOTE,
    SCORE,
    TITLE,
    VALUE,
)

_RADAR = 270.0  # side of its square, points


def lay_out(report: Report, language: Language, judged_by: str, tz: timezone) -> Sheet:
    """The whole report on pages, footers included."""
    sheet = Sheet()
    _write_head(sheet, report, language, judged_by, tz)
    _write_overview(sheet, report, language)
    _write_categories(sheet, report.category_scores, language)
    _write_summary(sheet, report, language)
    write_job(sheet, report.match, language)
    write_answers(sheet, report, language)
    _write_provenance(sheet, report, language)
    write_footers(sheet, title(report, language), language)
    return sheet


def title(report: Report, language: Language) -> str:
    """What the report is about: the session's title, on one line."""
    return " ".join(report.session.title.split()) or i18n.t("report.untitled", language)


def _write_head(sheet: Sheet, report: Report, language: Language, judged_by: str, tz: timezone) -> None:
    session = report.session
    sheet.page.append(Bookmark(i18n.t("report.heading", language), sheet.y, 0))
    sheet.put(LEFT, sheet.y + baseline(BRAND), i18n.t("report.heading", language), BRAND)
    number = i18n.t("report.session", language, number=session.number)
    sheet.put_right(RIGHT, sheet.y + baseline(NOTE), number, NOTE)
    sheet.y += 34
    sheet.write(title(report, language), TITLE)
    sheet.skip(6)
    facts = [
        " ".join(session.candidate_name.split()),
        i18n.day(session.created_at, language, tz=tz),
        i18n.t("common.answered_of", language, answered=report.answered, planned=report.planned),
        i18n.duration(report.active_seconds, language),
    ]
    sheet.write(" · ".join(fact for fact in facts if fact), FACT)
    if judged_by:
        sheet.write(judged_by[:1].upper() + judged_by[1:], FACT)


def _write_overview(sheet: Sheet, report: Report, language: Language) -> None:
    """The score at the left, the radar at the right."""
    sheet.skip(18)
    sheet.room(_RADAR)
    top = sheet.y
    column = RIGHT - _RADAR - 18
    scored = [each for each in report.category_scores if each.score is not None]
    radar.draw(sheet, scored, language, RIGHT - _RADAR, top, _RADAR)
    sheet.y = top + 44
    sheet.write(i18n.t("report.overall", language), FACT, right=column)
    if report.overall_score is not None:
        sheet.put(LEFT - 2, sheet.y + baseline(SCORE), str(report.overall_score), SCORE)
        sheet.y += SCORE.leading + 4
    sheet.write(labels.band(report.overall_score, language), BAND, right=column)
    for applies, name, note in (
        (report.partial, "report.partial", "report.partial_note"),
        (report.mixed, "report.mixed", "report.mixed_note"),
    ):
        if applies:
            sheet.skip(8)
            sheet.write(i18n.t(name, language), VALUE, right=column)
            sheet.write(i18n.t(note, language), NOTE, right=column)
    if report.pending:
        sheet.skip(8)
        sheet.write(i18n.t("report.waiting", language, n=report.pending), NOTE, right=column)
    sheet.y = max(sheet.y, top + (_RADAR if scored else 0))


def _write_categories(sheet: Sheet, scores: Iterable[CategoryScore], language: Language) -> None:
    rows = list(scores)
    if not rows:
        return
    heading(sheet, i18n.t("report.categories", language))
    for each in rows:
        sheet.room(24)
        sheet.rule(BORDER)
        line = sheet.y + 12 + 0.36 * BODY.size
        word = sheet.printable(labels.category(each.category, language))
        sheet.put(LEFT, line, shortened(word, face("regular"), BODY.size, 120), BODY)
        if each.score is not None:
            radar.bar(sheet, LEFT + 134, sheet.y + 9, 170, 6, each.score)
        sheet.put(LEFT + 322, line, labels.score(each.score, language), VALUE)
        count = i18n.t("common.questions", language, n=each.question_count)
        sheet.put_right(RIGHT, line, count, NOTE)
        sheet.y += 24
    sheet.rule(BORDER)


def _write_summary(sheet: Sheet, report: Report, language: Language) -> None:
    summary = report.session.summary
    if summary is None:
        return
    if summary.overall_feedback.strip():
        heading(sheet, i18n.t("report.feedback_heading", language))
        sheet.write(summary.overall_feedback, LEAD)
    if summary.strengths:
        heading(sheet, i18n.t("report.strengths", language))
        sheet.write_listed(summary.strengths, BODY, GREEN)
    if summary.improvements:
        heading(sheet, i18n.t("report.improvements", language))
        sheet.write_listed(summary.improvements, BODY, GREEN)


def _write_provenance(sheet: Sheet, report: Report, language: Language) -> None:
    heading(sheet, i18n.t("report.provenance", language))
    usual, behavioural = (
        i18n.t("common.list", language).join(
            f"{labels.dimension(name, language)} {weight:.0%}" for name, weight in weights.items()
        )
        for weights in (rubric.WEIGHTS, rubric.BEHAVIOURAL_WEIGHTS)
    )
    sheet.write(i18n.t("report.rubric_note", language, usual=usual, behavioural=behavioural), NOTE)
    sheet.skip(6)
    judged = [turn.evaluation.provenance for turn in report.session.turns if turn.evaluation is not None]
    groups: dict[tuple[str, ...], list[Provenance]] = {}
    for each in judged:
        key = (each.interviewer, each.model, each.prompt_version, each.rubric_version, each.fallback_reason)
        groups.setdefault(key, []).append(each)
    for same in groups.values():
        named = i18n.t("report.evaluations", language, n=len(same), judge=_judge(same[0], language))
        sheet.write(" · ".join([named, *_details(same, language)]), NOTE)
    summary = report.session.summary
    if summary is not None:
        named = i18n.t("report.summary_by", language, judge=_judge(summary.provenance, language))
        sheet.write(" · ".join([named, *_details([summary.provenance], language)]), NOTE)
    held = i18n.moment(report.session.created_at, language)
    sheet.write(i18n.t("report.session_id", language, id=report.session.id, when=held), NOTE)
    if sheet.boxes:
        sheet.skip(6)
        sheet.write(i18n.t("report.unprintable", language, n=sheet.boxes), NOTE)


def _judge(provenance: Provenance, language: Language) -> str:
    return labels.judge(provenance.interviewer, provenance.model, provenance.rubric_version, language)


def _details(same: list[Provenance], language: Language) -> list[str]:
    first = same[0]
    told = []
    if first.prompt_version:
        told.append(i18n.t("report.prompt", language, version=first.prompt_version))
    read, written = sum(each.input_tokens for each in same), sum(each.output_tokens for each in same)
    if read or written:
        told.append(i18n.t("report.tokens", language, input=read, output=written))
    if first.fallback_reason:
        told.append(i18n.t("report.stand_in", language, reason=labels.fallback(first.fallback_reason, language)))
    latest = i18n.moment(max(each.at for each in same), language)
    return [*told, i18n.t("report.judged_at", language, when=latest)]
