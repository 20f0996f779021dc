"""A plan that is still being written: how far it is, and what stands there for somebody who is faster."""

from __future__ import annotations

from typing import Final

import streamlit as st

from engine.errors import SessionNotFound
from engine.model import Session
from engine.wiring import services
from pages.parts.owner import owner
from pages.parts.words import t

_LOOK_SECONDS: Final = 1.0


def written(session: Session) -> int:
    """How many main questions there are by now."""
    return sum(1 for turn in session.turns if not turn.follow_up)


def progress(session: Session) -> None:
    """One quiet line while the plan is being written; it looks again every second, and only as long as that takes."""
    if session.is_planning:
        st.fragment(_progress, run_every=_LOOK_SECONDS)(session.id)


def _progress(session_id: str) -> None:
    try:
        session = services().interviews.get(owner(), session_id)
    except SessionNotFound:
        st.rerun()
    if not session.is_planning:
        # Drawn anew without this fragment, so that nothing looks any more.
        st.rerun()
    st.caption(t("interview_page.ready", n=written(session), planned=session.brief.question_count))


def waiting(session: Session) -> None:
    """In the place of a question while the next one is being written; the page goes on by itself."""
    st.header(t("interview_page.next_being_written"), anchor=False)
    st.caption(t("interview_page.next_being_written_note"))
    st.fragment(_wait, run_every=_LOOK_SECONDS)(session.id)


def _wait(session_id: str) -> None:
    try:
        waits = services().interviews.waits_for_question(owner(), session_id)
    except SessionNotFound:
        waits = False
    if not waits:
        st.rerun()
    st.skeleton(height=200)
