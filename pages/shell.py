"""The script Streamlit runs: page config, navigation, and what stands around every page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from engine.wiring import services
from pages.parts import problems, words
from pages.parts.words import t

_ASSETS = Path(__file__).parent / "assets"


def _asset(name: str) -> str:
    """The variant of a drawing for the theme in use."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    return str(_ASSETS / f"{name}_{theme}.svg")


def _pages() -> list[st.Page]:
    return [
        st.Page("resume.py", title=t("pages.resume"), icon=":material/description:", default=True),
        st.Page("interview.py", title=t("pages.interview"), icon=":material/forum:"),
        st.Page("report.py", title=t("pages.report"), icon=":material/insights:"),
        st.Page("history.py", title=t("pages.history"), icon=":material/history:"),
    ]


st.set_page_config(page_title="Rehearsal", page_icon=str(_ASSETS / "mark_light.svg"), layout="centered")
st.logo(_asset("logo"), size="large", icon_image=_asset("mark"))
page = st.navigation(_pages())
with st.sidebar:
    words.switch()
with problems.told():
    interviewer = services().interviewers.name
    st.sidebar.caption(t(f"pages.served_by.{interviewer}"))
    problems.show_kept()
    page.run()
