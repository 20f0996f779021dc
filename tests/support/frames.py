"""Tidy frames with the columns of the history's, made of little, for the charts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

OFFLINE = "offline||1"
MODEL = "llm|qwen3:8b|1"
START = datetime(2026, 1, 1, 9, tzinfo=UTC)

_TIME = "datetime64[us, UTC]"
_TYPES = {
    "created_at": _TIME,
    "overall_score": "Int64",
    "score": "Int64",
    "low": "Int64",
    "high": "Int64",
    "rating": "Float64",
    "characters": "Int64",
    "comparable": "bool",
    "partial": "bool",
    "mixed": "bool",
}
_COMMON = ("session_id", "candidate_id", "created_at", "judge", "comparable")
_SESSIONS = (*_COMMON, "number", "title", "overall_score", "answered", "planned", "partial", "mixed", "interviewer")
SESSIONS = (*_SESSIONS, "model", "rubric_version", "active_seconds", "characters")
CATEGORIES = (*_COMMON, "category", "score", "question_count")
DIMENSIONS = (*_COMMON, "dimension", "rating", "answers")
ANSWERS = (*_COMMON, "main", "follow_up", "category", "skill", "difficulty", "score", "low", "high", "active_seconds")


def on(day: float) -> datetime:
    """The morning of a day of the year 2026, the first being 1."""
    return START + timedelta(days=day - 1)


def session_row(number: int, score: int | None, **fields: Any) -> dict[str, Any]:
    """Session ``number``, held on that day of the year; ``candidate`` 1 unless told."""
    judge = fields.get("judge", OFFLINE)
    interviewer, model, version = judge.split("|")
    partial, mixed = fields.get("partial", False), fields.get("mixed", False)
    return {
        **_row(number, fields),
        "number": number,
        "title": "Backend engineer",
        "overall_score": score,
        "answered": 8,
        "planned": 8,
        "partial": False,
        "mixed": False,
        "interviewer": interviewer,
        "model": model,
        "rubric_version": version,
        "active_seconds": 1440.0,
        "characters": 4200,
        "comparable": score is not None and not partial and not mixed,
        **_rest(fields),
    }


def category_row(number: int, category: str, score: int | None, **fields: Any) -> dict[str, Any]:
    return {
        **_row(number, fields),
        "category": category,
        "score": score,
        "question_count": 2,
        "comparable": score is not None,
        **_rest(fields),
    }


def dimension_row(number: int, dimension: str, rating: float | None, **fields: Any) -> dict[str, Any]:
    return {**_row(number, fields), "dimension": dimension, "rating": rating, "answers": 5, **_rest(fields)}


def answer_row(number: int, main: int, score: int | None, **fields: Any) -> dict[str, Any]:
    return {
        **_row(number, fields),
        "main": main,
        "follow_up": 0,
        "category": "tools",
        "skill": "SQL",
        "difficulty": "BASIC",
        "score": score,
        "low": None,
        "high": None,
        "active_seconds": 120.0,
        "characters": 600,
        **_rest(fields),
    }


def sessions(rows: Iterable[dict[str, Any]] = ()) -> pd.DataFrame:
    return _frame(rows, SESSIONS)


def categories(rows: Iterable[dict[str, Any]] = ()) -> pd.DataFrame:
    return _frame(rows, CATEGORIES)


def dimensions(rows: Iterable[dict[str, Any]] = ()) -> pd.DataFrame:
    return _frame(rows, DIMENSIONS)


def answers(rows: Iterable[dict[str, Any]] = ()) -> pd.DataFrame:
    return _frame(rows, (*ANSWERS, "characters"))


def grouped(frame: pd.DataFrame, names: dict[int, str]) -> pd.DataFrame:
    """The frame with a column ``group``: the name that each ``candidate_id`` has in ``names``."""
    return frame.assign(group=frame["candidate_id"].map(names).astype("str"))


def _row(number: int, fields: dict[str, Any]) -> dict[str, Any]:
    candidate = fields.get("candidate", 1)
    return {
        "session_id": f"{candidate}-{number}",
        "candidate_id": candidate,
        "created_at": on(number),
        "judge": OFFLINE,
        "comparable": True,
    }


def _rest(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "candidate"}


def _frame(rows: Iterable[dict[str, Any]], names: tuple[str, ...]) -> pd.DataFrame:
    listed = list(rows)
    more = [name for name in (listed[0] if listed else {}) if name not in names]
    frame = pd.DataFrame(listed, columns=[*names, *more])
    known = {name: kind for name, kind in _TYPES.items() if name in frame}
    return frame.astype(known).sort_values("created_at", kind="stable", ignore_index=True)
