"""The answer box: a text area of our own, since Streamlit's sends nothing until it loses focus.

It saves drafts while a person types, ticks a clock without reruns, submits once, and never replaces what
is being typed. Its markup, style and script are the three files beside this one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import streamlit as st

from engine.steps import ANSWER_LIMIT
from pages.parts.words import language, t

_FOLDER: Final = Path(__file__).parent
WORDS: Final = (
    "label",
    "placeholder",
    "submit",
    "sending",
    "hint",
    "hint_mac",
    "saved",
    "unsaved",
    "unsent",
    "paused",
    "blank",
    "count",
    "over",
    "clock",
)


def _file(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


_mount = st.components.v2.component(
    "rehearsal.answer_box", html=_file("box.html"), css=_file("box.css"), js=_file("box.js")
)


def answer_box(
    key: str,
    *,
    place: str,
    question: str,
    draft: str,
    active_seconds: float,
    paused: bool,
    saved: str,
    handled: str,
    on_draft: Callable[[Mapping[str, Any]], None],
    on_submit: Callable[[Mapping[str, Any]], None],
    on_seen: Callable[[], None],
) -> None:
    """Draw the box for one question.

    Args:
        key: of the widget; the same for all questions, so that the box keeps the focus between them.
        place: names the question. A new one empties the box; the same one leaves alone what is typed.
        draft: what to begin with where the browser holds nothing newer.
        active_seconds: shown by the clock, which goes on from there unless ``paused``.
        saved: ``token`` of the newest draft that was stored, "" if none.
        handled: ``token`` of the newest submission that was dealt with; the box opens again if the
            question stays the same.
        on_draft: called with ``{"key": place, "text": ..., "token": ...}`` when a draft is to be stored.
        on_submit: called with the same for an answer that is not blank; the same one may come twice.
        on_seen: called about once a minute while the page is looked at.
    """

    def event(name: str) -> Any:
        return st.session_state[key][name]

    _mount(
        key=key,
        data={
            "key": place,
            "question": question,
            "draft": draft,
            "active": round(active_seconds, 1),
            "paused": paused,
            "saved": saved,
            "handled": handled,
            "limit": ANSWER_LIMIT,
            "language": language(),
            "words": {name: t(f"answer_box.{name}") for name in WORDS},
        },
        on_draft_change=lambda: on_draft(event("draft")),
        on_submit_change=lambda: on_submit(event("submit")),
        on_seen_change=on_seen,
    )
