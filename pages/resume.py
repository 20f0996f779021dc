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
from pages.parts.understood import label, understood
from pages.parts.words import t


def draw() -> None:
    st.title(t("resume_page.title"), anchor=False)
    resumes = services().library.list(owner())
    if not resumes:
        st.markdown(t("resume_page.empty"))
        bring.draw(first=True)
        return
    bring.show_news()
    resume = choose(resumes)
    understood(resume)
    actions(resume)
    target_job(resume)
    analysis(resume)
    with st.expander(t("resume_page.another"), key="another", icon=":material/add:"):
        bring.draw(first=False)


def choose(resumes: list[Resume]) -> Resume:
    """The resume chosen; the URL keeps it over a refresh. Without a choice it is the newest."""
    by_id = {str(resume.id): resume for resume in resumes}
    if len(by_id) == 1:
        return resumes[0]
    ids = list(by_id)
    names = {each: label(resume) for each, resume in by_id.items()}
    named = st.query_params.get("resume", "")
    key = f"resume_choice_{bring.round_number()}"

    def keep() -> None:
        st.query_params["resume"] = st.session_state[key]

    chosen = st.selectbox(
        t("resume_page.yours"),
        ids,
        index=ids.index(named) if named in ids else 0,
        format_func=names.__getitem__,
        key=key,
        on_change=keep,
    )
    return by_id.get(chosen or "", resumes[0])


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
