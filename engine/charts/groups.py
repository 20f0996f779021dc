"""People and cohorts laid over each other: which are drawn, and what each looks like on every chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from engine import i18n
from engine.charts.common import DASHES, brief, plain
from engine.model import Language
from engine.theme import MARKS, Theme

MOST_GROUPS: Final = len(MARKS)
"""Groups drawn: more marks and colours cannot be told apart."""

_GLYPHS: Final = ("●", "■", "◆", "▲", "✚", "▼")
_SIZES: Final = (1.0, 1.0, 1.15, 1.35, 1.15, 1.35)
"""Sizes of the marks beside that of a circle that looks as large."""


@dataclass(frozen=True)
class Group:
    """One person or cohort. ``place`` gives colour, mark and dash, the same on every chart of the same groups;
    ``people`` is 0 for a cohort that was not counted.
    """

    name: str
    place: int
    people: int

    @property
    def is_cohort(self) -> bool:
        return self.people != 1

    @property
    def mark(self) -> str:
        return MARKS[self.place]

    def size(self, circle: float) -> float:
        """Of its mark, where a circle has ``circle`` px."""
        return circle * _SIZES[self.place]

    @property
    def dash(self) -> str:
        return DASHES[self.place % len(DASHES)]

    def colour(self, colours: Theme) -> str:
        return colours.series[self.place]

    def label(self, colours: Theme, width: int) -> str:
        """Its mark in its colour before its name, as text in a figure."""
        glyph = _GLYPHS[self.place]
        return f'<span style="color:{self.colour(colours)}">{glyph}</span> {plain(brief(self.name, width))}'

    def title(self, language: Language, width: int) -> str:
        """Its name, and of how many people it is a cohort, in about ``width`` letters."""
        if self.people < 2:
            return brief(self.name, width)
        people = i18n.t("charts.people", language, n=self.people)
        return i18n.t("charts.cohort", language, name=brief(self.name, width - len(people) - 3), people=people)


def groups(frame: pd.DataFrame) -> list[Group]:
    """The first ``MOST_GROUPS`` of the frame's column ``group``: in the order of its categories where it has such,
    so that a group keeps its colour whatever is filtered; else as they come.

    A group of several people (``candidate_id``) is a cohort.
    """
    values = frame["group"]
    order = list(values.cat.categories) if isinstance(values.dtype, pd.CategoricalDtype) else list(values.unique())
    named = frame.groupby("group", observed=True)
    # Means of groups do not say of whom they are.
    people = named["candidate_id"].nunique() if "candidate_id" in frame else named.size().clip(upper=1)
    return [
        Group(str(name), place, int(people[name])) for place, name in enumerate(order[:MOST_GROUPS]) if name in people
    ]


def common_judge(frame: pd.DataFrame) -> str:
    """The judge that the most groups share, and of equals the one of the most rows; "" where nothing is comparable.

    Of a frame with ``comparable``, or of means, which are of comparable sessions alone.
    """
    rows = frame[frame["comparable"].astype("bool")] if "comparable" in frame else frame
    if rows.empty:
        return ""
    judges = rows.groupby("judge")["group"].agg(["nunique", "size"])
    return str(judges.sort_values(["nunique", "size"]).index[-1])


def in_order(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The frame with its groups in the order of ``names``, so that each has one colour and mark on every chart."""
    return frame.assign(group=pd.Categorical(frame["group"], list(dict.fromkeys(names)))) if "group" in frame else frame


def of_group(frame: pd.DataFrame, group: Group) -> pd.DataFrame:
    return frame[frame["group"] == group.name]


def left_over(frame: pd.DataFrame, language: Language) -> str:
    """A sentence that tells how many groups there was no room for; "" where all are drawn."""
    more = frame["group"].nunique() - MOST_GROUPS
    return i18n.t("charts.describe.groups_left_out", language, n=more, most=MOST_GROUPS) if more > 0 else ""


def mean_of_people(rows: pd.DataFrame, *by: str) -> pd.DataFrame:
    """Mean of ``score`` of each person first, then of the people, so that nobody counts twice; with the number of
    people and of rows (columns score, people, n), one row for each of ``by``.
    """
    keys: list[Any] = list(by)
    persons = rows.groupby([*keys, "candidate_id"], observed=True)["score"].agg(["mean", "size"]).reset_index()
    return persons.groupby(keys, observed=True).agg(
        score=("mean", "mean"), people=("candidate_id", "nunique"), n=("size", "sum")
    )
