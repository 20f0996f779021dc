"""Settings: who asks and judges, the language, and where everything is kept."""

from __future__ import annotations

import streamlit as st

from pages.parts import problems, words
from pages.parts.data import data
from pages.parts.environment import environment
from pages.parts.model_choice import model_choice
from pages.parts.words import t


def draw() -> None:
    st.title(t("settings_page.title"), anchor=False)
    problems.show_kept()
    st.header(t("settings_page.interviewer"), anchor=False)
    model_choice()
    environment()
    st.header(t("pages.language"), anchor=False)
    words.switch_here("settings_language")
    st.caption(t("settings_page.language_note"))
    st.header(t("settings_page.data"), anchor=False)
    data()


draw()
