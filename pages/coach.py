"""Coach: everyone at a glance, people and cohorts beside each other, and how far the machine can be trusted."""

from __future__ import annotations

import streamlit as st

from engine.wiring import services
from pages.parts import kept, places
from pages.parts.coach_agreement import agreement
from pages.parts.coach_before_after import before_after
from pages.parts.coach_compare import compare
from pages.parts.coach_people import people
from pages.parts.owner import owner
from pages.parts.words import t

_VIEWS = {"people": people, "compare": compare, "before_after": before_after, "agreement": agreement}


def draw() -> None:
    st.set_page_config(layout="wide")
    st.title(t("coach_page.title"), anchor=False)
    if not services().people.recent(owner(), 1).rows:
        st.markdown(t("coach_page.empty"))
        if st.button(t("coach_page.to_resume"), key="to_resume", type="primary"):
            places.go(places.RESUME)
        return
    view = kept.among(t("coach_page.title"), {each: t(f"coach_page.view.{each}") for each in _VIEWS}, "view")
    _VIEWS[view]()


draw()
