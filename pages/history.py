"""History: every session, how the scores moved, and where they are strong or weak."""

from __future__ import annotations

import streamlit as st

from engine import analytics
from engine.model import Row, SessionStatus
from engine.wiring import services
from pages.parts import chart, places
from pages.parts.owner import owner
from pages.parts.session_row import session_row
from pages.parts.words import t

_ROWS_A_PAGE = 10


def draw() -> None:
    st.title(t("history_page.title"), anchor=False)
    rows = services().interviews.history(owner())
    if not rows:
        st.markdown(t("history_page.empty"))
        if st.button(t("history_page.to_interview"), key="to_interview", type="primary"):
            places.go(places.INTERVIEW)
        return
    rows = of_candidate(rows)
    sessions = analytics.sessions_frame(rows)
    if any(row["status"] == SessionStatus.EVALUATED for row in rows):
        st.header(t("history_page.trend"), anchor=False)
        chart.trend(sessions)
        st.header(t("history_page.categories"), anchor=False)
        chart.heat_map(sessions)
    listing(rows)


def of_candidate(rows: list[Row]) -> list[Row]:
    """The rows of one person, asked for where there are several: their scores share no line."""
    names = {row["candidate_name"] or "": row["candidate_name"] or t("resume_page.nameless") for row in rows}
    if len(names) == 1:
        return rows
    chosen = st.selectbox(
        t("history_page.candidate"), names, format_func=names.__getitem__, key="candidate", bind="query-params"
    )
    return [row for row in rows if (row["candidate_name"] or "") == chosen]


def listing(rows: list[Row]) -> None:
    st.header(t("history_page.sessions", n=len(rows)), anchor=False)
    pages = -(-len(rows) // _ROWS_A_PAGE)
    shown = st.session_state.get("history_pages", 1) if pages > 1 else 1
    first = (min(shown, pages) - 1) * _ROWS_A_PAGE
    for row in rows[first : first + _ROWS_A_PAGE]:
        session_row(row)
    if pages > 1:
        st.pagination(pages, key="history_pages")


draw()
