"""Time spent and length written against score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timezone
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from engine import i18n, labels
from engine.charts.common import (
    LEGEND_LINE,
    SMALL,
    brief,
    column,
    legend,
    nothing,
    plain,
    score_axis,
    sentences,
    sheet,
    straight,
    zones,
)
from engine.charts.points import newest_judge, points, records, shown_by
from engine.charts.sheet import Sheet
from engine.charts.trend import remark
from engine.model import Language
from engine.theme import Theme, faded, theme

FEWEST: Final = 12
"""Points that are enough for a hint: four in each third."""

MOST: Final = 200
"""Points drawn, the newest."""

_PANEL: Final = 186  # px of its plot
_HEAD: Final = 30
_FOOT: Final = 28


@dataclass(frozen=True)
class _Measure:
    key: str  # "minutes" or "characters"
    values: pd.Series[Any]


def effort(
    frame: pd.DataFrame, language: Language, dark: bool, tz: timezone = UTC, *, judge: str | None = None
) -> go.Figure:
    """Scores 0-100 against minutes and against characters, one panel over the other: a frame of sessions or of
    answers.

    Scores of one ``judge`` only (default: the newest), partial sessions hollow. From twelve points on a dotted
    line joins the medians of the lower, middle and upper third: a hint, not a law. Without a length, or a time,
    its panel is left out.
    """
    colours = theme(dark)
    shown = _shown(frame, judge)
    measures = _measures(shown)
    if not measures:
        return nothing(colours, language)
    hinted = any(_thirds(shown, measure) for measure in measures)
    partial = not shown["comparable"].all()
    keyed = LEGEND_LINE * (hinted + partial) + 8 * (hinted or partial)
    shown = shown.assign(told=[_hover(row, language, tz) for row in records(shown)])
    each = _HEAD + _PANEL + _FOOT
    figure = sheet(colours, each * len(measures) + keyed, l=28, r=74, t=0, b=keyed)
    for number, measure in enumerate(measures):
        axis = "" if number == 0 else str(number + 1)
        top = 1 - (each * number + _HEAD) / (each * len(measures))
        _draw(figure, shown, measure, axis, (top - _PANEL / (each * len(measures)), top), language, colours)
        zones(figure, language, colours, axis)
    figure.layout(showlegend=keyed > 0, legend=legend(colours, orientation="v", traceorder="normal"))
    return figure.drawn()


def describe_effort(frame: pd.DataFrame, language: Language, *, judge: str | None = None) -> str:
    """Time and length against score in a few sentences, for screen readers."""
    shown = _shown(frame, judge)
    measures = _measures(shown)
    if not measures:
        return i18n.t("charts.describe.effort_empty", language)
    told = []
    for measure in measures:
        known = measure.values.dropna()
        fields = {"low": _number(known.min()), "high": _number(known.max())}
        told.append(i18n.t(f"charts.describe.effort_{measure.key}", language, n=len(known), **fields))
        thirds = _thirds(shown, measure)
        if thirds:
            scores = {name: round(score) for name, (_, score) in zip(("low", "middle", "high"), thirds, strict=True)}
            told.append(i18n.t("charts.describe.effort_thirds", language, **scores))
    if not shown["comparable"].all():
        told.append(i18n.t("charts.describe.effort_partial", language))
    return sentences([*told, shown_by(points(frame), language, judge)], language)


def effort_table(
    frame: pd.DataFrame, language: Language, tz: timezone = UTC, *, judge: str | None = None
) -> pd.DataFrame:
    """The points drawn, newest first: date, category (of answers), score, band, minutes, characters, remark."""
    rows = _shown(frame, judge).iloc[::-1]
    table: dict[str, Any] = {"date": [i18n.day(when, language, tz=tz) for when in rows["created_at"]]}
    if "category" in rows:
        table["category"] = [labels.category(each, language) for each in rows["category"]]
    table["score"] = rows["score"].astype("Int64")
    table["band"] = [labels.band(int(each), language) for each in rows["score"]]
    table["minutes"] = (rows["active_seconds"].astype("float64") / 60).round(1)
    table["characters"] = rows["characters"].astype("Int64")
    table["remark"] = [remark(row, language) for row in records(rows)]
    return pd.DataFrame({column(name, language): values for name, values in table.items()}).reset_index(drop=True)


def _shown(frame: pd.DataFrame, judge: str | None) -> pd.DataFrame:
    rows = points(frame)
    chosen = judge or newest_judge(rows) or (str(rows["judge"].iloc[-1]) if len(rows) else "")
    return rows[(rows["judge"] == chosen) & ~rows["mixed"]].tail(MOST).reset_index(drop=True)


def _measures(shown: pd.DataFrame) -> list[_Measure]:
    found = [
        _Measure("minutes", shown["active_seconds"].astype("float64") / 60),
        _Measure("characters", shown["characters"].astype("float64")),
    ]
    return [measure for measure in found if measure.values.gt(0).any()]


def _thirds(shown: pd.DataFrame, measure: _Measure) -> list[tuple[float, float]]:
    """Median of the measure and of the score in its lower, middle and upper third; [] of too few points."""
    known = pd.DataFrame({"x": measure.values, "score": shown["score"]})[shown["comparable"]].dropna()
    if len(known) < FEWEST:
        return []
    known = known.sort_values(["x", "score"], ignore_index=True)
    parts = known.groupby(known.index * 3 // len(known)).median()
    if parts["x"].nunique() < len(parts):
        return []  # they all took the same: nothing to compare
    return [(float(x), float(score)) for x, score in zip(parts["x"], parts["score"], strict=True)]


def _draw(
    figure: Sheet,
    shown: pd.DataFrame,
    measure: _Measure,
    axis: str,
    domain: tuple[float, float],
    language: Language,
    colours: Theme,
) -> None:
    place = {"xaxis": f"x{axis}", "yaxis": f"y{axis}"}
    known = measure.values.notna()
    many = len(shown) > 60
    for full in (True, False):
        rows = shown[known & (shown["comparable"] == full)]
        if rows.empty:
            continue
        colour = colours.primary if full else colours.muted
        figure.trace(
            go.Scatter(
                x=[float(each) for each in measure.values[rows.index]],
                y=[float(score) for score in rows["score"]],
                mode="markers",
                name=i18n.t("charts.partial", language),
                showlegend=not full and axis == "",
                marker={
                    "color": faded(colour, 0.5 if many else 0.8) if full else colour,
                    "size": 6 if many else 9,
                    "symbol": "circle" if full else "circle-open",
                    "line": {"width": 0 if full else 2},
                },
                customdata=list(rows["told"]),
                hovertemplate="%{customdata}<extra></extra>",
                cliponaxis=False,
                **place,
            )
        )
    thirds = _thirds(shown, measure)
    if thirds:
        figure.trace(
            go.Scatter(
                x=[x for x, _ in thirds],
                y=[score for _, score in thirds],
                mode="lines+markers",
                name=i18n.t("charts.thirds", language),
                showlegend=all(trace.name != i18n.t("charts.thirds", language) for trace in figure.traces),
                line={"color": colours.muted, "width": 1.5, "dash": "dot"},
                marker={"color": colours.muted, "size": 8, "symbol": "diamond"},
                hoverinfo="skip",
                cliponaxis=False,
                **place,
            )
        )
    heading = f"<b>{i18n.t(f'charts.score_by_{measure.key}', language)}</b>"
    at = {"xref": "paper", "yref": "paper", "x": 0, "y": domain[1], "xanchor": "left", "yanchor": "bottom"}
    figure.note(heading, **at, xshift=-24, yshift=8, font={"size": SMALL, "color": colours.muted})
    figure.layout(
        **{
            f"xaxis{axis}": straight(
                colours,
                anchor=f"y{axis}",
                showgrid=False,
                range=[float(measure.values.max()) * part for part in (-0.03, 1.05)],
                nticks=5,
                tickformat=",~r",
                ticklabelstandoff=4,
            ),
            f"yaxis{axis}": score_axis(colours, domain=list(domain), anchor=f"x{axis}"),
        }
    )


def _hover(row: Mapping[str, Any], language: Language, tz: timezone) -> str:
    told = [plain(brief(labels.category(row["category"], language), 40))] if "category" in row else []
    told += [
        i18n.day(row["created_at"], language, tz=tz),
        f"<b>{plain(labels.score(int(row['score']), language))}</b>",
    ]
    if pd.notna(row["active_seconds"]):
        told.append(i18n.duration(float(row["active_seconds"]), language))
    if pd.notna(row["characters"]):
        told.append(i18n.t("charts.characters", language, n=int(row["characters"]), count=_number(row["characters"])))
    why = remark(row, language)
    return "<br>".join([*told, why] if why else told)


def _number(value: float) -> str:
    return f"{round(value):,}"
