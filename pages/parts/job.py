"""The job somebody prepares for: pasted once for a resume, kept, and compared with it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from engine import job
from engine.model import Resume
from engine.wiring import services
from pages.parts.job_match import job_match
from pages.parts.owner import owner
from pages.parts.problems import step
from pages.parts.understood import profile_of
from pages.parts.words import t

LONGEST: Final = 20_000
"""Characters that a box takes; a job description has some three thousand."""

_BLANK: Final = "job_blank"


def target_job(resume: Resume) -> None:
    """The section of the Resume page."""
    assert resume.id is not None
    st.subheader(t("job.title"), anchor=False)
    kept = services().library.target_job(owner(), resume.id)
    if not kept:
        st.markdown(t("job.intro"))
        _box(resume.id, "")
        return
    job_match(job.match(profile_of(resume), kept))
    with st.expander(t("job.edit"), key="job_edit", type="compact"):
        _box(resume.id, kept)


def box(key: str, kept: str, *, headed: bool) -> str:
    """A box for a job description, which begins with what is ``kept``; ``headed``: what is around it names it."""
    text = st.text_area(
        t("job.description"),
        value=kept[:LONGEST],
        height=220,
        max_chars=LONGEST,
        key=key,
        placeholder=t("job.placeholder"),
        label_visibility="collapsed" if headed else "visible",
    )
    return (text or "").strip()


def _box(resume_id: int, kept: str) -> None:
    key = f"job_text_{resume_id}"
    text = box(key, kept, headed=bool(kept))
    with st.container(horizontal=True):
        label = t("job.change" if kept else "job.save")
        kind = "secondary" if kept else "primary"
        st.button(label, key="job_save", type=kind, on_click=step(_save), args=(resume_id, key))  # type: ignore[arg-type]
        if kept:
            st.button(
                t("job.clear"),
                key="job_clear",
                type="tertiary",
                icon=":material/close:",
                on_click=step(_clear),
                args=(resume_id, key),
            )
    if st.session_state.pop(_BLANK, False) and not text:
        st.caption(t("job.blank"))


def _save(resume_id: int, key: str) -> None:
    text = st.session_state.get(key) or ""
    if text.strip():
        services().library.set_target_job(owner(), resume_id, text)
    else:
        st.session_state[_BLANK] = True


def _clear(resume_id: int, key: str) -> None:
    services().library.set_target_job(owner(), resume_id, "")
    # Forgetting the widget would not do: the browser would keep its text.
    st.session_state[key] = ""
