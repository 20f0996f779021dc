"""Who asks: one quiet line beside each question, and one clear word where a stand-in has begun to."""

from __future__ import annotations

import streamlit as st

from engine import labels
from engine.model import Session, Turn
from pages.parts.plain import plain
from pages.parts.serving import to_settings
from pages.parts.words import joined, language, t


def asked_by(turn: Turn) -> None:
    author = turn.question.author
    name = plain(labels.judge(author.interviewer, author.model, "", language()))
    st.caption(
        t("interview_page.asked_by_stand_in" if author.fallback_reason else "interview_page.asked_by", author=name)
    )


def stands_in(session: Session, turn: Turn) -> None:
    """Beside the first question that a stand-in wrote, and no other: why, and what can be done about it."""
    reason = turn.question.author.fallback_reason
    before = (each for each in session.turns[: turn.index] if not each.follow_up)
    if not reason or turn.follow_up or any(each.question.author.fallback_reason for each in before):
        return
    what = t("interview_page.stands_in_from_here" if turn.main else "interview_page.stands_in")
    why = labels.fallback(reason, language())
    told = joined(f"**{what}**", plain(why), t("interview_page.stands_in_go_on"))
    st.warning(told, icon=":material/info:")
    to_settings()
