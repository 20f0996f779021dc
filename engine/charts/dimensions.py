"""Ratings of each rubric dimension from session to session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timezone
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from engine import i18n, labels, rubric
from engine.charts.common import SMALL, brief, column, nothing, plain, sentences, sheet, short_day, straight
from engine.charts.points import judge_name, newest_judge, records, shown_by
from engine.charts.sheet import Sheet
from engine.model import Language
from engine.theme import Theme, theme

MOST: Final = 50
"""Sessions drawn, the newest, as on the trend."""

_HEAD: Final = 32  # px: what the panels of a column have in common
_PANEL: Final = 96  # px, with its name
_NAME: Final = 20  # px of it
_GAP: Final = 0.1  # between two columns, of the width
_RATINGS: Final = (1, 3, 5)  # those that the rubric describes


def dimensions(
    frame: pd.DataFrame, language: Language, dark: bool, tz: timezone = UTC, *, judge: str | None = None
) -> go.Figure:
    """Mean ratings 1-5 of the newest ``MOST`` sessions of a frame of dimensions, a small panel for each dimension.

    The dimensions of technical and of behavioural questions stand in columns of their own. Only the ratings of one
    ``judge`` (default: the newest) are drawn; sessions that are not comparable are hollow and not joined.
    """
    colours = theme(dark)
    rated = _rated(frame, judge)
    if rated.empty:
        return nothing(colours, language)
    panels = _panels(rated)
    lines = max(panel.row for panel in panels) + 1
    years = rated["created_at"].dt.tz_convert(tz).dt.year.nunique()
    below = 26 if years == 1 else 42
    figure = sheet(colours, _HEAD + _PANEL * lines + below, l=20, r=12, t=_HEAD, b=below)
    for number, panel in enumerate(panels, start=1):
        axis = "" if number == 1 else str(number)
        lowest = all(other.row <= panel.row for other in panels if other.column == panel.column)
        _draw(figure, panel, axis, rated, lowest, language, colours, tz)
    for kind, place in {panel.kind: panel.column for panel in reversed(panels)}.items():
        heading = f"<b>{i18n.t(f'charts.kind.{kind}', language)}</b>"
        at = {"x": place * (1 + _GAP) / 2, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left"}
        figure.note(heading, **at, yanchor="bottom", xshift=-4, yshift=6, font={"size": SMALL, "color": colours.muted})
    return figure.drawn()


def describe_dimensions(frame: pd.DataFrame, language: Language, *, judge: str | None = None) -> str:
    """The dimensions one by one, for screen readers."""
    rated = _rated(frame, judge)
    if rated.empty:
        return i18n.t("charts.describe.dimensions_empty", language)
    told = [i18n.t("charts.describe.dimensions", language, n=rated["session_id"].nunique())]
    last = ""
    for panel in _panels(rated):
        if panel.kind != last:
            told.append(i18n.t(f"charts.describe.kind_{panel.kind}", language))
            last = panel.kind
        ratings = [float(rating) for rating in panel.rows["rating"]]
        told.append(
            i18n.t(
                "charts.describe.dimension_one" if len(ratings) == 1 else "charts.describe.dimension_many",
                language,
                dimension=labels.dimension(panel.dimension, language),
                first=f"{ratings[0]:.1f}",
                last=f"{ratings[-1]:.1f}",
                low=f"{min(ratings):.1f}",
                high=f"{max(ratings):.1f}",
            )
        )
    if not rated["comparable"].all():
        told.append(i18n.t("charts.describe.trend_left_out", language))
    scored = frame[frame["rating"].notna()]
    return sentences([*told, shown_by(scored, language, judge or newest_judge(rated))], language)


def dimensions_table(
    frame: pd.DataFrame, language: Language, tz: timezone = UTC, *, judge: str | None = None
) -> pd.DataFrame:
    """The ratings drawn, newest session first: date, dimension, rating, answers, remark, judged by."""
    rated = _rated(frame, judge)
    places = {name: place for place, name in enumerate([*rubric.WEIGHTS, *rubric.BEHAVIOURAL_WEIGHTS])}
    rows = rated.assign(_place=rated["dimension"].map(lambda name: places.get(name, len(places))))
    rows = rows.sort_values(["place", "_place"], ascending=[False, True], kind="stable")
    remarks = ["" if each else i18n.t("charts.partial_or_mixed", language) for each in rows["comparable"]]
    return pd.DataFrame(
        {
            column("date", language): [i18n.day(when, language, tz=tz) for when in rows["created_at"]],
            column("dimension", language): [labels.dimension(each, language) for each in rows["dimension"]],
            column("rating", language): [round(float(each), 1) for each in rows["rating"]],
            column("answers", language): list(rows["answers"]),
            column("remark", language): remarks,
            column("judge", language): [judge_name(each, language) for each in rows["judge"]],
        }
    )


@dataclass(frozen=True)
class _Panel:
    kind: str  # "technical" or "behavioural"
    dimension: str
    rows: pd.DataFrame
    column: int
    row: int


def _rated(frame: pd.DataFrame, judge: str | None) -> pd.DataFrame:
    """The ratings of one judge, of its newest sessions; ``place`` counts those from 0, the oldest."""
    rated = frame[frame["rating"].notna()].sort_values("created_at", kind="stable", ignore_index=True)
    # Where nothing is comparable yet, the newest session's judge is the one to show, hollow.
    wanted = judge or newest_judge(rated) or (str(rated["judge"].iloc[-1]) if len(rated) else "")
    rated = rated[rated["judge"] == wanted]
    newest = rated.drop_duplicates("session_id")["session_id"].tail(MOST)
    places = {session: place for place, session in enumerate(newest)}
    rated = rated[rated["session_id"].isin(newest)]
    return rated.assign(place=rated["session_id"].map(places).astype("int64"))


def _panels(rated: pd.DataFrame) -> list[_Panel]:
    """Technical dimensions left and behavioural ones right; where there is one kind only, both columns are its."""
    present = list(dict.fromkeys(rated["dimension"]))
    behavioural = [name for name in rubric.BEHAVIOURAL_WEIGHTS if name in present]
    technical = [name for name in rubric.WEIGHTS if name in present]
    technical += [name for name in present if name not in {*technical, *behavioural}]

    def panel(kind: str, name: str, place: int, row: int) -> _Panel:
        return _Panel(kind, name, rated[rated["dimension"] == name], place, row)

    if technical and behavioural:
        left = [panel("technical", name, 0, row) for row, name in enumerate(technical)]
        return left + [panel("behavioural", name, 1, row) for row, name in enumerate(behavioural)]
    kind, names = ("technical", technical) if technical else ("behavioural", behavioural)
    return [panel(kind, name, place % 2, place // 2) for place, name in enumerate(names)]


def _draw(
    figure: Sheet,
    panel: _Panel,
    axis: str,
    rated: pd.DataFrame,
    lowest: bool,
    language: Language,
    colours: Theme,
    tz: timezone,
) -> None:
    count = int(rated["place"].max()) + 1
    high = figure.inside
    left, right = (0.0, (1 - _GAP) / 2) if panel.column == 0 else ((1 + _GAP) / 2, 1.0)
    top, bottom = (1 - (_PANEL * panel.row + _NAME) / high, 1 - (_PANEL * (panel.row + 1) - 14) / high)
    for joined in (True, False):
        rows = panel.rows[panel.rows["comparable"] == joined]
        if not rows.empty:
            figure.trace(_trace(rows, axis, joined, count, colours, language, tz))
    last = float(panel.rows["rating"].iloc[-1])
    name = plain(brief(labels.dimension(panel.dimension, language), 14))
    figure.note(
        f"{name} <b>{last:.1f}</b>",
        xref=f"x{axis} domain",
        yref="paper",
        x=0,
        y=top,
        xanchor="left",
        yanchor="bottom",
        xshift=-4,
        yshift=3,
        font={"size": SMALL, "color": colours.text},
    )
    if lowest:
        _date(figure, axis, bottom, rated, language, colours, tz)
    figure.layout(
        **{
            f"xaxis{axis}": straight(
                colours,
                domain=[left, right],
                anchor=f"y{axis}",
                showgrid=False,
                range=[-0.5, count - 0.5] if count > 1 else [-1, 1],
                showticklabels=False,
            ),
            f"yaxis{axis}": straight(
                colours, domain=[bottom, top], anchor=f"x{axis}", range=[0.8, 5.2], tickvals=list(_RATINGS)
            ),
        }
    )


def _date(
    figure: Sheet, axis: str, bottom: float, rated: pd.DataFrame, language: Language, colours: Theme, tz: timezone
) -> None:
    """The first and the last day, each within its panel, since two panels' days would meet between them."""
    days = rated.drop_duplicates("place")["created_at"]
    years = days.dt.tz_convert(tz).dt.year.nunique() > 1
    ends = [(0, "left", days.min()), (1, "right", days.max())] if len(days) > 1 else [(0.5, "center", days.min())]
    for x, anchor, when in ends:
        figure.note(
            short_day(when, language, tz, with_year=years),
            xref=f"x{axis} domain",
            yref="paper",
            x=x,
            y=bottom,
            xanchor=anchor,
            yanchor="top",
            yshift=-4,
            align=anchor,
            font={"size": SMALL, "color": colours.muted},
        )


