"""The answer box of the current question, wired to the store."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

import streamlit as st

from engine import steps
from engine.errors import Conflict, SessionNotFound
from engine.model import Session, Turn
from engine.wiring import services
from pages.parts.answer_box import answer_box
from pages.parts.owner import owner
from pages.parts.problems import show_kept, step

_SAVED: Final = "answering_saved"
_HANDLED: Final = "answering_handled"
_LOOK_SECONDS: Final = 2.0


def place(session: Session, turn: Turn) -> str:
    """Names a question for good: the session, the main question and which follow-up of it."""
    return _named(session.id, turn.main, turn.follow_up)


def _named(session_id: str, main: int, follow_up: int) -> str:
    return f"{session_id}.{main}.{follow_up}"


def active_seconds(session: Session) -> float:
    """Time spent on the session so far, pauses left out."""
    answered = sum(turn.answer.active_seconds for turn in session.turns if turn.answer)
    current = session.current
    return answered + (steps.elapsed(session, current, datetime.now(UTC)) if current else 0.0)


# It also serves the restart of a server: a browser that finds one again asks it for the whole page only where
# something on the page redraws by itself.
@st.fragment(run_every=_LOOK_SECONDS)
def watch(session_id: str, here: str) -> None:
    """Draw the page anew when the session went on elsewhere: in another tab, or through the API."""
    try:
        current = services().interviews.current_place(owner(), session_id)
    except SessionNotFound:
        current = None
    if current is None or _named(session_id, *current) != here:
        st.rerun()


@st.fragment
def answering(session_id: str, here: str) -> None:
    """The box for the question at ``here``. A draft redraws this part alone; an answer moves the page on."""
    show_kept()
    session = services().interviews.get(owner(), session_id)
    turn = session.current
    if turn is None or place(session, turn) != here:
        st.rerun()
    answer_box(
        "answer",
        place=here,
        question=turn.question.text,
        draft=turn.draft,
        active_seconds=active_seconds(session),
        paused=session.paused,
        saved=st.session_state.get(_SAVED, ""),
        handled=st.session_state.get(_HANDLED, ""),
        on_draft=_save_draft,
        on_submit=_submit,
        on_seen=step(lambda: _seen(session_id)),
    )


def _find(here: str) -> tuple[str, int] | None:
    session_id, main, follow_up = here.split(".")
    session = services().interviews.get(owner(), session_id)
    for turn in session.turns:
        if (turn.main, turn.follow_up) == (int(main), int(follow_up)):
            return session_id, turn.index
    return None


@step
def _save_draft(event: Mapping[str, Any]) -> None:
    found = _find(event["key"])
    # A draft that arrives after its answer has nothing left to keep.
    with suppress(Conflict):
        if found:
            services().interviews.save_draft(owner(), *found, event["text"])
    st.session_state[_SAVED] = event["token"]


@step
def _submit(event: Mapping[str, Any]) -> None:
    st.session_state[_HANDLED] = event["token"]
    found = _find(event["key"])
    # Answered already, here by a second press or in another tab: the page goes on to what is next.
    with suppress(Conflict):
        if found and event["text"].strip():
            services().interviews.answer(owner(), *found, event["text"])


def _seen(session_id: str) -> None:
    services().interviews.show(owner(), session_id)
