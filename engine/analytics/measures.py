"""Means, counts and streaks of the frames."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final

import pandas as pd

_OPEN: Final = ("CREATED", "IN_PROGRESS")
_WEEK: Final = timedelta(days=7)


def with_something_said(sessions: pd.DataFrame) -> pd.DataFrame:
    """``sessions`` without the finished ones in which no main question has an answer that is not blank."""
    return sessions[~_junk(sessions)].reset_index(drop=True)


def left_out(sessions: pd.DataFrame) -> int:
    """How many ``with_something_said`` leaves out."""
    return int(_junk(sessions).sum())


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


def weeks_in_a_row(sessions: pd.DataFrame, *, now: datetime | None = None, tz: timezone = UTC) -> int:
    """Weeks (Monday to Sunday, in the person's zone) with a finished session each, up to this one or the last.

    A week that has only begun breaks nothing. 0 where the last session is older.
    """
    this = _monday((now or datetime.now(UTC)).astimezone(tz).date())
    held = sessions.loc[~sessions["status"].isin(_OPEN) & ~_junk(sessions), "created_at"]
    weeks = {_monday(day) for day in held.dt.tz_convert(tz).dt.date}
    week = this if this in weeks else this - _WEEK
    count = 0
    while week in weeks:
        count += 1
        week -= _WEEK
    return count


def monthly(sessions: pd.DataFrame, tz: timezone = UTC) -> pd.DataFrame:
    """Mean scores of a cohort by month, for a trend of many people: sessions of different people share no line.

    ``sessions`` has a column group. Columns: group, judge, month (its first day, in ``tz``), score (mean 0-100 of the
    comparable sessions), sessions, people; sorted by group, judge, month.
    """
    comparable = sessions[sessions["comparable"]]
    local = comparable["created_at"].dt.tz_convert(tz)
    months = (local.dt.normalize() - pd.to_timedelta(local.dt.day - 1, unit="D")).rename("month")
    grouped = comparable.assign(score=comparable["overall_score"].astype("float64")).groupby(["group", "judge", months])
    table = grouped.agg(
        score=("score", "mean"), sessions=("session_id", "size"), people=("candidate_id", "nunique")
    ).reset_index()
    return table.astype({"group": "str", "judge": "str", "sessions": "int64", "people": "int64"})


def ranks_people(interviewer: str) -> bool:
    """Whether scores of this interviewer may put people in an order: the offline one's are for practice alone."""
    return interviewer not in ("", "offline")


def _junk(sessions: pd.DataFrame) -> pd.Series[Any]:
    return ~sessions["status"].isin(_OPEN) & (sessions["answered"] == 0)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
