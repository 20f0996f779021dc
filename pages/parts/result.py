"""What a session came to: score, band and change, the radar, the closing words."""

from __future__ import annotations

import streamlit as st

from engine import analytics
from engine.model import Report
from engine.wiring import services
from pages.parts import chart, labels
from pages.parts.judging import judge_all_again
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.report_file import download
from pages.parts.words import language, t, zone


def result(report: Report) -> None:
    sessions = analytics.sessions_frame(services().interviews.history(owner(), report.session.candidate_id))
    change = analytics.change_since(sessions, report.session.id)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.metric(
            t("report.overall"),
            "–" if report.overall_score is None else report.overall_score,
            delta=analytics.describe_change(change, language(), tz=zone()) if change else None,
            # The words may hide the sign ("down 3"), so colour and arrow are said outright.
            delta_color="off" if not change or not change.points else "green" if change.points > 0 else "red",
            delta_arrow="off" if not change or not change.points else "up" if change.points > 0 else "down",
        )
        with st.container(horizontal=True, gap="xsmall"):
            labels.band_badge(report.overall_score)
            if report.partial:
                st.badge(t("charts.partial"), color="gray", help=t("report.partial_note"))
            if report.mixed:
                st.badge(t("charts.mixed"), color="gray", help=t("report.mixed_note"))
        if report.session.summary:
            st.markdown(plain(report.session.summary.overall_feedback))
            if report.session.summary.provenance.fallback_reason:
                st.caption(t("pages.closing_by_stand_in"))
    with right:
        chart.radar(report, sessions)
    _lists(report)
    download(report)
    judge_all_again(report)


def _lists(report: Report) -> None:
    summary = report.session.summary
    if summary is None:
        return
    left, right = st.columns(2, gap="medium")
    for column, name, items in (
        (left, "strengths", summary.strengths),
        (right, "improvements", summary.improvements),
    ):
        if items:
            column.header(t(f"report.{name}"), anchor=False)
            column.markdown("\n".join(f"- {plain(item)}" for item in items))
