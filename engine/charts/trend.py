"""Overall score from session to session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timezone
from itertools import pairwise
from math import ceil
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from engine import i18n, labels, rubric
from engine.charts.common import LEGEND_LINE, SMALL, legend, nothing, plain, sheet, short_day, straight
from engine.model import Language
from engine.theme import Theme, faded, theme

MOST: Final = 50
"""Sessions drawn, the newest: more would be closer together than their marks are wide at 390 px."""

_DASHES: Final = ("solid", "dash", "dot", "dashdot")
_MARKS: Final = ("circle", "square", "diamond", "triangle-up")
_LABELLED = 8  # points at most that each carry their number
_DATES = 4  # on the axis, so that they fit side by side at 390 px


def trend(frame: pd.DataFrame, language: Language, dark: bool, tz: timezone = UTC) -> go.Figure:
    """Scores 0-100 of the newest ``MOST`` scored sessions of ``analytics.sessions_frame``, evenly spaced.

    One line for each judge over its comparable sessions. Partial sessions are hollow circles and sessions with
    mixed judges hollow diamonds; neither is joined. The rubric's bands are faint zones.
    """
    colours = theme(dark)
    scored = _scored(frame)
    if scored.empty:
        return nothing(colours, language)
    kinds = _kinds(scored, language, colours)
    keyed = len(kinds) if len(kinds) > 1 else 0
    figure = sheet(colours, 296 + LEGEND_LINE * keyed, l=28, r=74, t=18, b=46 + LEGEND_LINE * keyed)
    for kind in kinds:
        figure.add_trace(_trace(kind, len(scored), language, tz))
    _zones(figure, language, colours)
    dated = _dated(scored)
    years = scored["created_at"].dt.tz_convert(tz).dt.year
    figure.update_layout(
        showlegend=keyed > 0,
        legend=legend(colours, orientation="v", traceorder="normal"),
        xaxis=straight(
            colours,
            showgrid=False,
            range=[-0.5, len(scored) - 0.5] if len(scored) > 1 else [-1, 1],
            tickvals=dated,
            ticktext=[
                short_day(scored["created_at"].iloc[each], language, tz, with_year=years.nunique() > 1)
                for each in dated
            ],
            tickangle=0,
            ticklabelstandoff=6,
        ),
        yaxis=straight(colours, range=[0, 100], tickvals=[*(floor for floor, _ in rubric.BANDS), 100]),
    )
    return figure


def describe_trend(frame: pd.DataFrame, language: Language, tz: timezone = UTC) -> str:
    """The trend in a few sentences, for screen readers."""
    scored = _scored(frame)
    if scored.empty:
        return i18n.t("charts.describe.trend_empty", language)
    scores = [int(score) for score in scored["overall_score"]]
    last = i18n.day(scored["created_at"].iloc[-1], language, tz=tz)
    told = [
        i18n.t("charts.describe.trend", language, n=len(scored)),
        i18n.t("charts.describe.trend_last", language, date=last, score=labels.score(scores[-1], language)),
    ]
    if len(scored) > 1:
        told.append(i18n.t("charts.describe.trend_range", language, low=min(scores), high=max(scores)))
    if not scored["comparable"].all():
        told.append(i18n.t("charts.describe.trend_left_out", language))
    if scored[scored["comparable"]]["judge"].nunique() > 1:
        told.append(i18n.t("charts.describe.trend_judges", language))
    return ("" if language == "zh" else " ").join(told)


def trend_table(frame: pd.DataFrame, language: Language, tz: timezone = UTC) -> pd.DataFrame:
    """The trend's numbers, newest first: session, date, score, band, answered, remark, judged by."""
    scored = _scored(frame).iloc[::-1]

    def column(name: str) -> str:
        return i18n.t(f"charts.column.{name}", language)

    return pd.DataFrame(
        {
            column("session"): scored["number"],
            column("date"): [i18n.day(when, language, tz=tz) for when in scored["created_at"]],
            column("score"): scored["overall_score"],
            column("band"): [labels.band(int(each), language) for each in scored["overall_score"]],
            column("answered"): [_answered(row, language) for _, row in scored.iterrows()],
            column("remark"): [_remark(row, language) for _, row in scored.iterrows()],
            column("judge"): [_judge(row, language) for _, row in scored.iterrows()],
        }
    ).reset_index(drop=True)


