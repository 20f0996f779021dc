"""The best and the weakest answers of a person, in their own words."""

from __future__ import annotations

from typing import Final

import streamlit as st

from engine.charts import judge_name
from engine.history import Highlight
from engine.wiring import services
from pages.parts import labels, places
from pages.parts.owner import owner
from pages.parts.plain import plain, quoted
from pages.parts.words import day, language, t

_LONGEST: Final = 160


def highlights(candidate_id: int) -> None:
    judge = services().histories.newest_judge(owner(), candidate_id)
    if judge is None:
        st.caption(t("history_page.no_highlights"))
        return
    best = services().histories.best(owner(), candidate_id, judge)
    places_of_best = [_place(each) for each in best]
    weakest = [
        each
        for each in services().histories.weakest(owner(), candidate_id, judge)
        if _place(each) not in places_of_best
    ]
    left, right = st.columns(2, gap="medium")
    for column, name, found in ((left, "best", best), (right, "weakest", weakest)):
        with column:
            st.subheader(t(f"history_page.{name}"), anchor=False)
            for each in found:
                _highlight(name, each)
            if not found:
                st.caption(t("history_page.no_highlights"))
    st.caption(t("charts.shown_by", judge=plain(judge_name("|".join(judge), language()))))


def _beginning(answer: str) -> str:
    """Of an answer nothing of which was quoted, so that its person sees what is meant."""
    line = " ".join(answer.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"


def _place(each: Highlight) -> tuple[str, int, int]:
    return each.row["session_id"], each.row["main"], each.row["follow_up"]


def _highlight(name: str, each: Highlight) -> None:
    row = each.row
    with st.container(border=True):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            labels.score_badge(row["score"])
            st.badge(labels.category(row["category"]), color="gray")
        st.markdown(f"**{plain(row['question'])}**")
        if each.evidence:
            st.markdown(quoted(t("report.quote", quote=each.evidence[0].quote)))
        else:
            st.markdown(quoted(t("report.quote", quote=_beginning(row["answer"]))))
            st.caption(t("history_page.no_quote"))
        if name == "weakest" and each.missing:
            st.caption(t("history_page.still_open", point=plain(each.missing[0])))
        key = f"{name}_{row['session_id']}_{row['main']}_{row['follow_up']}"
        label = t("history_page.report_of", day=day(row["created_at"]))
        if st.button(label, key=key, type="tertiary", icon=":material/insights:"):
            places.go(places.REPORT, session=row["session_id"])
