"""Interview: a brief first, then one question at a time. The store holds everything but the session's id."""

from __future__ import annotations

import streamlit as st

from engine.errors import SessionNotFound
from engine.model import Session
from engine.wiring import services
from pages.parts import brief, places, problems, question
from pages.parts.judging import incomplete, judging, under_way
from pages.parts.owner import owner
from pages.parts.words import t

# The session whose last answer was given here: its closing words are shown once, a finished one reached
# in any other way goes to its report.
_OPEN = "interview_open"


def draw() -> None:
    session_id = places.session_id()
    if session_id is None:
        brief.draw()
        return
    try:
        session = services().interviews.show(owner(), session_id)
    except SessionNotFound as error:
        problems.show(problems.sentence(error))
        if st.button(t("interview_page.new"), key="new", type="primary"):
            places.go(places.INTERVIEW)
        return
    turn = session.current
    if session.is_open and turn is not None:
        st.session_state[_OPEN] = session.id
        question.draw(session, turn)
    elif session.is_open:
        st.session_state[_OPEN] = session.id
        question.draw_waiting(session)
    elif st.session_state.get(_OPEN) == session.id:
        closing(session)
    else:
        places.go(places.REPORT, session=session.id)


def closing(session: Session) -> None:
    report = services().interviews.report(owner(), session.id)
    st.caption(question.about(session))
    st.header(t("interview_page.closing"), anchor=False)
    st.markdown(t("interview_page.closing_answered", n=report.answered, planned=report.planned))
    judging(report)
    if not under_way(report) and not incomplete(report):
        st.markdown(t("pages.judged"))
    if st.button(t("interview_page.to_report"), key="to_report", type="primary", icon=":material/insights:"):
        places.go(places.REPORT, session=session.id)


draw()
