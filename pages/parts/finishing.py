"""Finishing an interview before its last question."""

from __future__ import annotations

import streamlit as st

from engine.model import Session
from engine.wiring import services
from pages.parts.confirm import confirm
from pages.parts.owner import owner
from pages.parts.words import t


def finish_button(session: Session) -> None:
    if st.button(t("interview_page.finish"), key="finish", type="tertiary"):
        # Questions that are not written yet are open too.
        answered = sum(1 for turn in session.turns if turn.answer and not turn.follow_up)
        confirm(
            "finish",
            t("interview_page.finish_title"),
            t("interview_page.finish_body", n=session.brief.question_count - answered),
            t("interview_page.finish_yes"),
            lambda: _complete(session.id),
            otherwise=t("interview_page.stay"),
        )


def _complete(session_id: str) -> None:
    services().interviews.complete(owner(), session_id)
