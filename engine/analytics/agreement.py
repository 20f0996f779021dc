"""How far a coach and the machine agree, so that trust in the machine is measured."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pandas as pd

from engine import rubric

_BANDS: Final = [name for _, name in reversed(rubric.BANDS)]


def agreement(pairs: pd.DataFrame) -> pd.DataFrame:
    """Agreement by judge and category, and over all categories (category ""), of ``pairs_frame``.

    Columns: judge, category, n (answers), kappa (quadratic weighted, over the five bands; 1 is full agreement, 0 what
    chance would give; missing where chance alone agrees, as with a single band on both sides), difference (mean of
    coach - machine, points).
    """
    whole = pairs.assign(category="")
    rows = [
        {"judge": judge, "category": category, **_measured(part)}
        for (judge, category), part in pd.concat([whole, pairs], ignore_index=True).groupby(["judge", "category"])
    ]
    types = {"judge": "str", "category": "str", "n": "int64", "kappa": "float64", "difference": "float64"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _measured(pairs: pd.DataFrame) -> dict[str, float | int | None]:
    machine = [_place(score) for score in pairs["machine"]]
    coach = [_place(score) for score in pairs["coach"]]
    return {
        "n": len(pairs),
        "kappa": weighted_kappa(machine, coach),
        "difference": float((pairs["coach"] - pairs["machine"]).mean()),
    }


def weighted_kappa(first: list[int], second: list[int]) -> float | None:
    """Cohen's kappa with quadratic weights of two ratings of the same things (J. Cohen, 1968).

    1 - observed / expected disagreement, each the mean of squared distances; the expected one pairs every rating of
    one with every rating of the other. None where that is 0, or where there is nothing rated.
    """
    count = len(first)
    if not count:
        return None
    observed = sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) / count
    ones, others = Counter(first), Counter(second)
    expected = sum(n * m * (a - b) ** 2 for a, n in ones.items() for b, m in others.items()) / count**2
    return 1 - observed / expected if expected else None


def _place(score: int) -> int:
    """The place of a score's band, 0 (poor) to 4 (excellent)."""
    name = rubric.band(int(score))
    return _BANDS.index(name or "poor")
