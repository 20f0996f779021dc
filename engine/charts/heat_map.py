"""Score by category and session."""

from __future__ import annotations

from datetime import UTC, timezone
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from engine import i18n, labels
from engine.charts.common import SMALL, category_label, nothing, plain, sentences, sheet, stacked_day, straight
from engine.charts.points import records, shown_by
from engine.model import Category, Language
from engine.theme import Theme, contrast, shade, theme

MOST: Final = 8
"""Sessions drawn, the newest: more cells in a row could not hold their number at 390 px."""

_ORDER: Final = {category.value: place for place, category in enumerate(Category)}
_ROW = 36  # px
_NONE = "–"


def heat_map(frame: pd.DataFrame, language: Language, dark: bool, tz: timezone = UTC) -> go.Figure:
    """Scores of ``analytics.categories_frame``: a row for each category, a column for each of the newest
    ``MOST`` sessions, oldest left. The scale is fixed at 0-100; each cell carries its number, and a category
    without a score is an empty cell with a dash.
    """
    colours = theme(dark)
    grid = _grid(frame)
    if grid.empty:
        return nothing(colours, language)
    sessions = _sessions(frame, grid)
    years = sessions.dt.tz_convert(tz).dt.year.nunique()
    names = [category_label(category, language) for category in grid.index]
    dated = 34 if years == 1 else 50
    figure = sheet(colours, _ROW * len(grid) + dated, b=dated)
    figure.trace(_cells(frame, grid, colours, language, tz))
    figure.trace(_numbers(grid, colours))
    figure.layout(
        xaxis=straight(
            colours,
            showgrid=False,
            range=[-0.5, len(grid.columns) - 0.5],
            tickvals=list(range(len(grid.columns))),
            ticktext=[stacked_day(when, language, tz, with_year=years > 1) for when in sessions],
            tickangle=0,
        ),
        yaxis=straight(
            colours,
            showgrid=False,
            range=[len(grid) - 0.5, -0.5],
            tickvals=list(range(len(grid))),
            ticktext=[f"{name}  " for name in names],
            tickfont={"size": SMALL, "color": colours.text},
            automargin=True,
        ),
    )
    return figure.drawn()


def describe_heat_map(frame: pd.DataFrame, language: Language, tz: timezone = UTC) -> str:
    """The heat map session by session, newest first, for screen readers."""
    grid = _grid(frame)
    if grid.empty:
        return i18n.t("charts.describe.heat_map_empty", language)
    told = []
    for (_, scores), when in zip(reversed(list(grid.items())), reversed(list(_sessions(frame, grid))), strict=True):
        known = scores.dropna()
        listed = i18n.t("charts.between", language).join(
            i18n.t(
                "charts.describe.category",
                language,
                category=labels.category(str(category), language),
                score=int(score),
            )
            for category, score in known.items()
        )
        date = i18n.day(when, language, tz=tz)
        told.append(i18n.t("charts.describe.heat_map_session", language, date=date, scores=listed))
    sessions = ("" if language == "zh" else " ").join(told)
    drawn = i18n.t("charts.describe.heat_map", language, sessions=sessions)
    return sentences([drawn, shown_by(drawn_in_heat_map(frame), language, drawing="cells")], language)


def heat_map_table(frame: pd.DataFrame, language: Language, tz: timezone = UTC) -> pd.DataFrame:
    """The heat map's numbers, newest session first: date, category, score, band, questions."""
    rows = frame[frame["session_id"].isin(_newest(frame))]
    rows = rows.assign(_place=rows["category"].map(_place))
    rows = rows.sort_values(["created_at", "session_id", "_place"], ascending=[False, True, True])
    scores = [None if pd.isna(score) else int(score) for score in rows["score"]]

    def column(name: str) -> str:
        return i18n.t(f"charts.column.{name}", language)

    return pd.DataFrame(
        {
            column("date"): [i18n.day(when, language, tz=tz) for when in rows["created_at"]],
            column("category"): [labels.category(category, language) for category in rows["category"]],
            column("score"): pd.Series(scores, dtype="Int64"),
            column("band"): [labels.band(score, language) for score in scores],
            column("questions"): list(rows["question_count"]),
        }
    )


