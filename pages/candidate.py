"""One candidate: every session with its score and judge, and what produced each score."""

from __future__ import annotations

from typing import Final

import streamlit as st

from engine import analytics
from engine.errors import PersonNotFound
from engine.model import Row
from engine.wiring import services
from pages.parts import address, chart, kept, places, problems
from pages.parts.owner import owner
from pages.parts.person_menu import person_menu
from pages.parts.person_row import badges, facts, star
from pages.parts.plain import plain
from pages.parts.provenance import provenance
from pages.parts.session_row import session_row
from pages.parts.words import t

_ROWS_A_PAGE: Final = 10


def draw() -> None:
    st.page_link(places.CANDIDATES, label=t("candidate_page.to_candidates"), icon=":material/arrow_back:")
    asked = address.first("candidate")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 18):
        st.title(t("pages.candidate"), anchor=False)
        st.markdown(t("candidate_page.none"))
        return
    try:
        row = services().people.get(owner(), int(asked))
    except PersonNotFound as error:
        if st.session_state.pop("person_gone", None):
            places.go(places.CANDIDATES)
        st.title(t("pages.candidate"), anchor=False)
        problems.show(problems.sentence(error))
        return
    head(row)
    rows = services().histories.sessions(owner(), row["candidate_id"])
    if not rows:
        st.markdown(t("candidate_page.no_sessions"))
        return
    over_time(rows)
    listing(rows)
    provenance(row["candidate_id"])


def head(row: Row) -> None:
    st.title(plain(row["name"]) or t("resume_page.nameless"), anchor=False)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        badges(row)
        if row["shortlisted"]:
            st.badge(t("candidate_page.on_shortlist"), color="green", icon=":material/star:")
    st.caption(" · ".join(facts(row)))
    with st.container(horizontal=True, vertical_alignment="center"):
        star(row)
        person_menu(row, label=t("candidate_page.change"), alone=True)


def over_time(rows: list[Row]) -> None:
    sessions = analytics.sessions_frame(rows)
    told = analytics.with_something_said(sessions)
    if told["overall_score"].notna().any():
        st.header(t("history_page.trend"), anchor=False)
        chart.trend(told)
    if left_out := analytics.left_out(sessions):
        st.caption(t("candidate_page.left_out", n=left_out))


def listing(rows: list[Row]) -> None:
    st.header(t("history_page.sessions", n=len(rows)), anchor=False)
    pages = -(-len(rows) // _ROWS_A_PAGE)
    first = (kept.page("page", pages) - 1) * _ROWS_A_PAGE
    for row in rows[first : first + _ROWS_A_PAGE]:
        session_row(row)
    kept.turn("page", pages)


draw()
