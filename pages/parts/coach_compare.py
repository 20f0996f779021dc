"""Up to six people or cohorts beside each other: over time, by category, and how their scores spread."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any, Literal

import pandas as pd
import streamlit as st

from engine import analytics, charts
from engine.history import MOST_POINTS, Group, Overlay
from engine.wiring import services
from pages.parts import address, chart, groups, kept
from pages.parts.owner import owner
from pages.parts.words import language, t


def compare() -> None:
    options = groups.options(address.every(groups.NAME))
    chosen = kept.many(
        t("coach_page.groups"), options, groups.NAME, groups.MOST_GROUPS, placeholder=t("coach_page.groups_hint")
    )
    if not chosen:
        st.markdown(t("coach_page.compare_empty"))
        recent = [each for each in options if each.startswith("person:")][:4]
        st.button(
            t("coach_page.compare_recent"),
            key="compare_recent",
            type="primary",
            on_click=address.write,
            args=(groups.NAME, recent),
        )
        return
    members = [groups.group(each, options[each]) for each in chosen]
    found = _overlay(members)
    sessions = analytics.sessions_frame(found.sessions)
    if sessions.empty:
        st.markdown(t("coach_page.compare_unscored"))
        return
    _draw(members, found, sessions)


def _overlay(members: list[Group]) -> Overlay:
    """People as they are now, cohorts as they were within the last seconds."""
    parts = [services().histories.overlay(owner(), [each for each in members if each.kind == "person"])]
    parts += [_cohort(owner(), str(services().settings.database), each) for each in members if each.kind != "person"]
    return Overlay(*(list(itertools.chain.from_iterable(rows)) for rows in zip(*parts, strict=True)))


@st.cache_data(ttl=20, max_entries=32, show_spinner=False)
def _cohort(whose: str, database: str, group: Group) -> Overlay:
    """One cohort: summing up a hundred thousand sessions anew at every click would take most of the page's time."""
    assert database  # part of the key: one process may serve several, one after the other
    return services().histories.overlay(whose, [group])


def _draw(members: list[Group], found: Overlay, sessions: pd.DataFrame) -> None:
    names = [each.name for each in members]
    sessions = charts.in_order(sessions, names)
    means = charts.in_order(_judged(found.categories), names)
    st.header(t("coach_page.over_time"), anchor=False)
    align = _align()
    large = _large(members, found)
    if large and align == "number":
        st.caption(t("coach_page.newest_only", n=MOST_POINTS))
    months = [row for row in found.months if row["group"] in large]
    chart.overlay_trend(sessions, charts.in_order(_judged(months), names) if months else None, align)
    judge = _judge(means)
    left, right = st.columns(2, gap="large")
    with left:
        st.header(t("coach_page.by_category"), anchor=False)
        chart.overlay_radar(means, sessions, judge)
    with right:
        st.header(t("coach_page.spread"), anchor=False)
        if large:
            st.caption(t("coach_page.newest_only", n=MOST_POINTS))
        chart.distribution(sessions, judge)


def _align() -> Literal["date", "number"]:
    key = kept.among(
        t("coach_page.over_time"), {each: t(f"coach_page.align.{each}") for each in ("date", "number")}, "by"
    )
    return "number" if key == "number" else "date"


def _judge(means: pd.DataFrame) -> str:
    """By whom the scores are: scores of different judges are not laid over each other."""
    judges = list(dict.fromkeys(means["judge"])) if len(means) else []
    common = charts.common_judge(means) if judges else ""
    if len(judges) < 2:
        return common
    options = {each: charts.judge_name(each, language()) for each in judges}
    return kept.one(t("coach_page.judge"), options, "judged_by", default=common, width=420)


def _large(members: list[Group], found: Overlay) -> set[str]:
    """Cohorts of more sessions than are drawn one by one."""
    counts = Counter(row["group"] for row in found.sessions)
    return {each.name for each in members if each.kind != "person" and counts[each.name] >= MOST_POINTS}


def _judged(rows: list[Any]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    if frame.empty:
        return pd.DataFrame({name: [] for name in ("group", "category", "score", "sessions", "judge")})
    return frame.assign(judge=frame["interviewer"] + "|" + frame["model"] + "|" + frame["rubric_version"])
