"""Asking once before something is gone for good."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import streamlit as st

from engine.errors import Conflict, NotFound
from pages.parts.problems import step
from pages.parts.words import t


def confirm(key: str, title: str, body: str, action: str, work: Callable[[], None], *, otherwise: str = "") -> None:
    """Open a dialog that says ``body`` and does ``work`` when ``action`` is pressed.

    ``otherwise`` names the way out, "Keep it" if empty. All texts are Markdown, so what a person wrote is made
    plain first. Finding it done already, as the second press of a double click does, counts as done.
    """

    def done() -> None:
        with suppress(NotFound, Conflict):
            work()

    @st.dialog(title)
    def ask() -> None:
        st.markdown(body)
        with st.container(horizontal=True):
            yes = st.button(action, key=f"{key}_yes", type="primary", on_click=step(done))
            no = st.button(otherwise or t("pages.keep"), key=f"{key}_no")
        if yes or no:
            st.rerun()

    ask()
