"""Scores from session to session, overall or of one category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timezone
from math import ceil
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from engine import i18n, labels
from engine.charts.common import (
    DASHES,
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
    short_day,
    straight,
    zones,
)
from engine.charts.points import judge_name, points, records, shown_by
from engine.charts.sheet import Sheet
from engine.model import Language
from engine.theme import Theme, faded, theme

MOST: Final = 50
"""Sessions drawn, the newest: more would be closer together than their marks are wide at 390 px."""

_MARKS: Final = ("circle", "square", "diamond", "triangle-up")
_LABELLED = 8  # points at most that each carry their number
_DATES = 4  # on the axis, so that they fit side by side at 390 px


def trend(
    frame: pd.DataFrame, language: Language, dark: bool, tz: timezone = UTC, *, category: str | None = None
) -> go.Figure:
    """Scores 0-100 of the newest ``MOST`` scored sessions of a frame of sessions, evenly spaced; with a ``category``,
    of a frame of categories.

    One line for each judge over its comparable sessions. Partial sessions are hollow circles and sessions with
    mixed judges hollow diamonds; neither is joined. Where the frame has ``low`` and ``high``, a score that was
    judged repeatedly has a whisker from one to the other. The rubric's bands are faint zones.
    """
    colours = theme(dark)
    scored = _scored(frame, category)
    if scored.empty:
        return nothing(colours, language)
    kinds = _kinds(scored, language, colours)
    keyed = len(kinds) if len(kinds) > 1 else 0
    figure = sheet(colours, 296 + LEGEND_LINE * keyed, l=28, r=74, t=18, b=46 + LEGEND_LINE * keyed)
    for kind in kinds:
        figure.trace(_trace(kind, len(scored), language, tz))
        if kind.rows["low"].notna().any():
            _move_numbers(figure, kind)
    zones(figure, language, colours)
    dated = spaced(len(scored))
    years = scored["created_at"].dt.tz_convert(tz).dt.year
    figure.layout(
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
        yaxis=score_axis(colours),
    )
    return figure.drawn()


def describe_trend(frame: pd.DataFrame, language: Language, tz: timezone = UTC, *, category: str | None = None) -> str:
    """The trend in a few sentences, for screen readers."""
    scored = _scored(frame, category)
    if scored.empty:
        return i18n.t("charts.describe.trend_empty", language)
    scores = [int(score) for score in scored["score"]]
    last = i18n.day(scored["created_at"].iloc[-1], language, tz=tz)
    if category is None:
        told = [i18n.t("charts.describe.trend", language, n=len(scored))]
    else:
        name = labels.category(category, language)
        told = [i18n.t("charts.describe.trend_category", language, n=len(scored), category=name)]
    told.append(i18n.t("charts.describe.trend_last", language, date=last, score=labels.score(scores[-1], language)))
    if len(scored) > 1:
        told.append(i18n.t("charts.describe.trend_range", language, low=min(scores), high=max(scores)))
    if scored["low"].notna().any():
        told.append(i18n.t("charts.describe.trend_interval", language))
    if not scored["comparable"].all():
        told.append(i18n.t("charts.describe.trend_left_out", language))
    if scored[scored["comparable"]]["judge"].nunique() > 1:
        told.append(i18n.t("charts.describe.trend_judges", language))
    told.append(shown_by(scored, language, drawing="lines"))
    return sentences(told, language)


def trend_table(
    frame: pd.DataFrame, language: Language, tz: timezone = UTC, *, category: str | None = None
) -> pd.DataFrame:
    """The trend's numbers, newest first: date, score, band, remark, judged by; the session's number and what of it
    is answered, or of a category the number of questions; the interval where something was judged repeatedly.
    """
    scored = _scored(frame, category).iloc[::-1]
    table: dict[str, Any] = {"session": scored["number"]} if category is None else {}
    table["date"] = [i18n.day(when, language, tz=tz) for when in scored["created_at"]]
    table["score"] = scored["score"].astype("Int64")
    table["band"] = [labels.band(int(each), language) for each in scored["score"]]
    if scored["low"].notna().any():
        table["interval"] = [interval(row) for row in records(scored)]
    if category is None:
        table["answered"] = [_answered(row, language) for row in records(scored)]
    else:
        table["questions"] = scored["question_count"]
    table["remark"] = [remark(row, language) for row in records(scored)]
    table["judge"] = [judge_name(judge, language) for judge in scored["judge"]]
    return pd.DataFrame({column(name, language): values for name, values in table.items()}).reset_index(drop=True)


def spaced(count: int) -> list[int]:
    """Places of ``count`` that carry a date: the last, and back from it at even steps."""
    last = count - 1
    step = max(1, ceil(last / (_DATES - 1)))
    return list(range(last, -1, -step))[::-1]


def remark(row: Mapping[str, Any], language: Language) -> str:
    """Why a row stands apart from its judge's line; "" where it does not."""
    remarks = {"partial": "charts.partial", "mixed": "charts.mixed"}
    known = [i18n.t(key, language) for name, key in remarks.items() if row[name]]
    if not known and not row["comparable"]:
        known = [i18n.t("charts.partial_or_mixed", language)]
    return i18n.t("common.list", language).join(known)


