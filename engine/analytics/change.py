"""What moved: from one session to another, and across a date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timezone
from typing import Final, NamedTuple

import pandas as pd
from babel.dates import format_date

from engine import i18n
from engine.model import Language

_MONTH: Final[Mapping[Language, str]] = {"en": "MMMM", "zh": "M月"}
_MONTH_AND_YEAR: Final[Mapping[Language, str]] = {"en": "MMMM y", "zh": "y年M月"}


class Change(NamedTuple):
    """How far the score moved since an earlier session: points (negative: fell), and when that session was."""

    points: int
    since: datetime


class BeforeAfter(NamedTuple):
    """Means 0-100 of the comparable sessions of ``judge`` on each side of a date, by category; "" is overall.

    ``table`` has a row for each category that either side has: category, before, after (missing where that side has
    none), before_n, after_n (sessions). ``judge`` is "" and the table empty where nothing is comparable.
    """

    judge: str
    table: pd.DataFrame


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


def before_after(
    sessions: pd.DataFrame, categories: pd.DataFrame, when: datetime, judge: str | None = None
) -> BeforeAfter:
    """Mean scores before and from ``when`` (aware) on, of one judge: ``judge``, or the one with the most sessions.

    ``sessions`` and ``categories`` are of one person or cohort. Only comparable sessions count.
    """
    comparable = sessions[sessions["comparable"]]
    if judge is None:
        counts = comparable["judge"].value_counts()
        judge = str(counts.index[0]) if len(counts) else ""
    overall = comparable[comparable["judge"] == judge].rename(columns={"overall_score": "score"}).assign(category="")
    scored = categories[categories["comparable"] & (categories["judge"] == judge) & categories["score"].notna()]
    columns = ["category", "created_at", "score"]
    rows = pd.concat([overall[columns], scored[columns]], ignore_index=True)
    rows["score"] = rows["score"].astype("float64")
    late = rows["created_at"] >= when
    sides = {"before": rows[~late], "after": rows[late]}
    table = pd.DataFrame(index=pd.Index(rows["category"].unique(), name="category"))
    for side, part in sides.items():
        table[side] = part.groupby("category")["score"].mean().reindex(table.index).astype("float64")
        table[f"{side}_n"] = part.groupby("category")["score"].count().reindex(table.index, fill_value=0)
    table = table[["before", "after", "before_n", "after_n"]].reset_index()
    table = table.astype({"category": "str", "before_n": "int64", "after_n": "int64"})
    return BeforeAfter(judge, table)
