"""Who serves: the line beside every page, and the way to change it."""

from __future__ import annotations

import streamlit as st

from engine.wiring import services
from pages.parts import places
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.words import t


def served_by() -> str:
    """Who asks and judges from now on, and where what is said goes; Markdown."""
    choice = services().choices.current(owner())
    if not choice.model:
        return t("pages.served_by.offline")
    key = "pages.served_by.llm_here" if choice.is_here else "pages.served_by.llm"
    return t(key, model=plain(choice.model), host=plain(choice.host))


def has_model() -> bool:
    """Whether a model is chosen."""
    return bool(services().choices.current(owner()).model)


def to_settings() -> None:
    """A link to where it can be changed."""
    st.page_link(places.SETTINGS, label=t("pages.to_settings"), icon=":material/settings:")
