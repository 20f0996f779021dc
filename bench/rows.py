"""What a benchmark returns."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Row(TypedDict):
    """One figure. ``baseline`` and ``ratio`` (value / baseline) are None where there is nothing beside it."""

    id: str
    value: float
    unit: str
    baseline: float | None
    ratio: float | None
    reach: str
    met: bool
    source: NotRequired[str]  # where the data came from; what is fitted behind the figure was fitted without it


def row(identity: str, value: float, unit: str, *, reach: str, met: bool, baseline: float | None = None) -> Row:
    return Row(
        id=identity,
        value=round(value, 3),
        unit=unit,
        baseline=None if baseline is None else round(baseline, 3),
        ratio=None if not baseline else round(value / baseline, 3),
        reach=reach,
        met=met,
    )
