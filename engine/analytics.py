"""Rows of the history as tidy frames, oldest first, for charts and comparisons.

``judge`` names who scored with what (interviewer, model, rubric): scores of different judges are never averaged
or joined. A session is ``comparable`` where it is scored, at least half answered, and judged by one judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timezone
from typing import Any, Final, NamedTuple

import pandas as pd
from babel.dates import format_date

from engine import i18n
from engine.model import Language, Row

__all__ = [
    "Change",
    "average_by_category",
    "categories_frame",
    "change_since",
    "describe_change",
    "sessions_frame",
]

_TIME: Final = "datetime64[us, UTC]"
_SESSION_TYPES: Final[Mapping[str, str]] = {
    "session_id": "str",
    "number": "int64",
    "title": "str",
    "candidate_name": "str",
    "status": "str",
    "created_at": _TIME,
    "completed_at": _TIME,
    "overall_score": "Int64",
    "answered": "int64",
    "planned": "int64",
    "partial": "bool",
    "mixed": "bool",
    "interviewer": "str",
    "model": "str",
    "rubric_version": "str",
    "active_seconds": "float64",
}
_CATEGORY_TYPES: Final[Mapping[str, str]] = {
    "session_id": "str",
    "created_at": _TIME,
    "category": "str",
    "score": "Int64",
    "question_count": "int64",
}

_MONTH: Final[Mapping[Language, str]] = {"en": "MMMM", "zh": "M月"}
_MONTH_AND_YEAR: Final[Mapping[Language, str]] = {"en": "MMMM y", "zh": "y年M月"}


class Change(NamedTuple):
    """How far the score moved since an earlier session: points (negative: fell), and when that session was."""

    points: int
    since: datetime


def sessions_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """One row per session, oldest first, from ``Interviews.history``.

    Columns: session_id, number, title, candidate_name, status, created_at and completed_at (UTC; NaT while
    open), overall_score (0-100, missing where unscored), answered, planned, partial, mixed, interviewer, model,
    rubric_version, active_seconds (seconds), judge, comparable.
    """
    frame = _typed(rows, _SESSION_TYPES)
    frame["judge"] = frame["interviewer"] + "|" + frame["model"] + "|" + frame["rubric_version"]
    frame["comparable"] = frame["overall_score"].notna() & ~frame["partial"] & ~frame["mixed"]
    return frame.sort_values(["created_at", "number"], ignore_index=True)


def categories_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """One row per session and category, oldest first, from ``Interviews.category_history``.

    Columns: session_id, created_at (UTC), category, score (0-100, missing where unscored), question_count.
    """
    return _typed(rows, _CATEGORY_TYPES).sort_values("created_at", kind="stable", ignore_index=True)


def average_by_category(categories: pd.DataFrame, sessions: pd.DataFrame, session_id: str) -> dict[str, float]:
    """Mean score 0-100 per category of the comparable sessions by the same judge, ``session_id`` left out.

    Empty where there is no other such session, or where this one has no single judge.
    """
    this = sessions[sessions["session_id"] == session_id]
    if this.empty or this["mixed"].iloc[0]:
        return {}
    peers = sessions[sessions["comparable"] & (sessions["judge"] == this["judge"].iloc[0])]
    others = categories[
        categories["session_id"].isin(peers["session_id"])
        & (categories["session_id"] != session_id)
        & categories["score"].notna()
    ]
    means = others.groupby("category")["score"].mean()
    return {str(category): float(mean) for category, mean in means.items()}


def change_since(sessions: pd.DataFrame, session_id: str | None = None) -> Change | None:
    """The change from the last comparable session before ``session_id`` (default: the newest comparable one).

    Both were judged by the same judge. None where there is nothing to compare.
    """
    comparable = sessions[sessions["comparable"]]
    if session_id is not None:
        places = comparable.index[comparable["session_id"] == session_id]
        comparable = comparable.loc[: places[0]] if len(places) else comparable.iloc[:0]
    if comparable.empty:
        return None
    last = comparable.iloc[-1]
    before = comparable.iloc[:-1]
    before = before[before["judge"] == last["judge"]]
    if before.empty:
        return None
    points = int(last["overall_score"]) - int(before["overall_score"].iloc[-1])
    since: datetime = before["created_at"].iloc[-1].to_pydatetime()
    return Change(points, since)


def describe_change(change: Change, language: Language, *, now: datetime | None = None, tz: timezone = UTC) -> str:
    """ "+9 since February"; with the day where it lies in the current month, with the year in another year."""
    today = (now or datetime.now(UTC)).astimezone(tz)
    since = change.since.astimezone(tz)
    if (since.year, since.month) == (today.year, today.month):
        when = i18n.day(since, language, with_year=False, tz=tz)
    else:
        pattern = _MONTH[language] if since.year == today.year else _MONTH_AND_YEAR[language]
        when = format_date(since.date(), pattern, locale=language)
    direction = "up" if change.points > 0 else "down" if change.points < 0 else "same"
    return i18n.t(f"charts.change.{direction}", language, points=abs(change.points), when=when)


def _typed(rows: Iterable[Row], types: Mapping[str, str]) -> pd.DataFrame:
    listed = list(rows)
    columns = {name: _column([row[name] for row in listed], kind) for name, kind in types.items()}
    return pd.DataFrame(columns)


def _column(values: list[Any], kind: str) -> pd.Series[Any]:
    if kind == "str":
        values = ["" if value is None else str(value) for value in values]
    elif kind == _TIME:
        return pd.Series(pd.to_datetime(values, utc=True), dtype=_TIME)
    return pd.Series(values, dtype=kind)
