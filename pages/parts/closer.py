"""A closer look at one person's scores: one chart at a time, chosen in the URL."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from engine import analytics, charts
from engine import labels as names
from engine.wiring import services
from pages.parts import chart, kept
from pages.parts.highlights import highlights
from pages.parts.owner import owner
from pages.parts.words import language, t

_LOOKS = ("categories", "answers", "dimensions", "effort")


def over_time(candidate_id: int, sessions: pd.DataFrame, categories: pd.DataFrame) -> None:
    """The trend of the whole, or of one category, with intervals where something was judged repeatedly."""
    keys = list(dict.fromkeys(categories.loc[categories["score"].notna(), "category"]))
    options = {"": t("charts.overall")} | {key: names.category(key, language()) for key in keys if key}
    category = kept.one(t("charts.column.category"), options, "category", width=260)
    frame = categories if category else sessions
    answers = analytics.answers_frame(services().histories.answers(owner(), candidate_id))
    if answers["low"].notna().any():
        frame = charts.with_intervals(frame, answers)
    chart.trend(frame, category or None)


def closer(candidate_id: int, sessions: pd.DataFrame, categories: pd.DataFrame) -> None:
    st.header(t("history_page.closer"), anchor=False)
    look = kept.among(t("history_page.closer"), {each: t(f"history_page.look.{each}") for each in _LOOKS}, "look")
    if look == "answers":
        highlights(candidate_id)
        return
    st.caption(t(f"history_page.look_note.{look}"))
    if look == "dimensions":
        frame = analytics.dimensions_frame(services().histories.dimensions(owner(), candidate_id))
        chart.dimensions(frame[frame["session_id"].isin(sessions["session_id"])])
    elif look == "effort":
        chart.effort(sessions)
    else:
        chart.heat_map(categories)