def interval(row: Mapping[str, Any]) -> str:
    """ "58–66", or "" where a score was judged once."""
    return "" if pd.isna(row["low"]) else f"{int(row['low'])}–{int(row['high'])}"


@dataclass(frozen=True)
class _Kind:
    """The sessions that look alike: those of one judge, the partial ones, or those with mixed judges."""

    name: str
    rows: pd.DataFrame
    style: dict[str, Any]
    colours: Theme


def _scored(frame: pd.DataFrame, category: str | None) -> pd.DataFrame:
    return points(frame, category).tail(MOST).reset_index(drop=True)


def _kinds(scored: pd.DataFrame, language: Language, colours: Theme) -> list[_Kind]:
    full = scored[scored["comparable"]]
    kinds = []
    for place, judge in enumerate(full["judge"].unique()):
        rows = full[full["judge"] == judge]
        colour = colours.series[place % len(colours.series)]
        style = {
            "mode": "lines+markers",
            "line": {"color": colour, "width": 2, "dash": DASHES[place % len(DASHES)]},
            "marker": {"color": colour, "size": 9, "symbol": _MARKS[place % len(_MARKS)]},
        }
        kinds.append(_Kind(brief(judge_name(judge, language), 44), rows, style, colours))
    apart = scored[~scored["comparable"]]
    partial = apart["partial"]
    mixed = apart["mixed"] & ~partial
    for key, chosen, symbol in (
        ("charts.partial", partial, "circle-open"),
        ("charts.mixed", mixed, "diamond-open"),
        ("charts.partial_or_mixed", ~partial & ~mixed, "circle-open"),
    ):
        if chosen.any():
            marker = {"color": colours.muted, "size": 10, "symbol": symbol, "line": {"width": 2}}
            style = {"mode": "markers", "marker": marker}
            kinds.append(_Kind(i18n.t(key, language), apart[chosen], style, colours))
    return kinds


def _trace(kind: _Kind, drawn: int, language: Language, tz: timezone) -> go.Scatter:
    rows = kind.rows
    scores = [int(score) for score in rows["score"]]
    shown = [f"<b>{score}</b>" if drawn <= _LABELLED else "" for score in scores]
    if kind.style["mode"] != "markers":
        shown[-1] = f"<b>{scores[-1]}</b>"
    return go.Scatter(
        x=[int(place) for place in rows.index],
        y=scores,
        name=plain(kind.name),
        **{**kind.style, "mode": kind.style["mode"] + "+text"},
        error_y=_whiskers(kind),
        text=shown,
        textposition=["bottom center" if score > 92 else "top center" for score in scores],
        textfont={"color": kind.colours.text, "size": SMALL},
        cliponaxis=False,
        customdata=[_hover(row, language, tz) for row in records(rows)],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _move_numbers(figure: Sheet, kind: _Kind) -> None:
    """Put the numbers of the trace drawn last beyond the ends of its whiskers, which would cross them."""
    drawn = figure.traces[-1]
    rows = kind.rows
    up = [not each.startswith("bottom") for each in drawn.textposition]
    ends = zip(up, rows["score"], rows["low"], rows["high"], strict=True)
    figure.trace(
        go.Scatter(
            x=drawn.x,
            y=[float(score if pd.isna(low) else high if above else low) for above, score, low, high in ends],
            mode="text",
            text=drawn.text,
            textposition=drawn.textposition,
            textfont=drawn.textfont,
            cliponaxis=False,
            showlegend=False,
            hoverinfo="skip",
        )
    )
    drawn.text = None
    drawn.mode = kind.style["mode"]


def _whiskers(kind: _Kind) -> dict[str, Any] | None:
    rows = kind.rows
    if rows["low"].isna().all():
        return None
    up, down = rows["high"] - rows["score"], rows["score"] - rows["low"]
    return {
        "type": "data",
        "array": [None if pd.isna(each) else float(each) for each in up],
        "arrayminus": [None if pd.isna(each) else float(each) for each in down],
        "color": faded(kind.style["marker"]["color"], 0.7),
        "thickness": 1.5,
        "width": 3,
    }


def _hover(row: Mapping[str, Any], language: Language, tz: timezone) -> str:
    if "title" in row:
        title = row["title"] or i18n.t("charts.session_numbered", language, number=row["number"])
        extent = _answered(row, language)
    else:
        title = labels.category(row["category"], language)
        extent = i18n.t("common.questions", language, n=row["question_count"])
    told = [labels.score(int(row["score"]), language), interval(row), remark(row, language)]
    return i18n.t(
        "charts.hover_session",
        language,
        title=plain(brief(title, 40)),
        date=i18n.day(row["created_at"], language, tz=tz),
        score=" · ".join(each for each in told if each),
        answered=extent,
        judge=plain(brief(judge_name(row["judge"], language), 60)),
    )


def _answered(row: Mapping[str, Any], language: Language) -> str:
    return i18n.t("common.answered_of", language, answered=row["answered"], planned=row["planned"])
