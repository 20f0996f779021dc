"""How the scores of people or cohorts spread."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, timezone
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from engine import i18n, labels
from engine.charts.common import (
    EDGE,
    SMALL,
    brief,
    column,
    nothing,
    plain,
    score_axis,
    sentences,
    sheet,
    straight,
    whole,
    zones_across,
)
from engine.charts.groups import Group, common_judge, groups, left_over, of_group
from engine.charts.once import once
from engine.charts.points import points, records, shown_by
from engine.charts.sheet import Sheet
from engine.model import Language
from engine.theme import Theme, faded, theme

FEWEST: Final = 5
"""Scores that have quartiles worth a box; fewer are points alone."""

MOST_POINTS: Final = 150
"""Points drawn of a group: more would be a bar of colour. The box is of all of them."""

_HIGH: Final = 62  # px of a group's row
_MIDDLE: Final = 38  # px from its top to its box
_BOX: Final = 24  # px
_NAME: Final = 24  # letters


def distribution(
    frame: pd.DataFrame,
    language: Language,
    dark: bool,
    tz: timezone = UTC,
    *,
    category: str | None = None,
    judge: str | None = None,
) -> go.Figure:
    """Scores 0-100 of up to ``MOST_GROUPS`` groups, a row each: a frame of sessions, or with a ``category`` of
    categories, with a column ``group``.

    Every point is a session: comparable ones of one ``judge`` (default: the one that most groups
    share). From five on a box shows the
    middle half and the median, its whiskers the lowest and the highest.
    """
    colours = theme(dark)
    counted = _counted(frame, category, judge)
    if counted.empty:
        return nothing(colours, language)
    shown = groups(counted)
    figure = sheet(colours, _HIGH * len(shown) + 44, l=EDGE, r=EDGE, t=20, b=24)
    for row, group in enumerate(shown):
        rows = of_group(counted, group)
        if len(rows) >= FEWEST:
            figure.trace(_box(rows, row, group, colours, language))
        figure.trace(_points(rows, row, group, colours, language, tz))
        _head(figure, rows, row, group, colours, language)
    zones_across(figure, language, colours)
    figure.layout(
        xaxis=score_axis(colours),
        yaxis=straight(colours, range=[_HIGH * len(shown), 0], visible=False),
        boxmode="overlay",
    )
    return figure.drawn()


def describe_distribution(
    frame: pd.DataFrame, language: Language, *, category: str | None = None, judge: str | None = None
) -> str:
    """The distribution group by group, for screen readers."""
    counted = _counted(frame, category, judge)
    if counted.empty:
        return i18n.t("charts.describe.distribution_empty", language)
    told = [i18n.t("charts.describe.distribution", language)]
    if category is not None:
        told.append(i18n.t("charts.describe.of_category", language, category=labels.category(category, language)))
    for group in groups(counted):
        scores = of_group(counted, group)["score"]
        key = "distribution_box" if len(scores) >= FEWEST else "distribution_points"
        told.append(
            i18n.t(
                f"charts.describe.{key}",
                language,
                name=brief(group.name, 40),
                n=len(scores),
                median=whole(scores.median()),
                low=whole(scores.min()),
                high=whole(scores.max()),
                lower=whole(scores.quantile(0.25)),
                upper=whole(scores.quantile(0.75)),
            )
        )
    scored = points(frame, category)
    told += [left_over(counted, language), shown_by(scored, language, judge or common_judge(scored))]
    return sentences(told, language)


def distribution_table(
    frame: pd.DataFrame, language: Language, *, category: str | None = None, judge: str | None = None
) -> pd.DataFrame:
    """The distribution's numbers, a row for each group: group, people, sessions, lowest, lower quarter, median (with
    its band), upper quarter, highest; quarters are missing under five scores.
    """
    counted = _counted(frame, category, judge)
    rows = []
    for group in groups(counted):
        scores = of_group(counted, group)["score"]
        boxed = len(scores) >= FEWEST
        rows.append(
            {
                "group": brief(group.name, 40),
                "people": group.people,
                "sessions": len(scores),
                "lowest": whole(scores.min()),
                "lower": whole(scores.quantile(0.25)) if boxed else None,
                "median": whole(scores.median()),
                "upper": whole(scores.quantile(0.75)) if boxed else None,
                "highest": whole(scores.max()),
                "band": labels.band(whole(scores.median()), language),
            }
        )
    names = ("group", "people", "sessions", "lowest", "lower", "median", "upper", "highest", "band")
    table = pd.DataFrame(rows, columns=list(names))
    table[["lower", "upper"]] = table[["lower", "upper"]].astype("Int64")
    return table.rename(columns={name: column(name, language) for name in names})


@once
def _counted(frame: pd.DataFrame, category: str | None, judge: str | None) -> pd.DataFrame:
    rows = points(frame, category)
    return rows[rows["comparable"] & (rows["judge"] == (judge or common_judge(rows)))]


def _box(rows: pd.DataFrame, row: int, group: Group, colours: Theme, language: Language) -> go.Box:
    """From quartiles reckoned here, so that figure, words and table have the same."""
    scores = rows["score"]
    low, lower, median, upper, high = (float(scores.quantile(part)) for part in (0, 0.25, 0.5, 0.75, 1))
    return go.Box(
        y=[_HIGH * row + _MIDDLE],
        lowerfence=[low],
        q1=[lower],
        median=[median],
        q3=[upper],
        upperfence=[high],
        orientation="h",
        width=_BOX,
        line={"color": group.colour(colours), "width": 1.5},
        fillcolor=faded(group.colour(colours), 0.14),
        whiskerwidth=0.5,
        name=plain(group.title(language, _NAME)),
        hoverinfo="skip",
    )


def _points(rows: pd.DataFrame, row: int, group: Group, colours: Theme, language: Language, tz: timezone) -> go.Scatter:
    drawn = _thinned(rows)
    name = plain(brief(group.name, 40))
    return go.Scatter(
        x=[float(score) for score in drawn["score"]],
        y=[_HIGH * row + _MIDDLE + _jitter(place) for place in range(len(drawn))],
        mode="markers",
        marker={
            "color": faded(group.colour(colours), 0.85 if len(rows) < 40 else 0.5),
            "size": group.size(7 if len(rows) < 40 else 5),
            "symbol": group.mark,
        },
        customdata=[_hover(name, each, language, tz) for each in records(drawn[["created_at", "score"]])],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )


def _head(figure: Sheet, rows: pd.DataFrame, row: int, group: Group, colours: Theme, language: Language) -> None:
    """The group's name, and at the right its median and how many sessions it is of."""
    told = i18n.t("charts.median_of", language, median=whole(rows["score"].median()), n=len(rows))
    place = {"xref": "paper", "yref": "y", "y": _HIGH * row + 12}
    font = {"size": SMALL, "color": colours.text}
    figure.note(group.label(colours, _NAME), x=0, xanchor="left", xshift=-EDGE + 4, font=font, **place)
    figure.note(told, x=1, xanchor="right", xshift=EDGE - 4, font=font, **place)


def _thinned(rows: pd.DataFrame) -> pd.DataFrame:
    """All rows, or ``MOST_POINTS`` of them at even steps from the lowest to the highest score."""
    rows = rows.sort_values(["score", "created_at"], kind="stable")
    if len(rows) <= MOST_POINTS:
        return rows
    return rows.iloc[[round(place * (len(rows) - 1) / (MOST_POINTS - 1)) for place in range(MOST_POINTS)]]


def _jitter(place: int) -> float:
    """Px up or down, the same each time: steps of the golden ratio, which keep neighbours apart."""
    return float((place * 0.618034 % 1 - 0.5) * (_BOX - 8))


def _hover(name: str, row: Mapping[str, Any], language: Language, tz: timezone) -> str:
    return "<br>".join(
        [
            name,
            i18n.day(row["created_at"], language, tz=tz),
            f"<b>{plain(labels.score(int(row['score']), language))}</b>",
        ]
    )
