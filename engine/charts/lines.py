"""The lines of an overlay over time: each session of a person, or what a cohort scored in each month or session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import Any, Final, Literal

import pandas as pd

from engine.charts.groups import MOST_GROUPS, Group, groups, of_group
from engine.charts.points import judged, records

Align = Literal["date", "number"]

_FEWEST: Final = 4
"""People whose middle half says something."""

_STEADY: Final = 3
"""People that a step of a cohort needs: the score of one or two is not the cohort's."""

_WEEKLY: Final = timedelta(days=120)
"""The longest time that is drawn by weeks: longer ones have too many of them at 390 px."""


@dataclass(frozen=True)
class Step:
    """A point of a line: ``x`` a time or a session's number, ``low`` to ``high`` the middle half of a cohort."""

    x: Any
    score: float
    low: float | None = None
    high: float | None = None
    people: int = 1
    apart: bool = False  # partial or mixed: no line joins it


@dataclass(frozen=True)
class Line:
    """What one judge gave one group; ``apart`` are the person's partial and mixed sessions, which no line joins."""

    group: Group
    judge: str
    steps: list[Step]
    apart: list[Step]


def lines_of(scored: pd.DataFrame, tz: timezone, align: Align, months: pd.DataFrame | None = None) -> list[Line]:
    """One for each group and judge, in the groups' order, each group's newest judge last.

    A group that ``months`` knows is a cohort, whose steps it gives, by date; ``scored`` need not have all of it.
    """
    given = (
        judged(months)
        if months is not None and len(months) and align == "date"
        else pd.DataFrame({"group": [], "judge": []})
    )
    # Sessions are numbered before any are left out, so that the third stays the third.
    scored = scored.assign(nth=scored.groupby(["group", "candidate_id"], observed=True).cumcount() + 1)
    span = scored["created_at"].max() - scored["created_at"].min()
    found: list[Line] = []
    for group in _all_groups(scored, given):
        if group.name in set(given["group"]):
            found += _of_months(given[given["group"] == group.name], group, tz)
            continue
        rows = of_group(scored, group)
        full, apart = rows[rows["comparable"]], rows[~rows["comparable"]]
        judges = list(full.groupby("judge")["created_at"].max().sort_values().index)
        beside = [] if group.is_cohort else _of_person(apart, align, tz, apart=True)
        for judge in judges:
            part = full[full["judge"] == judge]
            steps = _of_cohort(part, align, span, tz) if group.is_cohort else _of_person(part, align, tz)
            found.append(Line(group, str(judge), steps, beside if judge == judges[-1] else []))
        if not judges and beside:
            found.append(Line(group, "", [], beside))
    return found


def judges_of(lines: list[Line]) -> list[str]:
    """All judges, the one with the most lines first: its dash is the solid one."""
    names = [line.judge for line in lines if line.judge]
    return sorted(dict.fromkeys(names), key=lambda judge: -names.count(judge))


def _all_groups(scored: pd.DataFrame, months: pd.DataFrame) -> list[Group]:
    """Those of the sessions, then those of the months alone; the months say how many people theirs are of."""
    found = groups(scored)
    names = [group.name for group in found]
    names += [str(name) for name in months["group"].unique() if str(name) not in names]
    places = {group.name: group for group in found}
    people = months.groupby("group")["people"].max() if "people" in months else pd.Series(dtype="int64")
    known = set(months["group"])
    free = [place for place in range(MOST_GROUPS) if place not in {group.place for group in found}]
    for name in names:
        if name in known:
            place = places[name].place if name in places else free.pop(0) if free else None
            if place is not None:
                places[name] = Group(name, place, int(people.get(name, 0)))
    return sorted(places.values(), key=lambda group: group.place)


def _of_months(months: pd.DataFrame, group: Group, tz: timezone) -> list[Line]:
    """A line for each judge: score, and where they are given lower, upper and people, in the middle of each month."""
    lines = []
    for judge in months.groupby("judge")["month"].max().sort_values().index:
        rows = months[months["judge"] == judge].sort_values("month")
        steps = [
            Step(
                (row["month"] + timedelta(days=14)).tz_convert(tz),
                float(row["score"]),
                _maybe(row.get("lower")),
                _maybe(row.get("upper")),
                int(row.get("people", 0)),
            )
            for row in records(rows)
        ]
        lines.append(Line(group, str(judge), steps, []))
    return lines


def _maybe(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _of_person(rows: pd.DataFrame, align: Align, tz: timezone, *, apart: bool = False) -> list[Step]:
    """Each of the rows, by ``created_at`` (in ``tz``, since an axis of dates knows no zones) or by ``nth``."""
    places = rows["created_at"].dt.tz_convert(tz) if align == "date" else rows["nth"].astype("int64")
    return [Step(x, float(score), apart=apart) for x, score in zip(places.tolist(), rows["score"], strict=True)]


def _of_cohort(rows: pd.DataFrame, align: Align, span: timedelta, tz: timezone) -> list[Step]:
    """Median over people of each one's mean, and their quartiles where they are four or more; for each month, week
    (of a ``span`` up to 120 days) or ``nth`` session. Those with one or two people of a larger cohort are left out,
    unless all are such.
    """
    if align == "number":
        places = rows["nth"].astype("int64")
    else:
        local = rows["created_at"].dt.tz_convert(tz).dt.tz_localize(None)
        periods = local.dt.to_period("W" if span <= _WEEKLY else "M")
        places = periods.dt.start_time + (periods.dt.end_time - periods.dt.start_time) / 2
        # Noon, since where clocks change at night a day may have no midnight.
        places = (places.dt.floor("D") + timedelta(hours=12)).dt.tz_localize(tz)
    means = rows.assign(place=places).groupby(["place", "candidate_id"])["score"].mean()
    people = means.groupby("place").size()
    enough = people.index[people >= min(_STEADY, rows["candidate_id"].nunique())]
    if len(enough):
        means = means[means.index.get_level_values("place").isin(enough)]
    found = means.groupby("place").quantile([0.25, 0.5, 0.75]).unstack()
    steps = []
    for place, row in found.iterrows():
        n = int(people[place])
        shown = n >= _FEWEST
        x = place if isinstance(place, pd.Timestamp) else int(str(place))
        steps.append(
            Step(x, float(row[0.5]), float(row[0.25]) if shown else None, float(row[0.75]) if shown else None, n)
        )
    return steps
