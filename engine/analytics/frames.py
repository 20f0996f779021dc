"""Rows as typed frames. A frame of no rows has the same columns and types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from engine.model import Row

_TIME: Final = "datetime64[us, UTC]"
_JUDGE: Final[Mapping[str, str]] = {"interviewer": "str", "model": "str", "rubric_version": "str"}
_SESSION: Final[Mapping[str, str]] = {
    "session_id": "str",
    "candidate_id": "int64",
    "number": "int64",
    "title": "str",
    "candidate_name": "str",
    "language": "str",
    "level": "str",
    "status": "str",
    "created_at": _TIME,
    "completed_at": _TIME,
    "overall_score": "Int64",
    "answered": "int64",
    "planned": "int64",
    "partial": "bool",
    "mixed": "bool",
    "stand_in": "bool",
    **_JUDGE,
    "prompt_version": "str",
    "active_seconds": "float64",
    "characters": "int64",
}
_CATEGORY: Final[Mapping[str, str]] = {
    "session_id": "str",
    "candidate_id": "int64",
    "created_at": _TIME,
    "category": "str",
    "score": "Int64",
    "question_count": "int64",
    **_JUDGE,
    "comparable": "bool",
}
_DIMENSION: Final[Mapping[str, str]] = {
    "session_id": "str",
    "candidate_id": "int64",
    "created_at": _TIME,
    "dimension": "str",
    "rating": "float64",
    "answers": "int64",
    **_JUDGE,
    "comparable": "bool",
}
_ANSWER: Final[Mapping[str, str]] = {
    "session_id": "str",
    "candidate_id": "int64",
    "main": "int64",
    "follow_up": "int64",
    "created_at": _TIME,
    "category": "str",
    "skill": "str",
    "difficulty": "str",
    "score": "Int64",
    "low": "Int64",
    "high": "Int64",
    "active_seconds": "float64",
    "characters": "int64",
    **_JUDGE,
    "comparable": "bool",
}
_PERSON: Final[Mapping[str, str]] = {
    "candidate_id": "int64",
    "name": "str",
    "roles": "list",
    "languages": "list",
    "sessions": "int64",
    "last_at": _TIME,
    "last_score": "Int64",
    **_JUDGE,
    "change_30d": "Int64",
    "due": "int64",
    "tags": "list",
    "shortlisted": "bool",
    "top_skills": "list",
    "status": "str",
}
_PAIR: Final[Mapping[str, str]] = {
    "session_id": "str",
    "main": "int64",
    "follow_up": "int64",
    "category": "str",
    "machine": "int64",
    "coach": "int64",
    **_JUDGE,
}


def sessions_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """One row per session, oldest first, from ``Interviews.history`` or ``Histories.sessions``.

    Columns: session_id, candidate_id, number, title, candidate_name, language, level, status, created_at and
    completed_at (UTC; NaT while open), overall_score (0-100, missing where unscored), answered, planned, partial,
    mixed, stand_in (a score of another interviewer than the one chosen is among them), interviewer, model,
    rubric_version, prompt_version, active_seconds (seconds), characters (of all that was said), judge, comparable;
    and group, where the rows name one (a person or a cohort, for overlays).
    """
    frame = _typed(rows, _SESSION)
    frame["comparable"] = frame["overall_score"].notna() & ~frame["partial"] & ~frame["mixed"]
    return frame.sort_values(["created_at", "number"], ignore_index=True)


def categories_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """One row per session and category, oldest first, from ``Interviews.category_history`` or
    ``Histories.categories``.

    Columns: session_id, candidate_id, created_at (UTC), category, score (0-100, missing where unscored),
    question_count, interviewer, model, rubric_version, judge, comparable (the session is); group where named.
    """
    return _oldest_first(_typed(rows, _CATEGORY))


def dimensions_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """One row per session and dimension of the rubric, oldest first, from ``Histories.dimensions``.

    Columns: session_id, candidate_id, created_at (UTC), dimension, rating (mean, 1.0-5.0), answers (rated),
    interviewer, model, rubric_version, judge, comparable; group where named.
    """
    return _oldest_first(_typed(rows, _DIMENSION))


def answers_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """One row per answer that is not blank, oldest first, from ``Histories.answers``.

    Columns: session_id, candidate_id, main, follow_up, created_at (UTC, the session's), category, skill ("" for
    none), difficulty, score (0-100, missing where unscored), low and high (its interval where it was judged
    repeatedly), active_seconds, characters, interviewer, model, rubric_version, judge, comparable; group where named.
    """
    return _oldest_first(_typed(rows, _ANSWER))


def people_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """One row per person in the order given, from ``People.list``.

    Columns: candidate_id, name, roles, languages, tags, top_skills (each a list of words), sessions, last_at (UTC, NaT
    without a session), last_score (0-100, of the newest comparable session) with its interviewer, model,
    rubric_version, judge ("" without one), change_30d (points by that judge, missing where there is nothing to
    compare), due (questions to practise again), shortlisted, status (of the newest session, "" without one).
    """
    return _typed(rows, _PERSON)


def pairs_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """One row per answer that both a machine and a coach have scored, from ``Coaching.pairs``.

    Columns: session_id, main, follow_up, category, machine and coach (0-100), interviewer, model, rubric_version,
    judge.
    """
    return _typed(rows, _PAIR)


def _typed(rows: Iterable[Row], types: Mapping[str, str]) -> pd.DataFrame:
    """The columns of ``types`` and what follows from them; ``group`` in front where the rows have one."""
    listed = list(rows)
    if listed and "group" in listed[0]:
        types = {"group": "str", **types}
    frame = pd.DataFrame({name: _column([row[name] for row in listed], kind) for name, kind in types.items()})
    named = frame["interviewer"].ne("")
    frame["judge"] = (frame["interviewer"] + "|" + frame["model"] + "|" + frame["rubric_version"]).where(named, "")
    return frame


def _oldest_first(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values("created_at", kind="stable", ignore_index=True)


def _column(values: list[Any], kind: str) -> pd.Series[Any]:
    if kind == "list":
        return pd.Series([list(value or ()) for value in values], dtype="object")
    if kind == _TIME:
        return pd.Series(pd.to_datetime(values, utc=True), dtype=_TIME)
    if kind == "str":
        values = ["" if value is None else str(value) for value in values]
    return pd.Series(values, dtype=kind)
