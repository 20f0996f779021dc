"""One session's score by category."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from engine import i18n, labels
from engine.charts.common import (
    LEGEND_LINE,
    RADIUS,
    SMALL,
    axis,
    category_label,
    legend,
    nothing,
    plain,
    sheet,
    straight,
)
from engine.model import CategoryScore, Language, Report
from engine.theme import Theme, faded, theme

_FEWEST = 3  # corners of a radar
_RINGS = [20, 40, 60, 80, 100]


def radar(report: Report, language: Language, dark: bool, average: Mapping[str, float] | None = None) -> go.Figure:
    """Scores 0-100 by category as a radar; as bars where fewer than three categories are scored.

    ``average`` holds the person's earlier mean per category key; it is drawn where it covers every category
    of a radar, or beside each bar it knows.
    """
    colours = theme(dark)
    scored = [each for each in report.category_scores if each.score is not None]
    if not scored:
        return nothing(colours, language)
    if len(scored) < _FEWEST:
        return _bars(scored, language, colours, average or {})
    return _radar(scored, language, colours, average or {})


def describe_radar(report: Report, language: Language, average: Mapping[str, float] | None = None) -> str:
    """The radar in a sentence or two, for screen readers."""
    between = i18n.t("charts.between", language)
    scores = between.join(
        i18n.t(
            "charts.describe.category",
            language,
            category=labels.category(each.category, language),
            score=labels.score(each.score, language),
        )
        for each in report.category_scores
    )
    if not scores:
        return i18n.t("charts.nothing_scored", language)
    told = i18n.t("charts.describe.radar", language, scores=scores)
    known = [each.category for each in report.category_scores if each.category in (average or {})]
    if average and known:
        means = between.join(
            i18n.t(
                "charts.describe.category",
                language,
                category=labels.category(category, language),
                score=_rounded(average[category]),
            )
            for category in known
        )
        told += " " + i18n.t("charts.describe.radar_average", language, scores=means)
    return told


def radar_table(report: Report, language: Language, average: Mapping[str, float] | None = None) -> pd.DataFrame:
    """The radar's numbers: category, score, band, questions and, if given, the average; one row each."""

    def column(name: str) -> str:
        return i18n.t(f"charts.column.{name}", language)

    rows = report.category_scores
    table = pd.DataFrame(
        {
            column("category"): pd.Series([labels.category(each.category, language) for each in rows], dtype="str"),
            column("score"): pd.Series([each.score for each in rows], dtype="Int64"),
            column("band"): pd.Series([labels.band(each.score, language) for each in rows], dtype="str"),
            column("questions"): pd.Series([each.question_count for each in rows], dtype="int64"),
        }
    )
    if average:
        means = [_rounded(average[each.category]) if each.category in average else None for each in rows]
        table[column("average")] = pd.Series(means, dtype="Int64")
    return table


def _radar(scored: list[CategoryScore], language: Language, colours: Theme, average: Mapping[str, float]) -> go.Figure:
    names = [category_label(each.category, language) for each in scored]
    corners = [f"{name}<br><b>{each.score}</b>" for name, each in zip(names, scored, strict=True)]
    angles = [place * 360 / len(scored) for place in range(len(scored))]
    tallest = max(corner.count("<br>") for corner in corners) + 1
    compared = all(each.category in average for each in scored)
    room = 16 * tallest
    keyed = 2 * LEGEND_LINE + 8 if compared else 0
    figure = sheet(colours, 300 + keyed, l=78, r=78, t=room, b=room + keyed)
    if compared:
        figure.trace(
            go.Scatterpolar(
                r=_closed([average[each.category] for each in scored]),
                theta=_closed(angles),
                name=i18n.t("charts.your_average", language),
                mode="lines+markers",
                line={"color": colours.muted, "width": 1.5, "dash": "dot"},
                marker={"symbol": "circle-open", "size": 6},
                hoverinfo="skip",
            )
        )
    figure.trace(
        go.Scatterpolar(
            r=_closed([each.score for each in scored]),
            theta=_closed(angles),
            customdata=_closed(_hover(scored, language)),
            name=i18n.t("charts.this_session", language),
            mode="lines+markers",
            line={"color": colours.primary, "width": 2},
            marker={"size": 7},
            fill="toself",
            fillcolor=faded(colours.primary, 0.16),
            hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
        )
    )
    figure.layout(
        showlegend=compared,
        legend=legend(colours, x=0.5, xanchor="center", traceorder="reversed"),
        polar={
            "bgcolor": "rgba(0,0,0,0)",
            "gridshape": "linear",
            "angularaxis": axis(
                colours,
                direction="clockwise",
                rotation=90,
                tickvals=angles,
                ticktext=corners,
                tickfont={"size": SMALL, "color": colours.text},
            ),
            "radialaxis": axis(colours, range=list(RADIUS), tickvals=_RINGS, showticklabels=False),
        },
    )
    return figure.drawn()


def _bars(scored: list[CategoryScore], language: Language, colours: Theme, average: Mapping[str, float]) -> go.Figure:
    places = list(range(len(scored)))
    known = [place for place in places if scored[place].category in average]
    below = 24 + (LEGEND_LINE + 10 if known else 0)
    figure = sheet(colours, 64 * len(scored) + below, r=40, b=below)
    figure.trace(
        go.Bar(
            x=[each.score for each in scored],
            y=places,
            orientation="h",
            name=i18n.t("charts.this_session", language),
            width=0.42,
            marker={"color": colours.primary, "cornerradius": 4},
            text=[f"<b>{each.score}</b>" for each in scored],
            textposition="outside",
            cliponaxis=False,
            customdata=_hover(scored, language),
            hovertemplate="%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
        )
    )
    if known:
        figure.trace(
            go.Scatter(
                x=[average[scored[place].category] for place in known],
                y=known,
                mode="markers",
                name=i18n.t("charts.your_average", language),
                marker={"symbol": "line-ns-open", "size": 30, "color": colours.muted, "line": {"width": 2}},
                hoverinfo="skip",
            )
        )
    figure.layout(
        xaxis=straight(colours, range=[0, 100], tickvals=[0, *_RINGS]),
        yaxis=straight(
            colours,
            range=[len(scored) - 0.5, -0.5],
            showgrid=False,
            automargin=True,
            tickvals=places,
            ticktext=[f"{category_label(each.category, language)}  " for each in scored],
            tickfont={"size": SMALL, "color": colours.text},
        ),
        showlegend=bool(known),
        legend=legend(colours),
    )
    return figure.drawn()


def _hover(scored: list[CategoryScore], language: Language) -> list[list[str]]:
    return [[plain(labels.category(each.category, language)), labels.score(each.score, language)] for each in scored]


def _closed(values: list[Any]) -> list[Any]:
    return [*values, values[0]]


def _rounded(mean: float) -> int:
    return int(mean + 0.5)
