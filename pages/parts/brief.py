"""Before an interview: go on with an unfinished one, or say what the new one should be."""

from __future__ import annotations

import secrets
from typing import Final, get_args

import streamlit as st

from engine.i18n import LANGUAGES
from engine.model import Brief, Level, Resume, Session
from engine.wiring import services
from pages.parts import job, labels, places, problems
from pages.parts.owner import owner
from pages.parts.question import about
from pages.parts.shelf import chosen, shelf
from pages.parts.understood import profile_of
from pages.parts.words import moment, t
from pages.parts.writing import written

_LENGTHS: Final[dict[str, tuple[int, int, int]]] = {
    "quick": (3, 5, 4),
    "standard": (8, 12, 8),
    "deep": (15, 20, 16),
}
"""Fewest and most questions, and how many to begin with."""

_REQUEST: Final = "brief_request"


def draw() -> None:
    st.title(t("interview_page.title"), anchor=False)
    offered = shelf()
    if not offered:
        st.markdown(t("interview_page.no_resume"))
        if st.button(t("interview_page.add_resume"), key="add_resume", type="primary"):
            places.go(places.RESUME)
        return
    unfinished = services().interviews.unfinished(owner())
    if unfinished:
        _offer(unfinished)
    st.header(t("interview_page.new_title" if unfinished else "interview_page.brief"), anchor=False)
    resume = chosen(offered, t("interview_page.on_resume"), ask_of_one=True)
    wanted = _brief(resume)
    if st.button(
        t("interview_page.start"),
        key="start",
        type="secondary" if unfinished else "primary",
        icon=":material/play_arrow:",
    ):
        _start(resume, wanted)


def _offer(session: Session) -> None:
    turn = session.current
    with st.container(border=True):
        st.markdown(f"**{t('interview_page.unfinished')}**")
        position = t(
            "interview_page.position",
            n=(turn.main if turn else written(session)) + 1,
            planned=session.brief.question_count,
        )
        st.caption(" · ".join([about(session), position, moment(session.created_at)]))
        if st.button(t("interview_page.continue"), key="continue", type="primary", icon=":material/play_arrow:"):
            places.stay(session.id)
            st.rerun()


def _brief(resume: Resume) -> Brief:
    # Each choice is named before its widget is drawn: a name asked for later, when the browser reports a
    # choice, would come in the language just switched to, and the choice would not be recognised.
    lengths = {each: t(f"interview_page.{each}") for each in _LENGTHS}
    length = st.radio(
        t("interview_page.length"),
        lengths,
        index=list(lengths).index("standard"),
        format_func=lengths.__getitem__,
        captions=[t("interview_page.range", fewest=fewest, most=most) for fewest, most, _ in _LENGTHS.values()],
        horizontal=True,
        key="brief_length",
    )
    fewest, most, usual = _LENGTHS[length or "standard"]
    left, right = st.columns(2)
    latest = next((entry.title for entry in profile_of(resume).entries if entry.title), "")
    role = left.text_input(t("interview_page.role"), key="brief_role", max_chars=120, placeholder=latest)
    levels = {each: labels.level(each) for each in get_args(Level)}
    level = right.selectbox(
        t("interview_page.level"),
        levels,
        index=list(levels).index("mid"),
        format_func=levels.__getitem__,
        key="brief_level",
    )
    left, middle, right = st.columns(3)
    count = left.selectbox(
        t("interview_page.count"),
        range(fewest, most + 1),
        index=usual - fewest,
        key=f"brief_count_{length}",
    )
    chances = {each: t(f"interview_page.follow_ups_{each}") for each in range(3)}
    follow_ups = middle.selectbox(
        t("interview_page.follow_ups"),
        chances,
        index=1,
        format_func=chances.__getitem__,
        key="brief_follow_ups",
        help=t("interview_page.follow_ups_help"),
    )
    languages: dict[str, str] = {"": t("interview_page.as_resume")}
    languages |= {each: labels.language_name(each) for each in LANGUAGES}
    language = right.selectbox(
        t("interview_page.language"), languages, format_func=languages.__getitem__, key="brief_language"
    )
    if not language and profile_of(resume).language not in LANGUAGES:
        st.caption(t("interview_page.other_language"))
    description = _job(resume)
    return Brief(
        question_count=count,
        level=level,
        language=next((each for each in LANGUAGES if each == language), None),
        follow_ups=follow_ups,
        target_role=(role or "").strip(),
        job_description=description,
    )


def _job(resume: Resume) -> str:
    """The job the questions lean to; at first the one kept with the resume."""
    assert resume.id is not None
    kept = services().library.target_job(owner(), resume.id)
    label = t("interview_page.job_kept" if kept else "interview_page.job_none")
    with st.expander(label, key="brief_job", icon=":material/work:"):
        text = job.box(f"brief_job_{resume.id}", kept, headed=True)
        st.caption(t("interview_page.job_help"))
    return text


def _start(resume: Resume, wanted: Brief) -> None:
    assert resume.id is not None
    # One request however often the button is pressed, so that a double click makes one session.
    request = st.session_state.setdefault(_REQUEST, secrets.token_hex(8))
    with problems.told(), st.spinner(t("interview_page.writing")):
        if wanted.job_description:
            # The next brief begins with what this one was for.
            services().library.set_target_job(owner(), resume.id, wanted.job_description)
        # It opens on the first question; the rest is stored as it is written.
        session = services().interviews.start(owner(), resume.id, wanted, force=True, request_id=request, wait=False)
        places.stay(session.id)
        st.session_state.pop(_REQUEST, None)
        st.rerun()
