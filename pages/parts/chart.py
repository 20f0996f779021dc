"""Charts as the pages show them: in the theme in use, described for screen readers, numbers one click away."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal

import pandas as pd
import streamlit as st

from engine import analytics, charts, export
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


def trend(frame: pd.DataFrame, category: str | None = None) -> None:
    """Scores over time: of a frame of sessions, or of one category in a frame of categories."""
    _show(
        "trend",
        charts.trend(frame, language(), _dark(), zone(), category=category),
        charts.describe_trend(frame, language(), zone(), category=category),
        charts.trend_table(frame, language(), zone(), category=category),
        ("date", "score", "interval", "answered", "remark"),
        _of_category(frame, category),
        drawing="lines",
    )


def heat_map(categories: pd.DataFrame) -> None:
    """Scores by category and session."""
    _show(
        "heat_map",
        charts.heat_map(categories, language(), _dark(), zone()),
        charts.describe_heat_map(categories, language(), zone()),
        charts.heat_map_table(categories, language(), zone()),
        ("date", "category", "score"),
        charts.drawn_in_heat_map(categories),
        drawing="cells",
    )


def dimensions(frame: pd.DataFrame) -> None:
    """Ratings by dimension of the rubric, over time."""
    _show(
        "dimensions",
        charts.dimensions(frame, language(), _dark(), zone()),
        charts.describe_dimensions(frame, language()),
        charts.dimensions_table(frame, language(), zone()),
        ("date", "dimension", "rating", "answers"),
        frame,
    )


def effort(sessions: pd.DataFrame) -> None:
    """Time and length against score."""
    _show(
        "effort",
        charts.effort(sessions, language(), _dark(), zone()),
        charts.describe_effort(sessions, language()),
        charts.effort_table(sessions, language(), zone()),
        ("date", "score", "minutes", "characters"),
        sessions,
    )


def overlay_trend(sessions: pd.DataFrame, months: pd.DataFrame | None, align: Literal["date", "number"]) -> None:
    """Groups over time, by the date or by the number of each one's session."""
    more: dict[str, Any] = {"align": align, "months": months}
    _show(
        "overlay_trend",
        charts.overlay_trend(sessions, language(), _dark(), zone(), **more),
        charts.describe_overlay_trend(sessions, language(), zone(), **more),
        charts.overlay_trend_table(sessions, language(), zone(), **more),
        ("group", "date", "session", "score", "people", "judge"),
        sessions,
        drawing="lines",
    )


def overlay_radar(categories: pd.DataFrame, sessions: pd.DataFrame, judge: str) -> None:
    """Means of groups by category, by one judge."""
    _show(
        "overlay_radar",
        charts.overlay_radar(categories, language(), _dark(), judge=judge or None),
        charts.describe_overlay_radar(categories, language(), judge=judge or None),
        charts.overlay_radar_table(categories, language(), judge=judge or None),
        ("category", "group", "score", "sessions"),
        sessions,
        judge,
    )


def distribution(sessions: pd.DataFrame, judge: str) -> None:
    """How the scores of groups spread, by one judge."""
    _show(
        "distribution",
        charts.distribution(sessions, language(), _dark(), zone(), judge=judge or None),
        charts.describe_distribution(sessions, language(), judge=judge or None),
        charts.distribution_table(sessions, language(), judge=judge or None),
        ("group", "people", "sessions", "lowest", "median", "highest"),
        sessions,
        judge,
    )


def before_after(means: pd.DataFrame, when: datetime, judge: str) -> None:
    """Means of one group by category before a date and from then on, by one judge."""
    _show(
        "before_after",
        charts.before_after(means, when, language(), _dark(), zone(), judge=judge),
        charts.describe_before_after(means, when, language(), zone(), judge=judge),
        charts.before_after_table(means, when, language(), judge=judge),
        ("category", "sessions_before", "before", "sessions_after", "after", "change", "remark"),
    )


def table(key: str, numbers: pd.DataFrame, columns: tuple[str, ...], description: str = "") -> None:
    """Numbers as they are read: the ``columns`` that say something, and a file with all of them."""
    narrow = _narrow(numbers, columns)
    if len(narrow) > _ROWS_IN_FULL:
        st.dataframe(narrow, hide_index=True, key=f"table_{key}", alt=description)
    else:
        # Cells of a table are Markdown, unlike those of a data frame.
        st.table(narrow.map(plain).rename(columns=plain), hide_index=True, border="horizontal", alt=description)
    kinds = {
        "csv": (lambda: export.table_csv(numbers), "text/csv"),
        "parquet": (lambda: export.table_parquet(numbers), "application/vnd.apache.parquet"),
    }
    with st.container(horizontal=True, gap="medium"):
        for kind, (work, mime) in kinds.items():
            st.download_button(
                t(f"pages.download_{kind}"),
                work,  # called on a thread of its own, and only when the file is wanted
                file_name=f"rehearsal-{key.replace('_', '-')}.{kind}",
                mime=mime,
                key=f"download_{key}_{kind}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
                width="content",
            )


def _dark() -> bool:
    return st.context.theme.type == "dark"


def _of_category(frame: pd.DataFrame, category: str | None) -> pd.DataFrame:
    return frame if category is None else frame[frame["category"] == category]


def _show(
    key: str,
    figure: Any,
    description: str,
    numbers: pd.DataFrame,
    columns: tuple[str, ...],
    judged: pd.DataFrame | None = None,
    judge: str = "",
    *,
    drawing: charts.Together = "alone",
) -> None:
    """A figure, who gave the scores in it, and its numbers."""
    st.plotly_chart(figure, key=f"chart_{key}", theme=None, alt=description, config=charts.CONFIG)
    if judged is not None and (line := charts.shown_by(judged, language(), judge or None, drawing=drawing)):
        st.caption(plain(line))
    with st.expander(t("pages.numbers"), key=f"numbers_{key}", type="compact"):
        table(key, numbers, columns, description)


def _narrow(numbers: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """The ``columns`` that say something, as text and the score with its band, so that a phone shows them."""
    names = {key: t(f"charts.column.{key}") for key in (*columns, "score", "band")}
    text = numbers.astype("object").where(numbers.notna(), "–").astype("str")
    if {names["score"], names["band"]} <= set(text):
        scored = numbers[names["score"]].notna()
        with_band = text[names["score"]] + " · " + text[names["band"]]
        text[names["score"]] = with_band.where(scored, text[names["band"]])
    shown = [names[key] for key in columns if names[key] in text]
    return text[[name for name in shown if text[name].str.strip().any()]]
