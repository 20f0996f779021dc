"""Sessions and history rows made of little, for what only computes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.model import (
    Answer,
    Brief,
    Evaluation,
    Provenance,
    Question,
    Session,
    SessionStatus,
    Turn,
    WorkStatus,
)

_JUDGE = {"interviewer": "offline", "model": "", "rubric_version": "1"}
BEGAN = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def turn(
    main: int,
    follow_up: int = 0,
    *,
    score: int | None = None,
    text: str | None = "An answer.",
    judged: bool = True,
    category: str = "fundamentals",
    question: str = "A question?",
    work_status: WorkStatus | None = WorkStatus.COMPLETED,
    provenance: Provenance | None = None,
    **evaluation: Any,
) -> Turn:
    """A question with its answer (``text`` None: not answered) and, if ``judged``, its evaluation."""
    given = Provenance(rubric_version="1", at=BEGAN) if provenance is None else provenance
    return Turn(
        index=main * 3 + follow_up,
        main=main,
        follow_up=follow_up,
        question=Question(text=question, category=category, is_follow_up=follow_up > 0),
        answer=None if text is None else Answer(text=text, active_seconds=60),
        evaluation=Evaluation(score=score, provenance=given, **evaluation) if judged and text is not None else None,
        work_status=work_status,
    )


def session(turns: Sequence[Turn], *, planned: int = 3, **fields: Any) -> Session:
    return Session(
        **{
            "id": "0123456789abcdef",
            "number": 7,
            "owner": "local",
            "candidate_id": 1,
            "candidate_name": "Robin Vale",
            "resume_id": 1,
            "resume_text": "Robin Vale",
            "brief": Brief(question_count=planned),
            "language": "en",
            "title": "Backend engineer",
            "status": SessionStatus.EVALUATED,
            "created_at": BEGAN,
            "completed_at": BEGAN + timedelta(minutes=30),
            "turns": tuple(turns),
            **fields,
        }
    )


def history_row(number: int, score: int | None, **fields: Any) -> dict[str, Any]:
    """A row as ``Interviews.history`` gives it; session ``number`` was held on day ``number`` of the year."""
    at = datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=number - 1)
    return {
        "session_id": f"{number:016x}",
        "candidate_id": 1,
        "number": number,
        "title": "Backend engineer",
        "candidate_name": "Robin Vale",
        "resume_id": 1,
        "language": "en",
        "level": "mid",
        "status": "EVALUATED",
        "evaluate_status": "COMPLETED",
        "created_at": at,
        "completed_at": at + timedelta(minutes=25),
        "question_count": 8,
        "overall_score": score,
        "answered": 8,
        "planned": 8,
        "partial": False,
        "mixed": False,
        "stand_in": False,
        **_JUDGE,
        "prompt_version": "5d1c0a7e",
        "active_seconds": 1440.0,
        "characters": 3200,
        **fields,
    }


def category_row(number: int, category: str, score: int | None, **fields: Any) -> dict[str, Any]:
    """A row as ``Interviews.category_history`` gives it."""
    return {**_of_session(number), "category": category, "score": score, "question_count": 1, **fields}


def dimension_row(number: int, dimension: str, rating: float, **fields: Any) -> dict[str, Any]:
    """A row as ``Histories.dimensions`` gives it."""
    return {**_of_session(number), "dimension": dimension, "rating": rating, "answers": 5, **fields}


def answer_row(number: int, main: int, score: int | None, **fields: Any) -> dict[str, Any]:
    """A row as ``Histories.answers`` gives it."""
    return {
        **_of_session(number),
        "main": main,
        "follow_up": 0,
        "category": "fundamentals",
        "skill": "Python",
        "difficulty": "INTERMEDIATE",
        "score": score,
        "low": None,
        "high": None,
        "active_seconds": 90.0,
        "characters": 400,
        **fields,
    }


def person_row(candidate_id: int, name: str, score: int | None, **fields: Any) -> dict[str, Any]:
    """A row as ``People.list`` gives it."""
    return {
        "candidate_id": candidate_id,
        "name": name,
        "roles": ("Backend engineer",),
        "languages": ("en",),
        "sessions": 3,
        "last_at": BEGAN,
        "last_score": score,
        **(_JUDGE if score is not None else dict.fromkeys(_JUDGE, "")),
        "change_30d": None,
        "due": 0,
        "tags": (),
        "shortlisted": False,
        "top_skills": ("Python", "PostgreSQL"),
        "status": "EVALUATED",
        **fields,
    }


def pair_row(machine: int, coach: int, category: str = "fundamentals", **fields: Any) -> dict[str, Any]:
    """A row as ``Coaching.pairs`` gives it."""
    place = {"session_id": f"{1:016x}", "main": 0, "follow_up": 0}
    return {**place, "category": category, "machine": machine, "coach": coach, **_JUDGE, **fields}


def _of_session(number: int) -> dict[str, Any]:
    row = history_row(number, 60)
    return {name: row[name] for name in ("session_id", "candidate_id", "created_at")} | _JUDGE | {"comparable": True}
