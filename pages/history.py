"""History: how the scores of one person moved, where they are strong or weak, and what to do next."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from engine import analytics
from engine.model import Row
from engine.wiring import services
from pages.parts import kept, person, places
from pages.parts.again import practise_again
from pages.parts.closer import closer, over_time
from pages.parts.one_judge import by_one_judge
from pages.parts.owner import owner
from pages.parts.session_row import session_row
from pages.parts.words import language, t, zone

_ROWS_A_PAGE: Final = 10


def draw() -> None:
    st.title(t("history_page.title"), anchor=False)
    candidate_id = person.chosen()
    rows = services().histories.sessions(owner(), candidate_id) if candidate_id is not None else []
    if candidate_id is None or not rows:
        st.markdown(t("history_page.empty"))
        if st.button(t("history_page.to_interview"), key="to_interview", type="primary"):
            places.go(places.INTERVIEW)
        return
    everything = analytics.sessions_frame(rows)
    sessions = analytics.with_something_said(everything)
    standing(sessions)
    practise_again(candidate_id)
    st.header(t("history_page.trend"), anchor=False)
    if out := analytics.left_out(everything):
        st.caption(t("history_page.left_out", n=out))
    if sessions["overall_score"].notna().any():
        categories = analytics.categories_frame(services().histories.categories(owner(), candidate_id))
        categories = categories[categories["session_id"].isin(sessions["session_id"])]
        over_time(candidate_id, sessions, categories)
        by_one_judge(sessions)
        closer(candidate_id, sessions, categories)
    else:
        st.markdown(t("history_page.unscored"))
    listing(rows)


def standing(sessions: pd.DataFrame) -> None:
    """The last score that counts, what it is beside the one before, and how regularly there was practice."""
    counted = sessions[sessions["comparable"]]
    change = analytics.change_since(sessions)
    with st.container(horizontal=True, gap="large"):
        if not counted.empty:
            st.metric(
                t("history_page.last_score"),
                f"{int(counted['overall_score'].iloc[-1])} / 100",
                delta=analytics.describe_change(change, language(), tz=zone()) if change else None,
                # The words may hide the sign ("down 3"), so colour and arrow are said outright.
                delta_color="off" if not change or not change.points else "green" if change.points > 0 else "red",
                delta_arrow="off" if not change or not change.points else "up" if change.points > 0 else "down",
                width="content",
            )
        st.metric(t("history_page.held"), len(sessions), width="content")
        weeks = analytics.weeks_in_a_row(sessions, tz=zone())
        # One week is no row yet, and a row that ended is nobody's business.
        if weeks > 1:
            st.metric(t("history_page.weeks"), weeks, width="content")


def listing(rows: list[Row]) -> None:
    st.header(t("history_page.sessions", n=len(rows)), anchor=False)
    pages = -(-len(rows) // _ROWS_A_PAGE)
    first = (kept.page("sessions", pages) - 1) * _ROWS_A_PAGE
    for row in rows[first : first + _ROWS_A_PAGE]:
        session_row(row)
    kept.turn("sessions", pages)


draw()
