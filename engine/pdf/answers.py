"""Each answer of the report: the question, what was said, what it came to and why."""

from __future__ import annotations

from engine import i18n, labels
from engine.model import Evaluation, Language, Report, Turn
from engine.pdf.sheet import LEFT, RIGHT, TOP, Bookmark, Sheet, baseline, measure
from engine.pdf.styles import (
    BADGES,
    BODY,
    BORDER,
    GREEN,
    HEADING,
    LABEL,
    MUTED,
    NOTE,
    NUMBER,
    QUESTION,
    QUOTE,
    VALUE,
)

_INDENT = 34.0  # of everything under a question's number
_LEFT = LEFT + _INDENT


def write_answers(sheet: Sheet, report: Report, language: Language) -> None:
    """Every answered or skipped question in its order, then how many were not reached."""
    turns = [turn for turn in report.session.turns if turn.answer is not None]
    if turns:
        sheet.skip(30)
        sheet.room(300)
        sheet.page.append(Bookmark(i18n.t("report.answers", language), sheet.y, 0))
        sheet.write(i18n.t("report.answers", language), HEADING)
    for turn in turns:
        sheet.skip(16)
        sheet.room(120)
        if sheet.y > TOP:
            sheet.rule(BORDER)
            sheet.skip(16)
        _write_turn(sheet, turn, language)
    reached = sum(1 for turn in turns if turn.follow_up == 0)
    if reached < report.planned:
        sheet.skip(20)
        sheet.write(i18n.t("report.unreached", language, n=report.planned - reached), NOTE)


def _write_turn(sheet: Sheet, turn: Turn, language: Language) -> None:
    assert turn.answer is not None
    number = f"{turn.main + 1}.{turn.follow_up}" if turn.follow_up else f"{turn.main + 1}"
    lines = sheet.lines(turn.question.text, QUESTION, RIGHT - _LEFT)
    sheet.page.append(Bookmark(" ".join([number, *lines[:1]]), sheet.y, 1))
    sheet.put(LEFT, sheet.y + baseline(NUMBER), number, NUMBER)
    sheet.write_lines(lines, QUESTION, _LEFT)
    # Not beside the question, which would have the score in its middle when copied.
    score = _score(turn, language)
    sheet.room(VALUE.leading)
    sheet.put_right(RIGHT, sheet.y + baseline(VALUE), score, VALUE)
    sheet.write(" · ".join(_badges(turn, language)), BADGES, _LEFT, RIGHT - measure(score, VALUE) - 18)
    _section(sheet, i18n.t("report.answer", language))
    if turn.answer.is_blank:
        sheet.write(i18n.t("report.skipped", language), NOTE, _LEFT)
    else:
        sheet.write(turn.answer.text, BODY, _LEFT)
    if turn.evaluation is not None:
        _write_evaluation(sheet, turn.evaluation, language)
        if turn.evaluation.provenance.fallback_reason:
            sheet.skip(4)
            sheet.write(labels.stand_in(turn.evaluation.provenance.fallback_reason, language), NOTE, _LEFT)
    if turn.question.reference_answer.strip():
        _section(sheet, i18n.t("report.reference", language))
        sheet.write_barred(turn.question.reference_answer, BODY, BORDER, _LEFT)


def _write_evaluation(sheet: Sheet, evaluation: Evaluation, language: Language) -> None:
    if evaluation.evidence:
        _section(sheet, i18n.t("report.quotes", language))
    for evidence in evaluation.evidence:
        sheet.write_barred(i18n.t("report.quote", language, quote=evidence.quote.strip()), QUOTE, GREEN, _LEFT)
        if evidence.note.strip():
            sheet.write(evidence.note, NOTE, _LEFT + 14)
        sheet.skip(4)
    if evaluation.missing:
        _section(sheet, i18n.t("report.missing", language))
        sheet.write_listed(evaluation.missing, BODY, MUTED, _LEFT)
    if evaluation.feedback.strip():
        _section(sheet, i18n.t("report.feedback", language))
        sheet.write(evaluation.feedback, BODY, _LEFT)
    ratings = [f"{labels.dimension(name, language)} {rating:.1f}" for name, rating in evaluation.ratings.items()]
    ratings += filter(None, [labels.interval(evaluation, language)])
    if ratings:
        sheet.skip(4)
        sheet.write(" · ".join(ratings), NOTE, _LEFT)


def _section(sheet: Sheet, name: str) -> None:
    sheet.skip(8)
    sheet.room(LABEL.leading + BODY.leading * 2)
    sheet.write(name, LABEL, _LEFT)
    sheet.skip(1)


def _score(turn: Turn, language: Language) -> str:
    if turn.evaluation is None:
        return i18n.t("report.pending", language)
    return labels.score(turn.evaluation.score, language)


def _badges(turn: Turn, language: Language) -> list[str]:
    question = turn.question
    named = [
        labels.question_type(question.type.value, language),
        labels.difficulty(question.difficulty.value, language),
        labels.category(question.category, language),
    ]
    if turn.follow_up:
        named.insert(0, i18n.t("report.follow_up", language))
    return list(dict.fromkeys(named))
