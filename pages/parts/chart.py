"""Charts as the pages show them: in the theme in use, described for screen readers, numbers one click away."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from engine import analytics, charts
from engine.model import Report
from engine.wiring import services
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.words import language, t, zone

_ROWS_IN_FULL: Final = 12
"""A longer table scrolls in a frame of its own."""


def radar(report: Report, sessions: pd.DataFrame) -> None:
    """Scores by category beside the person's average of comparable sessions."""
    rows = services().interviews.category_history(owner(), report.session.candidate_id)
    categories = analytics.categories_frame(rows)
    average = analytics.average_by_category(categories, sessions, report.session.id)
    _show(
        "radar",
        charts.radar(report, language(), _dark(), average),
        charts.describe_radar(report, language(), average),
        charts.radar_table(report, language(), average),
        ("category", "score", "average"),
    )


def trend(sessions: pd.DataFrame) -> None:
    """Overall scores over time."""
    _show(
        "trend",
        charts.trend(sessions, language(), _dark(), zone()),
        charts.describe_trend(sessions, language(), zone()),
        charts.trend_table(sessions, language(), zone()),
        ("date", "score", "answered", "remark"),
    )


def heat_map(sessions: pd.DataFrame) -> None:
    """Scores by category and session, of the sessions given."""
    categories = analytics.categories_frame(services().interviews.category_history(owner()))
    categories = categories[categories["session_id"].isin(sessions["session_id"])]
    _show(
        "heat_map",
        charts.heat_map(categories, language(), _dark(), zone()),
        charts.describe_heat_map(categories, language(), zone()),
        charts.heat_map_table(categories, language(), zone()),
        ("date", "category", "score"),
    )


def _dark() -> bool:
    return st.context.theme.type == "dark"


def _show(key: str, figure: Any, description: str, numbers: pd.DataFrame, columns: tuple[str, ...]) -> None:
    st.plotly_chart(figure, key=f"chart_{key}", theme=None, alt=description, config=charts.CONFIG)
    with st.expander(t("pages.numbers"), key=f"numbers_{key}", type="compact"):
        table = _narrow(numbers, columns)
        if len(table) > _ROWS_IN_FULL:
            st.dataframe(table, hide_index=True, key=f"table_{key}", alt=description)
        else:
            # Cells of a table are Markdown, unlike those of a data frame.
            table = table.map(plain).rename(columns=plain)
            st.table(table, hide_index=True, border="horizontal", alt=description)


def _narrow(numbers: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """The ``columns`` that say something, as text and the score with its band, so that a phone shows them."""
    names = {key: t(f"charts.column.{key}") for key in (*columns, "band")}
    text = numbers.astype("object").where(numbers.notna(), "–").astype("str")
    scored = numbers[names["score"]].notna()
    with_band = text[names["score"]] + " · " + text[names["band"]]
    text[names["score"]] = with_band.where(scored, text[names["band"]])
    shown = [names[key] for key in columns if names[key] in text]
    return text[[name for name in shown if text[name].str.strip().any()]]
