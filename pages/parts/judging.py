"""How far the judging of a session has come, and having it judged again."""

from __future__ import annotations

import streamlit as st

from engine import labels, rubric
from engine.model import Report, Turn, WorkStatus
from engine.report import Judge, judges
from engine.wiring import services
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.serving import has_model, to_settings
from pages.parts.words import joined, language, t

_EVERY_SECONDS = 1.0


def under_way(report: Report) -> bool:
    return report.session.evaluate_status in (WorkStatus.PENDING, WorkStatus.PROCESSING)


def incomplete(report: Report) -> bool:
    """Whether judging is over and something could not be judged."""
    evaluations = [turn.evaluation for turn in report.session.turns if turn.answer]
    unscored = any(each is None or each.score is None for each in evaluations)
    return not under_way(report) and (unscored or report.session.evaluate_status is WorkStatus.FAILED)


def judging(report: Report) -> None:
    """Say how far judging is, or what of it failed or is a stand-in's and can be judged again; else nothing.

    While it goes on this looks again every second; then the page is drawn anew and nothing polls any more.
    """
    if under_way(report):
        st.fragment(_progress, run_every=_EVERY_SECONDS)(report.session.id)
        return
    stood_in = sum(1 for turn in report.session.turns if is_stood_in(turn))
    failed, by_model = incomplete(report), report.session.interviewer != "offline"
    if not failed and not stood_in:
        return
    told = [t("pages.judging_failed")] if failed else [t("pages.by_stand_in", n=stood_in)]
    if by_model:
        told.append(t("pages.judge_again_by", judge=_model()) if has_model() else t("pages.judge_again_needs_model"))
    (st.warning if failed else st.info)(joined(*told), icon=":material/error:" if failed else ":material/info:")
    if failed or has_model():
        _judge_again(report.session.id)
    if by_model and not has_model():
        to_settings()


def is_stood_in(turn: Turn) -> bool:
    """Whether somebody else than the chosen interviewer judged what was said here."""
    evaluation = turn.evaluation
    said = turn.answer is not None and not turn.answer.is_blank
    return said and evaluation is not None and bool(evaluation.provenance.fallback_reason)


def judge_all_again(report: Report) -> None:
    """The way to make a session comparable with those that whoever serves now has judged: all of it anew.

    Nothing where that one has judged it already, and where something is missing or a stand-in's, since what to do
    about that is said above.
    """
    if under_way(report) or incomplete(report) or not report.answered or report.stand_in:
        return
    now, name = current_judge()
    if judges(report.session) == (now,):
        return
    if st.button(t("pages.judge_all_again", judge=name), key="judge_again", icon=":material/refresh:"):
        services().interviews.judge_all_again(owner(), report.session.id)
        st.rerun()
    st.caption(t("pages.judge_all_again_note", judge=name))


def current_judge() -> tuple[Judge, str]:
    """Who would judge a session begun now, and what that one is called; Markdown."""
    judge = Judge(services().interviewers.name, services().choices.current(owner()).model, rubric.VERSION)
    return judge, plain(labels.judge(*judge, language()))


def _judge_again(session_id: str) -> None:
    if st.button(t("pages.judge_again"), key="judge_again", icon=":material/refresh:"):
        services().interviews.judge_again(owner(), session_id)
        st.rerun()


def _model() -> str:
    return plain(services().choices.current(owner()).model)


def _progress(session_id: str) -> None:
    report = services().interviews.report(owner(), session_id)
    if not under_way(report):
        st.rerun()
    total = sum(1 for turn in report.session.turns if turn.answer)
    judged = total - report.pending
    text = t("pages.judging", n=total, judged=judged) if report.pending else t("pages.summing_up")
    st.progress(judged / total if total else 1.0, text=text)
