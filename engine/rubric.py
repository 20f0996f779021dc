"""The rubric: dimensions, weights, bands and the arithmetic from ratings to a score.

A score is computed here, from ratings, and is never taken from a model.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from engine.model import Category

VERSION: Final = "1"
"""Stored with every evaluation; scores of different versions are never averaged or joined."""

WEIGHTS: Final[Mapping[str, Decimal]] = {
    "accuracy": Decimal("0.40"),
    "completeness": Decimal("0.20"),
    "depth": Decimal("0.25"),
    "expression": Decimal("0.15"),
}
BEHAVIOURAL_WEIGHTS: Final[Mapping[str, Decimal]] = {
    "situation": Decimal("0.20"),
    "action": Decimal("0.35"),
    "result": Decimal("0.30"),
    "reflection": Decimal("0.15"),
}
BANDS: Final[tuple[tuple[int, str], ...]] = (
    (90, "excellent"),
    (75, "good"),
    (60, "adequate"),
    (40, "weak"),
    (0, "poor"),
)


def weights(category: str) -> Mapping[str, Decimal]:
    """The dimensions a question of ``category`` is rated on, with their weights (sum 1)."""
    return BEHAVIOURAL_WEIGHTS if category == Category.BEHAVIOURAL.value else WEIGHTS


def tenths(rating: float) -> float:
    """A rating clamped to 1.0-5.0 and rounded to tenths."""
    return min(5.0, max(1.0, round(rating, 1)))


def score(category: str, ratings: Mapping[str, float]) -> int:
    """``round(25 * sum(weight * (rating - 1)))``: all 1 is 0, all 5 is 100, halves round up.

    Raises:
        ValueError: a dimension is missing or unknown, or a rating lies outside 1-5.
    """
    expected = weights(category)
    if set(ratings) != set(expected):
        raise ValueError(f"expected ratings for {sorted(expected)}, got {sorted(ratings)}")
    total = Decimal(0)
    for dimension, weight in expected.items():
        rating = Decimal(str(ratings[dimension]))
        if not (rating.is_finite() and 1 <= rating <= 5):
            raise ValueError(f"rating of {dimension} outside 1-5: {rating}")
        total += weight * (rating - 1)
    return int((25 * total).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def band(value: int | None) -> str | None:
    """The band's key ("excellent" to "poor") of a score 0-100; None for an unscored one."""
    if value is None:
        return None
    return next(name for floor, name in BANDS if value >= floor)
