"""Invented sessions and histories to measure with."""

from __future__ import annotations

import random
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from engine import rubric
from engine.model import (
    Answer,
    Brief,
    Category,
    Evaluation,
    Evidence,
    Language,
    Provenance,
    Question,
    Row,
    Session,
    SessionStatus,
    Summary,
    Turn,
    WorkStatus,
)

_FILE = Path(__file__).parent / "interview.toml"
_BEGAN = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def session(language: Language = "zh") -> Session:
    """A judged session of ten questions in Chinese and English, two of them followed up, one skipped."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    turns: list[Turn] = []
    for index, turn in enumerate(data["turn"]):
        turns.append(_turn(index, turn, turns))
    mains = sum(1 for turn in turns if turn.follow_up == 0)
    provenance = Provenance(prompt_version="5d1c0a7e", rubric_version=rubric.VERSION, at=_BEGAN)
    return Session(
        id="00c0ffee00c0ffee",
        number=12,
        owner="local",
        candidate_id=1,
        candidate_name=data["candidate"],
        resume_id=1,
        resume_text=data["candidate"],
        brief=Brief(question_count=mains, language=language),
        language=language,
        title=data["title"],
        status=SessionStatus.EVALUATED,
        evaluate_status=WorkStatus.COMPLETED,
        created_at=_BEGAN,
        completed_at=_BEGAN + timedelta(minutes=31),
        turns=tuple(turns),
        summary=Summary(
            overall_feedback=data["overall_feedback"],
            strengths=data["strengths"],
            improvements=data["improvements"],
            provenance=provenance,
        ),
    )


def history(count: int, seed: int = 0) -> tuple[list[Row], list[Row]]:
    """Rows as ``Interviews.history`` and ``category_history`` give them, of ``count`` sessions."""
    chance = random.Random(seed)
    sessions: list[Row] = []
    categories: list[Row] = []
    for number in range(1, count + 1):
        at = _BEGAN - timedelta(days=6 * (count - number), minutes=chance.randrange(300))
        partial, mixed = number % 6 == 4, number % 11 == 8
        score = min(97, 48 + round(30 * number / count) + chance.randrange(-8, 9))
        sessions.append(_session_row(number, at, score, partial, mixed))
        categories.extend(
            {
                "session_id": f"{number:016x}",
                "candidate_id": 1,
                "created_at": at,
                "category": category.value,
                "score": max(0, min(100, score + chance.randrange(-30, 20))),
                "question_count": chance.randrange(1, 4),
                "interviewer": "offline",
                "model": "",
                "rubric_version": rubric.VERSION,
                "comparable": not (partial or mixed),
            }
            for category in chance.sample(list(Category)[:8], 5)
        )
    return sessions[::-1], categories


def _session_row(number: int, at: datetime, score: int, partial: bool, mixed: bool) -> Row:
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
        "answered": 3 if partial else 8,
        "planned": 8,
        "partial": partial,
        "mixed": mixed,
        "stand_in": False,
        "interviewer": "offline",
        "model": "",
        "rubric_version": rubric.VERSION,
        "prompt_version": "5d1c0a7e",
        "active_seconds": 1440.0,
        "characters": 3200,
    }


def _turn(index: int, data: dict[str, Any], before: list[Turn]) -> Turn:
    mains = [turn for turn in before if turn.follow_up == 0]
    follows = data.get("follow_up", False)
    text = data["answer"].strip()
    ratings = dict(zip(rubric.weights(data["category"]), data["ratings"], strict=True))
    at = _BEGAN + timedelta(minutes=2.5 * index)
    return Turn(
        index=index,
        main=len(mains) - 1 if follows else len(mains),
        follow_up=before[-1].follow_up + 1 if follows else 0,
        parent_index=mains[-1].index if follows else None,
        question=Question(
            text=data["question"],
            category=data["category"],
            type=data["type"],
            difficulty=data["difficulty"],
            reference_answer=data["reference"],
            key_points=data["missing"],
            is_follow_up=follows,
        ),
        answer=Answer(text=text, shown_at=at, answered_at=at + timedelta(minutes=2), active_seconds=120),
        evaluation=Evaluation(
            score=rubric.score(data["category"], ratings),
            ratings=ratings,
            evidence=[Evidence(quote=quote, note=note) for quote, note in data["quotes"]],
            missing=data["missing"],
            feedback=data["feedback"],
            provenance=Provenance(
                prompt_version="5d1c0a7e", rubric_version=rubric.VERSION, at=at + timedelta(minutes=2)
            ),
        ),
        work_status=WorkStatus.COMPLETED,
        shown_at=at,
    )
