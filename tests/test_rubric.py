from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import rubric
from engine.model import Category

TENTHS = st.integers(10, 50).map(lambda tenths: tenths / 10)
CATEGORIES = st.sampled_from([*Category, "of someone's own"])


@st.composite
def rated(draw: st.DrawFn) -> tuple[str, dict[str, float]]:
    category = str(draw(CATEGORIES))
    return category, {name: draw(TENTHS) for name in rubric.weights(category)}


def test_the_weights_are_those_of_the_design() -> None:
    assert rubric.weights("design") == {
        "accuracy": Decimal("0.40"),
        "completeness": Decimal("0.20"),
        "depth": Decimal("0.25"),
        "expression": Decimal("0.15"),
    }
    assert rubric.weights("behavioural") == {
        "situation": Decimal("0.20"),
        "action": Decimal("0.35"),
        "result": Decimal("0.30"),
        "reflection": Decimal("0.15"),
    }


@given(CATEGORIES)
@settings(deadline=None)
def test_all_ones_are_nothing_and_all_fives_everything(category: str) -> None:
    names = rubric.weights(category)
    assert rubric.score(category, dict.fromkeys(names, 1.0)) == 0
    assert rubric.score(category, dict.fromkeys(names, 3.0)) == 50
    assert rubric.score(category, dict.fromkeys(names, 5.0)) == 100


@given(rated())
@settings(deadline=None)
def test_the_score_is_the_exact_formula_rounded_half_up(given_: tuple[str, dict[str, float]]) -> None:
    category, ratings = given_
    exact = 25 * sum(
        Fraction(str(weight)) * (Fraction(str(ratings[name])) - 1) for name, weight in rubric.weights(category).items()
    )
    assert rubric.score(category, ratings) == int(exact + Fraction(1, 2))


def test_halves_round_up_even_from_an_even_number() -> None:
    ratings = {"accuracy": 1.2, "completeness": 1.1, "depth": 1.0, "expression": 1.0}
    assert rubric.score("tools", ratings) == 3  # 2.5 exactly


@given(rated(), st.data())
@settings(deadline=None)
def test_a_better_rating_never_lowers_the_score(given_: tuple[str, dict[str, float]], data: st.DataObject) -> None:
    category, ratings = given_
    name = data.draw(st.sampled_from(sorted(ratings)))
    better = {**ratings, name: min(5.0, round(ratings[name] + 0.1, 1))}
    assert rubric.score(category, better) >= rubric.score(category, ratings)


@pytest.mark.parametrize(
    "ratings",
    [
        {},
        {"accuracy": 3, "completeness": 3, "depth": 3},
        {"situation": 3, "action": 3, "result": 3, "reflection": 3},
        {"accuracy": 3, "completeness": 3, "depth": 3, "expression": 3, "charm": 3},
        {"accuracy": 0.9, "completeness": 3, "depth": 3, "expression": 3},
        {"accuracy": 3, "completeness": 3, "depth": 3, "expression": 5.1},
    ],
)
def test_ratings_that_are_not_the_rubrics_are_refused(ratings: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        rubric.score("design", ratings)


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (100, "excellent"),
        (90, "excellent"),
        (89, "good"),
        (75, "good"),
        (74, "adequate"),
        (60, "adequate"),
        (59, "weak"),
        (40, "weak"),
        (39, "poor"),
        (0, "poor"),
        (None, None),
    ],
)
def test_each_band_begins_at_its_floor(score: int | None, band: str | None) -> None:
    assert rubric.band(score) == band


@given(st.floats(-1e6, 1e6))
@settings(deadline=None)
def test_tenths_are_always_ratings_that_count(rating: float) -> None:
    shown = rubric.tenths(rating)
    assert 1 <= shown <= 5
    assert round(shown, 1) == shown
    assert abs(shown - min(5.0, max(1.0, rating))) <= 0.051
    assert rubric.score("design", dict.fromkeys(rubric.WEIGHTS, shown)) >= 0
