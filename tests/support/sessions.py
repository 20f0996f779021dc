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
        "number": number,
        "title": "Backend engineer",
        "candidate_name": "Robin Vale",
        "resume_id": 1,
        "language": "en",
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
        "interviewer": "offline",
        "model": "",
        "rubric_version": "1",
        "active_seconds": 1440.0,
        **fields,
    }


def category_row(number: int, category: str, score: int | None, **fields: Any) -> dict[str, Any]:
    """A row as ``Interviews.category_history`` gives it."""
    row = history_row(number, score)
    return {
        "session_id": row["session_id"],
        "created_at": row["created_at"],
        "category": category,
        "score": score,
        "question_count": 1,
        **fields,
    }
