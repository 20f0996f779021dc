"""A session's result: ``build`` computes it, ``pdf`` prints it.

A main question and its scored follow-ups are one group, whose score is their mean. A skipped follow-up and
whatever is unscored are left out; a skipped main question counts with the 0 of its evaluation; a question
that was never answered, since the session was finished early, does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, timezone
from fractions import Fraction
from typing import Final, NamedTuple

from engine import i18n, labels, rubric
from engine.job import match
from engine.model import (
    Category,
    CategoryScore,
    JobMatch,
    Language,
    Provenance,
    Report,
    Session,
    Turn,
    WorkStatus,
)
from engine.resume import clean, profile, skill_label

__all__ = ["Judge", "asked_by", "build", "judged_by", "judges", "pdf"]

_ORDER: Final = {category.value: place for place, category in enumerate(Category)}


class Judge(NamedTuple):
    """Who scored, with what. Scores of different judges are never averaged or joined by a line."""

    interviewer: str
    model: str
    rubric_version: str


def build(session: Session) -> Report:
    """The report of ``session`` as far as it is judged. Pure: the same session gives the same report.

    ``overall_score`` and ``category_scores`` are means of groups, rounded half up, None where no group is
    scored. Categories come in the order of ``Category``, unknown ones after them in order of appearance.
    """
    groups = _groups(session.turns)
    answered = sum(1 for main, _ in groups if main.answer is not None and not main.answer.is_blank)
    overall = _mean(score for _, score in groups)
    return Report(
        session=session,
        overall_score=overall,
        band=rubric.band(overall),
        answered=answered,
        planned=session.brief.question_count,
        partial=answered * 2 < session.brief.question_count,
        mixed=len(judges(session)) > 1,
        category_scores=_category_scores(groups),
        stand_in=any(_by_stand_in(turn) for turn in session.turns),
        pending=sum(1 for turn in session.turns if _is_pending(turn)),
        active_seconds=sum(turn.answer.active_seconds for turn in session.turns if turn.answer is not None),
        match=_match(session),
    )


def _match(session: Session) -> JobMatch | None:
    """The job description against the resume, with the questions that were put about each requirement."""
    if not session.brief.job_description.strip():
        return None
    found = match(profile(clean(session.resume_text)), session.brief.job_description)
    put = [turn for turn in session.turns if turn.answer is not None]
    return found.told(
        sorted({turn.main for turn in put if each.skill and skill_label(turn.question.skill) == each.skill})
        for each in found.requirements
    )


def judges(session: Session) -> tuple[Judge, ...]:
    """Who gave the scores that count, in order of appearance.

    A skip is scored without anyone judging, so it names nobody; but where everything was skipped, those
    evaluations are all there is, and the first of them is named.
    """
    scored = [turn for turn in session.turns if _score(turn) is not None]
    judged = [turn for turn in scored if not _is_skip(turn)] or scored[:1]
    found = [_judge(turn.evaluation.provenance) for turn in judged if turn.evaluation is not None]
    return tuple(dict.fromkeys(found))


def judged_by(session: Session, language: Language) -> str:
    """The quiet line on who judged and with what; "" while nothing is scored."""
    named = [labels.judge(*judge, language) for judge in judges(session)]
    if not named:
        return ""
    return i18n.t("report.judged_by", language, judges=i18n.t("report.and", language).join(named))


def asked_by(session: Session, language: Language) -> str:
    """The quiet line on who wrote the questions; "" where the same judged, which ``judged_by`` says."""
    authors = dict.fromkeys((turn.question.author.interviewer, turn.question.author.model) for turn in session.turns)
    if set(authors) == {(each.interviewer, each.model) for each in judges(session)}:
        return ""
    named = [labels.judge(*author, "", language) for author in authors]
    return i18n.t("report.asked_by", language, authors=i18n.t("report.and", language).join(named))


def pdf(report: Report, language: Language, tz: timezone = UTC) -> bytes:
    """``report`` as an A4 PDF in ``language``, fonts embedded. The same report gives the same bytes.

    ``tz`` is the person's, for the day the session was held.
    """
    # Loading the PDF library takes half a second, which a start without a download need not spend.
    from engine.pdf import render

    return render(report, language, judged_by(report.session, language), tz)


def _judge(provenance: Provenance) -> Judge:
    return Judge(provenance.interviewer, provenance.model, provenance.rubric_version)


def _groups(turns: Sequence[Turn]) -> list[tuple[Turn, Fraction | None]]:
    """Each answered or skipped main question with the score of its group."""
    families: dict[int, list[Turn]] = {}
    for turn in turns:
        families.setdefault(turn.main, []).append(turn)
    groups = []
    for family in families.values():
        main = next((turn for turn in family if turn.follow_up == 0), None)
        if main is not None and main.answer is not None:
            groups.append((main, _group_score(family)))
    return groups


def _group_score(family: Iterable[Turn]) -> Fraction | None:
    scores = [_score(turn) for turn in family if turn.follow_up == 0 or not _is_skip(turn)]
    known = [score for score in scores if score is not None]
    return Fraction(sum(known), len(known)) if known else None


def _category_scores(groups: Sequence[tuple[Turn, Fraction | None]]) -> tuple[CategoryScore, ...]:
    found: dict[str, list[Fraction | None]] = {}
    for main, score in groups:
        found.setdefault(main.question.category, []).append(score)
    ordered = sorted(found, key=lambda category: _ORDER.get(category, len(_ORDER)))
    return tuple(
        CategoryScore(category=category, score=_mean(found[category]), question_count=len(found[category]))
        for category in ordered
    )


def _mean(scores: Iterable[Fraction | None]) -> int | None:
    known = [score for score in scores if score is not None]
    if not known:
        return None
    return int(Fraction(sum(known), len(known)) + Fraction(1, 2))


def _score(turn: Turn) -> int | None:
    return turn.evaluation.score if turn.evaluation is not None else None


def _by_stand_in(turn: Turn) -> bool:
    evaluation = turn.evaluation
    if evaluation is None or evaluation.score is None or _is_skip(turn):
        return False
    return bool(evaluation.provenance.fallback_reason)


def _is_skip(turn: Turn) -> bool:
    return turn.answer is not None and turn.answer.is_blank


def _is_pending(turn: Turn) -> bool:
    waits = turn.answer is not None and turn.evaluation is None
    return waits and turn.work_status is not WorkStatus.FAILED
