"""The script Streamlit runs: page config, navigation, and what stands around every page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.parts import address, problems, words
from pages.parts.serving import served_by
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
        st.Page("coach.py", title=t("pages.coach"), icon=":material/school:"),
        st.Page("candidates.py", title=t("pages.candidates"), icon=":material/groups:"),
        st.Page("candidate.py", title=t("pages.candidate"), visibility="hidden"),
        st.Page("compare.py", title=t("pages.compare"), visibility="hidden"),
        st.Page("settings.py", title=t("pages.settings"), icon=":material/settings:"),
    ]


st.set_page_config(page_title="Rehearsal", page_icon=str(_ASSETS / "mark_light.svg"), layout="centered")
st.logo(_asset("logo"), size="large", icon_image=_asset("mark"))
page = st.navigation(_pages())
address.arrive(page.url_path)
with st.sidebar:
    words.switch()
with problems.told():
    st.sidebar.caption(served_by())
    problems.show_kept()
    page.run()
