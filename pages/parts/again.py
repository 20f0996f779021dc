"""Practising again what went badly: one press, and the interview begins."""

from __future__ import annotations

import secrets
from typing import Final

import streamlit as st

from engine.wiring import services
from pages.parts import places
from pages.parts.owner import owner
from pages.parts.problems import told
from pages.parts.words import t

_REQUEST: Final = "again_request"
_QUESTIONS: Final = 5


def practise_again(candidate_id: int) -> None:
    """How many questions are due, and the way to them; what will be here where there are none yet."""
    due = services().practice.due(owner(), candidate_id)
    with st.container(border=True):
        st.subheader(t("history_page.again"), anchor=False)
        if not due.cards:
            st.caption(t("history_page.again_none"))
            return
        st.markdown(t("history_page.again_due", n=due.due) if due.due else t("history_page.again_later", n=due.cards))
        st.caption(t("history_page.again_how"))
        if st.button(
            t("history_page.again_start"),
            key="practise_again",
            type="primary" if due.due else "secondary",
            icon=":material/replay:",
        ):
            _start(candidate_id)


def _start(candidate_id: int) -> None:
    # One request however often the button is pressed, so that a double click makes one session.
    request = st.session_state.setdefault(_REQUEST, secrets.token_hex(8))
    with told():
        session = services().practice.start(owner(), candidate_id, _QUESTIONS, force=True, request_id=request)
        st.session_state.pop(_REQUEST, None)
        places.go(places.INTERVIEW, session=session.id)
