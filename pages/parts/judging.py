"""How far the judging of a session has come, looked at again every second while it goes on."""

from __future__ import annotations

import streamlit as st

from engine.model import Report, WorkStatus
from engine.wiring import services
from pages.parts.owner import owner
from pages.parts.words import t

_EVERY_SECONDS = 1.0


def under_way(report: Report) -> bool:
    return report.session.evaluate_status in (WorkStatus.PENDING, WorkStatus.PROCESSING)


def incomplete(report: Report) -> bool:
    """Whether judging is over and something could not be judged."""
    evaluations = [turn.evaluation for turn in report.session.turns if turn.answer]
    unscored = any(each is None or each.score is None for each in evaluations)
    return not under_way(report) and (unscored or report.session.evaluate_status is WorkStatus.FAILED)


def judging(report: Report) -> None:
    """Say how far judging is, or that it failed and can be tried again; nothing once all is judged.

    While it goes on this looks again every second; then the page is drawn anew and nothing polls any more.
    """
    if under_way(report):
        st.fragment(_progress, run_every=_EVERY_SECONDS)(report.session.id)
    elif incomplete(report):
        st.warning(t("pages.judging_failed"), icon=":material/error:")
        judge_again_button(report.session.id)


def judge_again_button(session_id: str) -> None:
    if st.button(t("pages.judge_again"), key="judge_again", icon=":material/refresh:"):
        services().interviews.judge_again(owner(), session_id)
        st.rerun()


def _progress(session_id: str) -> None:
    report = services().interviews.report(owner(), session_id)
    if not under_way(report):
        st.rerun()
    total = sum(1 for turn in report.session.turns if turn.answer)
    judged = total - report.pending
    text = t("pages.judging", n=total, judged=judged) if report.pending else t("pages.summing_up")
    st.progress(judged / total if total else 1.0, text=text)