@dataclass(frozen=True)
class _Kind:
    """The sessions that look alike: those of one judge, the partial ones, or those with mixed judges."""

    name: str
    rows: pd.DataFrame
    style: dict[str, Any]
    colours: Theme


def _kinds(scored: pd.DataFrame, language: Language, colours: Theme) -> list[_Kind]:
    full = scored[scored["comparable"]]
    kinds = []
    for place, judge in enumerate(full["judge"].unique()):
        rows = full[full["judge"] == judge]
        colour = colours.series[place % len(colours.series)]
        style = {
            "mode": "lines+markers",
            "line": {"color": colour, "width": 2, "dash": _DASHES[place % len(_DASHES)]},
            "marker": {"color": colour, "size": 9, "symbol": _MARKS[place % len(_MARKS)]},
        }
        kinds.append(_Kind(_judge(rows.iloc[0], language), rows, style, colours))
    partial = scored[scored["partial"]]
    mixed = scored[scored["mixed"] & ~scored["partial"]]
    for key, rows, symbol in (
        ("charts.partial", partial, "circle-open"),
        ("charts.mixed", mixed, "diamond-open"),
    ):
        if not rows.empty:
            marker = {"color": colours.muted, "size": 10, "symbol": symbol, "line": {"width": 2}}
            style = {"mode": "markers", "marker": marker}
            kinds.append(_Kind(i18n.t(key, language), rows, style, colours))
    return kinds


def _trace(kind: _Kind, drawn: int, language: Language, tz: timezone) -> go.Scatter:
    rows = kind.rows
    scores = [int(score) for score in rows["overall_score"]]
    shown = [f"<b>{score}</b>" if drawn <= _LABELLED else "" for score in scores]
    if kind.style["mode"] != "markers":
        shown[-1] = f"<b>{scores[-1]}</b>"
    return go.Scatter(
        x=[int(place) for place in rows.index],
        y=scores,
        name=plain(kind.name),
        **{**kind.style, "mode": kind.style["mode"] + "+text"},
        text=shown,
        textposition=["bottom center" if score > 92 else "top center" for score in scores],
        textfont={"color": kind.colours.text, "size": SMALL},
        cliponaxis=False,
        customdata=[_hover(row, language, tz) for _, row in rows.iterrows()],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _zones(figure: go.Figure, language: Language, colours: Theme) -> None:
    floors = [floor for floor, _ in rubric.BANDS]
    edges = [100, *floors]
    for place, (top, floor) in enumerate(pairwise(edges)):
        figure.add_shape(
            type="rect",
            xref="paper",
            yref="y",
            x0=0,
            x1=1,
            y0=floor,
            y1=top,
            layer="below",
            line={"width": 0},
            fillcolor=faded(colours.primary, 0.13 - 0.03 * place),
        )
        figure.add_annotation(
            text=plain(labels.band(floor, language)),
            xref="paper",
            yref="y",
            x=1,
            y=(top + floor) / 2,
            xanchor="left",
            xshift=8,
            showarrow=False,
            font={"size": SMALL, "color": colours.muted},
        )


def _scored(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["overall_score"].notna()].tail(MOST).reset_index(drop=True)


def _dated(scored: pd.DataFrame) -> list[int]:
    """Places that carry a date: the last, and back from it at even steps."""
    last = len(scored) - 1
    step = max(1, ceil(last / (_DATES - 1)))
    return list(range(last, -1, -step))[::-1]


def _hover(row: pd.Series[Any], language: Language, tz: timezone) -> str:
    remark = _remark(row, language)
    title = row["title"] or i18n.t("charts.session_numbered", language, number=row["number"])
    return i18n.t(
        "charts.hover_session",
        language,
        title=plain(title if len(title) <= 40 else title[:39] + "…"),
        date=i18n.day(row["created_at"], language, tz=tz),
        score=labels.score(int(row["overall_score"]), language) + (f" · {remark}" if remark else ""),
        answered=_answered(row, language),
        judge=plain(_judge(row, language)),
    )


def _answered(row: pd.Series[Any], language: Language) -> str:
    return i18n.t("common.answered_of", language, answered=row["answered"], planned=row["planned"])


def _remark(row: pd.Series[Any], language: Language) -> str:
    remarks = {"partial": "charts.partial", "mixed": "charts.mixed"}
    return i18n.t("common.list", language).join(i18n.t(key, language) for name, key in remarks.items() if row[name])


def _judge(row: pd.Series[Any], language: Language) -> str:
    return labels.judge(row["interviewer"], row["model"], row["rubric_version"], language)
