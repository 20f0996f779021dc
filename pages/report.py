"""Report: what a session came to, and for each answer why."""

from __future__ import annotations

import streamlit as st

from engine import report as reports
from engine.errors import NotCompleted, SessionNotFound
from engine.model import Report
from engine.wiring import services
from pages.parts import places, problems
from pages.parts.job_match import job_match
from pages.parts.judged_answer import judged_answer
from pages.parts.judging import judging, under_way
from pages.parts.notes import Beside
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.result import result
from pages.parts.spent import spent
from pages.parts.words import day, duration, language, t


def draw() -> None:
    session_id = places.session_id() or newest()
    if session_id is None:
        st.title(t("report_page.title"), anchor=False)
        st.markdown(t("report_page.empty"))
        if st.button(t("report_page.to_interview"), key="to_interview", type="primary"):
            places.go(places.INTERVIEW)
        return
    places.stay(session_id)
    try:
        report = services().interviews.report(owner(), session_id)
    except (SessionNotFound, NotCompleted) as error:
        problems.show(problems.sentence(error))
        if isinstance(error, NotCompleted):
            if st.button(t("interview_page.continue"), key="continue", type="primary"):
                places.go(places.INTERVIEW, session=session_id)
        elif st.button(t("report_page.to_history"), key="to_history", type="primary"):
            places.go(places.HISTORY)
        return
    heading(report)
    judging(report)
    if under_way(report):
        st.skeleton(height=220)
    else:
        result(report)
    if report.match is not None:
        st.header(t("job.title"), anchor=False)
        job_match(report.match, held=True)
    answers(report)
    spent(report)


def newest() -> str | None:
    """Of the sessions that are finished."""
    return services().interviews.newest_finished(owner())


def heading(report: Report) -> None:
    session = report.session
    title = plain(session.title) or t("report.untitled")
    st.title(t("report_page.heading", title=title, day=day(session.created_at, with_year=False)), anchor=False)
    facts = [
        t("common.answered_of", answered=report.answered, planned=report.planned),
        duration(report.active_seconds),
        plain(reports.asked_by(session, language())),
        plain(reports.judged_by(session, language())),
    ]
    st.caption(" · ".join(fact for fact in facts if fact))


def answers(report: Report) -> None:
    beside = Beside(report.session.id)
    st.header(t("coach_page.notes"), anchor=False)
    beside.on_session()
    st.header(t("report.answers"), anchor=False)
    for turn in report.session.turns:
        if turn.answer is not None:
            judged_answer(turn, beside)


draw()
