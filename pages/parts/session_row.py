"""One session in the history: what it was, what it came to, and what can be done with it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from engine import labels as names
from engine.model import Row, SessionStatus, WorkStatus
from engine.wiring import services
from pages.parts import labels, places
from pages.parts.confirm import confirm
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.words import day, duration, language, moment, t

_OPEN: Final = (SessionStatus.CREATED, SessionStatus.IN_PROGRESS)


def session_row(row: Row) -> None:
    session_id = row["session_id"]
    is_open = row["status"] in _OPEN
    with st.container(border=True):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(f"**{title(row)}**", width="content")
            _status(row, is_open)
        st.caption(" · ".join(_facts(row, is_open)))
        with st.container(horizontal=True, vertical_alignment="center"):
            if is_open:
                if st.button(t("interview_page.continue"), key=f"continue_{session_id}", icon=":material/play_arrow:"):
                    places.go(places.INTERVIEW, session=session_id)
            elif st.button(t("history_page.open"), key=f"open_{session_id}", icon=":material/insights:"):
                places.go(places.REPORT, session=session_id)
            st.space("stretch")
            if st.button(
                t("history_page.delete"), key=f"delete_{session_id}", type="tertiary", icon=":material/delete:"
            ):
                _delete(row)


def title(row: Row) -> str:
    """What the session was for, safe for Markdown."""
    return plain(row["title"]) or t("report.untitled")


def _status(row: Row, is_open: bool) -> None:
    if is_open:
        st.badge(t("history_page.unfinished"), color="blue")
    elif row["evaluate_status"] in (WorkStatus.PENDING, WorkStatus.PROCESSING):
        st.badge(t("history_page.judging"), color="gray")
    else:
        labels.score_badge(row["overall_score"])
        if row["partial"]:
            st.badge(t("charts.partial"), color="gray")
        if row["mixed"]:
            st.badge(t("charts.mixed"), color="gray")


def _facts(row: Row, is_open: bool) -> list[str]:
    judge = names.judge(row["interviewer"], row["model"], row["rubric_version"], language())
    facts = [
        moment(row["created_at"]),
        plain(row["candidate_name"] or ""),
        t("common.answered_of", answered=row["answered"], planned=row["planned"]),
        duration(row["active_seconds"]),
        "" if is_open or row["overall_score"] is None else t("pages.judged_by", judge=plain(judge)),
    ]
    return [fact for fact in facts if fact]


def _delete(row: Row) -> None:
    confirm(
        "delete_session",
        t("history_page.delete_title"),
        t("history_page.delete_body", title=title(row), day=day(row["created_at"])),
        t("history_page.delete_yes"),
        lambda: services().interviews.delete(owner(), row["session_id"]),
    )
