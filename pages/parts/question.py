"""The current question, or that the next is being written, and the quiet tools around it."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from engine.errors import Conflict
from engine.model import Session, Turn
from engine.wiring import services
from pages.parts import labels, writing
from pages.parts.answering import answering, place, watch
from pages.parts.author import asked_by, stands_in
from pages.parts.confirm import confirm
from pages.parts.finishing import finish_button
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.problems import step
from pages.parts.words import t


def draw(session: Session, turn: Turn) -> None:
    _head(session, turn.main)
    stands_in(session, turn)
    with st.container(horizontal=True, gap="xsmall"):
        st.badge(labels.category(turn.question.category), color="green")
        st.badge(labels.difficulty(turn.question.difficulty), color="gray")
        if turn.follow_up:
            st.badge(t("interview_page.follow_up"), color="orange", icon=":material/subdirectory_arrow_right:")
    st.header(plain(turn.question.text), anchor=False)
    answering(session.id, place(session, turn))
    watch(session.id, place(session, turn))
    _tools(session, turn)
    asked_by(turn)
    writing.progress(session)
    _earlier(session)


def draw_waiting(session: Session) -> None:
    """For somebody who has answered all there is before the rest was written."""
    _head(session, writing.written(session))
    writing.waiting(session)
    with st.container(horizontal=True):
        st.space("stretch")
        finish_button(session)
    _earlier(session)


def _head(session: Session, main: int) -> None:
    planned = session.brief.question_count
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(about(session), width="content")
        st.space("stretch")
        st.caption(t("interview_page.position", n=main + 1, planned=planned), width="content")
    st.progress(main / planned)


def about(session: Session) -> str:
    """What the interview is, in one line: role, level, language."""
    parts = [
        plain(session.title),
        labels.level(session.brief.level),
        labels.language_name(session.language),
    ]
    return " · ".join(part for part in parts if part)


def _tools(session: Session, turn: Turn) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if session.paused:
            st.button(
                t("interview_page.resume"),
                key="resume",
                icon=":material/play_arrow:",
                type="primary",
                on_click=step(_set_paused),
                args=(session.id, False),
            )
        else:
            st.button(
                t("interview_page.pause"),
                key="pause",
                icon=":material/pause:",
                type="tertiary",
                on_click=step(_set_paused),
                args=(session.id, True),
            )
        # Keyed by the question, so that the second press of a double click cannot skip the next one.
        skip = st.button(
            t("interview_page.skip"),
            key=f"skip_{place(session, turn)}",
            icon=":material/skip_next:",
            type="tertiary",
        )
        st.space("stretch")
        finish_button(session)
    if skip:
        _skip(session, turn)


def _set_paused(session_id: str, paused: bool) -> None:
    interviews = services().interviews
    # Finished meanwhile: the page shows so.
    with suppress(Conflict):
        (interviews.pause if paused else interviews.resume)(owner(), session_id)


def _skip(session: Session, turn: Turn) -> None:
    def skip() -> None:
        services().interviews.answer(owner(), session.id, turn.index, "")

    if turn.draft.strip():
        confirm(
            "skip",
            t("interview_page.skip_title"),
            t("interview_page.skip_body_follow_up" if turn.follow_up else "interview_page.skip_body"),
            t("interview_page.skip_yes"),
            skip,
            otherwise=t("interview_page.stay"),
        )
        return
    with suppress(Conflict):
        skip()
    st.rerun()


def _earlier(session: Session) -> None:
    answered = [turn for turn in session.turns if turn.answer]
    if not answered:
        return
    with st.expander(t("interview_page.earlier", n=len(answered)), key="earlier"):
        for turn in answered:
            assert turn.answer is not None
            st.markdown(f"**{plain(turn.question.text)}**")
            if turn.answer.is_blank:
                st.caption(t("pages.skipped"))
            else:
                st.text(turn.answer.text)