def _cells(frame: pd.DataFrame, grid: pd.DataFrame, colours: Theme, language: Language, tz: timezone) -> go.Heatmap:
    steps = len(colours.ramp) - 1
    return go.Heatmap(
        z=[[None if pd.isna(score) else int(score) for score in row] for row in grid.to_numpy()],
        zmin=0,
        zmax=100,
        colorscale=[[place / steps, colour] for place, colour in enumerate(colours.ramp)],
        showscale=False,
        xgap=3,
        ygap=3,
        hoverongaps=False,
        customdata=_hover(frame, grid, language, tz),
        hovertemplate="%{customdata}<extra></extra>",
    )


def _numbers(grid: pd.DataFrame, colours: Theme) -> go.Scatter:
    """The number in each cell, in whichever of light and dark stands out more from it."""
    values = [(column, row, grid.iat[row, column]) for row in range(len(grid)) for column in range(len(grid.columns))]
    return go.Scatter(
        x=[column for column, _, _ in values],
        y=[row for _, row, _ in values],
        mode="text",
        text=[_NONE if pd.isna(score) else str(int(score)) for _, _, score in values],
        textfont={
            "size": 13,
            "color": [
                colours.muted if pd.isna(score) else number_colour(int(score), colours) for _, _, score in values
            ],
        },
        cliponaxis=False,
        hoverinfo="skip",
    )


def number_colour(score: int, colours: Theme) -> str:
    """The colour of the number in the cell of ``score``: one of two that reach 4.5:1 on any colour between them."""
    cell = shade(colours.ramp, score)
    return max(("#000000", "#FFFFFF"), key=lambda colour: contrast(colour, cell))


def _grid(frame: pd.DataFrame) -> pd.DataFrame:
    """Category by session, the newest ``MOST`` sessions, oldest left; missing scores are NaN."""
    newest = _newest(frame)
    shown = frame[frame["session_id"].isin(newest) & frame["score"].notna()]
    grid = shown.assign(score=shown["score"].astype("float64")).pivot_table(
        index="category", columns="session_id", values="score", aggfunc="mean"
    )
    order = [session for session in newest if session in grid.columns]
    return grid.loc[sorted(grid.index, key=_place), order]


def drawn_in_heat_map(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the sessions that are columns."""
    return frame[frame["session_id"].isin(_newest(frame))]


def _newest(frame: pd.DataFrame) -> pd.Series[Any]:
    """The ids of the newest ``MOST`` sessions, oldest first."""
    return frame.drop_duplicates("session_id")["session_id"].tail(MOST)


def _sessions(frame: pd.DataFrame, grid: pd.DataFrame) -> pd.Series[Any]:
    """When each column's session was."""
    return frame.drop_duplicates("session_id").set_index("session_id")["created_at"].loc[list(grid.columns)]


def _place(category: str) -> tuple[int, str]:
    return _ORDER.get(category, len(_ORDER)), category


def _hover(frame: pd.DataFrame, grid: pd.DataFrame, language: Language, tz: timezone) -> list[list[str]]:
    told = {
        (row["category"], row["session_id"]): i18n.t(
            "charts.hover_cell",
            language,
            category=plain(labels.category(row["category"], language)),
            date=i18n.day(row["created_at"], language, tz=tz),
            score=labels.score(None if pd.isna(row["score"]) else int(row["score"]), language),
            questions=i18n.t("common.questions", language, n=row["question_count"]),
        )
        for row in records(frame[frame["session_id"].isin(grid.columns)])
    }
    return [[told.get((category, session), "") for session in grid.columns] for category in grid.index]
