"""Resume: bring one, see what was understood of it and how it could be better, or delete it."""

from __future__ import annotations

import streamlit as st

from engine.model import Resume
from engine.wiring import services
from pages.parts import bring, places
from pages.parts.analysis import analysis
from pages.parts.confirm import confirm
from pages.parts.job import target_job
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.shelf import chosen, shelf
from pages.parts.understood import understood
from pages.parts.words import t


def draw() -> None:
    st.title(t("resume_page.title"), anchor=False)
    offered = shelf()
    if not offered:
        st.markdown(t("resume_page.empty"))
        bring.draw(first=True)
        return
    bring.show_news()
    resume = chosen(offered, t("resume_page.yours"), ask_of_one=False)
    understood(resume)
    actions(resume)
    target_job(resume)
    analysis(resume)
    with st.expander(t("resume_page.another"), key="another", icon=":material/add:"):
        bring.draw(first=False)


def actions(resume: Resume) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(t("resume_page.interview"), key="to_interview", type="primary", icon=":material/forum:"):
            places.go(places.INTERVIEW, resume=str(resume.id))
        st.space("stretch")
        if st.button(t("resume_page.delete"), key="delete", type="tertiary", icon=":material/delete:"):
            delete(resume)


def delete(resume: Resume) -> None:
    assert resume.id is not None
    sessions = services().library.session_count(owner(), resume.id)
    confirm(
        "delete_resume",
        t("resume_page.delete_title"),
        t("resume_page.delete_body", name=plain(resume.filename), n=sessions),
        t("resume_page.delete_yes"),
        lambda: services().library.delete(owner(), resume.id or 0),
    )


draw()
