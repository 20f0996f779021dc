"""What a history keeps of a judged session: a few narrow rows that follow from it. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from engine import report as reports
from engine.model import Report, Session, Turn

Columns = Mapping[str, list[Any]]


class Facts(NamedTuple):
    """The rows of one session: ``result`` one row, the others a list for each column, all of one length.

    Names are those of the tables ``result``, ``category_result``, ``dimension_result`` and ``answer_result``; each
    table's first columns (session_id, owner, number, candidate_id, created_at) are in ``result`` alone.
    """

    result: Mapping[str, Any]
    categories: Columns
    dimensions: Columns
    answers: Columns


def of_session(session: Session, report: Report | None = None) -> Facts:
    """The facts of a judged session; ``report`` is ``report.build(session)`` where the caller has it."""
    report = report or reports.build(session)
    given = [turn for turn in session.turns if turn.answer is not None]
    scored = [turn for turn in given if turn.evaluation is not None and turn.evaluation.score is not None]
    judge = next(iter(reports.judges(session)), None)
    prompt = next((version for turn in scored if (version := _prompt(turn, judge))), "")
    return Facts(
        result={
            "session_id": session.id,
            "owner": session.owner,
            "candidate_id": session.candidate_id,
            "created_at": session.created_at,
            "resume_id": session.resume_id,
            "number": session.number,
            "purpose": session.purpose.value,
            "language": session.language,
            "title": session.title,
            "level": session.brief.level,
            "completed_at": session.completed_at,
            "interviewer": judge.interviewer if judge else session.interviewer,
            "model": judge.model if judge else "",
            "prompt_version": prompt,
            "rubric_version": judge.rubric_version if judge else "",
            "overall_score": report.overall_score,
            "answered": report.answered,
            "planned": report.planned,
            "partial": report.partial,
            "mixed": report.mixed,
            "stand_in": any(turn.evaluation and turn.evaluation.provenance.fallback_reason for turn in scored),
            "comparable": report.overall_score is not None and not report.partial and not report.mixed,
            "active_seconds": report.active_seconds,
            "characters": sum(_characters(turn) for turn in given),
        },
        categories={
            "category": [each.category for each in report.category_scores],
            "score": [each.score for each in report.category_scores],
            "question_count": [each.question_count for each in report.category_scores],
        },
        dimensions=_dimensions(scored),
        answers=_answers(session, [turn for turn in given if turn.follow_up == 0 or _characters(turn)]),
    )


def question_key(text: str) -> str:
    """What two askings of one question share: a hash of its words, whatever their case and spaces."""
    words = re.sub(r"\s+", " ", text).strip().casefold()
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _dimensions(scored: Iterable[Turn]) -> Columns:
    """The mean rating of each dimension over the answers that are not blank."""
    ratings: dict[str, list[float]] = {}
    for turn in scored:
        if turn.evaluation is not None and _characters(turn):
            for dimension, rating in turn.evaluation.ratings.items():
                ratings.setdefault(dimension, []).append(rating)
    return {
        "dimension": list(ratings),
        "rating": [round(sum(each) / len(each), 4) for each in ratings.values()],
        "answers": [len(each) for each in ratings.values()],
    }


def _answers(session: Session, turns: Iterable[Turn]) -> Columns:
    rows = [
        {
            "main": turn.main,
            "follow_up": turn.follow_up,
            "answered_at": (turn.answer.answered_at if turn.answer else None) or session.created_at,
            "question_key": question_key(turn.question.text) if turn.follow_up == 0 else "",
            "category": turn.question.category,
            "skill": turn.question.skill,
            "difficulty": turn.question.difficulty.value,
            "score": turn.evaluation.score if turn.evaluation else None,
            "low": turn.evaluation.low if turn.evaluation else None,
            "high": turn.evaluation.high if turn.evaluation else None,
            "active_seconds": turn.answer.active_seconds if turn.answer else 0.0,
            "characters": _characters(turn),
        }
        for turn in turns
    ]
    return {name: [row[name] for row in rows] for name in _ANSWER_COLUMNS}


_ANSWER_COLUMNS = (
    "main", "follow_up", "answered_at", "question_key", "category", "skill", "difficulty", "score", "low", "high",
    "active_seconds", "characters",
)  # fmt: skip


def _characters(turn: Turn) -> int:
    return len(turn.answer.text.strip()) if turn.answer is not None else 0


def _prompt(turn: Turn, judge: reports.Judge | None) -> str:
    """The prompt version of an evaluation that is the judge's own, else ""."""
    if turn.evaluation is None or judge is None:
        return ""
    by = turn.evaluation.provenance
    same = (by.interviewer, by.model, by.rubric_version) == judge
    return by.prompt_version if same else ""
