"""People beside each other: scores, charts, and in each category what was quoted of whom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pandas as pd
import streamlit as st

from engine import analytics, charts, comparing
from engine.comparing import Compared, Comparison
from engine.wiring import services
from pages.parts import chart, labels, places
from pages.parts.owner import owner
from pages.parts.person_row import name_of
from pages.parts.plain import plain, quoted
from pages.parts.session_row import title
from pages.parts.words import day, language, t, zone

_QUOTES: Final = 2
"""Quotes of a category and person that are open; the rest are one click away."""


def people(found: Comparison) -> None:
    """A column for each: the score, and what it is of."""
    for column, (name, each) in zip(st.columns(len(found.people), gap="medium"), _named(found), strict=True):
        with column.container(border=True, height="stretch"):
            number = each.beside.candidate_id
            label = f"**{plain(name_of(name))}**"
            st.page_link(places.CANDIDATE, label=label, query_params={"candidate": str(number)})
            session = each.beside.session
            if session is None:
                st.badge(t("candidates_page.no_score"), color="gray")
                st.caption(plain(comparing.why(each, found.judge, language())))
                continue
            labels.score_badge(session["overall_score"])
            told = [title(session), day(session["created_at"])]
            told.append(t("common.answered_of", answered=session["answered"], planned=session["planned"]))
            st.caption(" · ".join(told))
            st.page_link(
                places.REPORT,
                label=t("compare_page.open"),
                icon=":material/insights:",
                query_params={"session": session["session_id"]},
            )


def charts_of(found: Comparison) -> None:
    assert found.judge is not None
    left, right = st.columns(2, gap="large")
    with left:
        st.header(t("compare_page.radar"), anchor=False)
        _radar(found)
    with right:
        st.header(t("comparison.over_time"), anchor=False)
        _trend(found)


def categories(found: Comparison) -> None:
    st.header(t("compare_page.quotes"), anchor=False)
    scored = [(name, each) for name, each in _named(found) if each.beside.session is not None]
    for key in found.categories:
        with st.container(border=True):
            st.subheader(labels.category(key), anchor=False)
            for column, (name, each) in zip(st.columns(len(scored), gap="medium"), scored, strict=True):
                with column:
                    _cell(key, name, each)


def download(found: Comparison) -> None:
    speaking, here, whose, histories = language(), zone(), owner(), services().histories
    st.download_button(
        t("compare_page.download"),
        # Called on a thread of its own, where nothing of the page can be asked any more.
        lambda: comparing.pdf(histories, whose, found, speaking, here),
        file_name=f"rehearsal-comparison-{datetime.now(UTC):%Y-%m-%d}.pdf",
        mime="application/pdf",
        key="download_comparison",
        icon=":material/download:",
        on_click="ignore",
    )


def _named(found: Comparison) -> list[tuple[str, Compared]]:
    return list(zip(comparing.names(found.people, language()), found.people, strict=True))


def _cell(key: str, name: str, each: Compared) -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(f"**{plain(name_of(name))}**", width="content")
        if key not in each.beside.categories:
            st.badge(t("charts.not_asked"), color="gray")
            return
        labels.score_badge(each.beside.categories[key])
    quotes = each.beside.quotes.get(key, [])
    for evidence in quotes[:_QUOTES]:
        st.markdown(quoted(t("report.quote", quote=evidence.quote)))
    if not quotes:
        st.caption(t("comparison.no_quote"))
    if quotes[_QUOTES:]:
        with st.expander(t("compare_page.more_quotes"), key=f"more_{key}_{each.beside.candidate_id}", type="compact"):
            for evidence in quotes[_QUOTES:]:
                st.markdown(quoted(t("report.quote", quote=evidence.quote)))


def _radar(found: Comparison) -> None:
    """The scores of the sessions compared, each person's as one line."""
    assert found.judge is not None
    rows = [
        {"group": name, "category": key, "score": score, "sessions": 1, **found.judge._asdict()}
        for name, each in _named(found)
        for key, score in each.beside.categories.items()
        if score is not None
    ]
    frame = charts.in_order(pd.DataFrame(rows), _order(found))
    chart._show(
        "beside_radar",
        charts.overlay_radar(frame, language(), chart._dark()),
        charts.describe_overlay_radar(frame, language()),
        charts.overlay_radar_table(frame, language()),
        ("category", "group", "score"),
    )


def _trend(found: Comparison) -> None:
    """All sessions by the judge, so that one good or bad day is seen as such."""
    rows = [
        {"group": name, **row}
        for name, each in _named(found)
        for row in each.sessions
        if each.beside.session is not None and comparing.judge_of(row) == found.judge
    ]
    frame = charts.in_order(analytics.sessions_frame(rows), _order(found))
    chart._show(
        "beside_trend",
        charts.overlay_trend(frame, language(), chart._dark(), zone()),
        charts.describe_overlay_trend(frame, language(), zone()),
        charts.overlay_trend_table(frame, language(), zone()),
        ("group", "date", "score", "remark"),
    )


def _order(found: Comparison) -> list[str]:
    """Of the names that are drawn, so that the first has the first colour, as on paper."""
    return [name for name, each in _named(found) if each.beside.session is not None]