def _trace(
    rows: pd.DataFrame, axis: str, joined: bool, count: int, colours: Theme, language: Language, tz: timezone
) -> go.Scatter:
    size = 7 if count <= 20 else 4
    colour = colours.primary if joined else colours.muted
    style: dict[str, Any] = (
        {"mode": "lines+markers", "line": {"color": colour, "width": 2}, "marker": {"color": colour, "size": size}}
        if joined
        else {"mode": "markers", "marker": {"color": colour, "size": 8, "symbol": "circle-open", "line": {"width": 2}}}
    )
    return go.Scatter(
        x=[int(place) for place in rows["place"]],
        y=[float(rating) for rating in rows["rating"]],
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
        **style,
        cliponaxis=False,
        customdata=[_hover(row, language, tz) for row in records(rows)],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _hover(row: Mapping[str, Any], language: Language, tz: timezone) -> str:
    told = [
        plain(brief(labels.dimension(row["dimension"], language), 40)),
        i18n.day(row["created_at"], language, tz=tz),
        f"<b>{i18n.t('charts.rating', language, rating=format(float(row['rating']), '.1f'))}</b>",
        i18n.t("charts.answers", language, n=int(row["answers"])),
    ]
    if not row["comparable"]:
        told.append(i18n.t("charts.partial_or_mixed", language))
    return "<br>".join(told)
