"""Everyone at a glance: last score, what changed within 30 days, sessions, what is due."""

from __future__ import annotations

from typing import Final, cast

import streamlit as st

from engine import analytics
from engine import labels as names
from engine.model import Row
from engine.people import Filters, Page, Sort
from engine.report import Judge
from engine.wiring import services
from pages.parts import address, groups, kept, labels, places
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.words import day, language, t

_ROWS_A_PAGE: Final = 12
_SORTS: Final = ("last", "due", "sessions", "name")
_BY_SCORE: Final = ("score", "change")
_MOST_PAGES: Final = 1_000_000
_TURNS_BACK: Final = ("page",)


def people() -> None:
    filters, sort = _filters()
    found = _page(filters, sort, kept.page("page", _MOST_PAGES))
    pages = -(-found.total // _ROWS_A_PAGE)
    if not found.rows and found.total:
        found = _page(filters, sort, pages)  # there are fewer of them than when the URL was shared
    _chosen()
    st.caption(t("coach_page.found", n=found.total))
    for row in found.rows:
        _person(row)
    kept.turn("page", pages)


def _page(filters: Filters, sort: Sort, number: int) -> Page:
    return services().people.list(
        owner(), filters, sort=sort, descending=sort != "name", page=number, size=_ROWS_A_PAGE
    )


def _filters() -> tuple[Filters, Sort]:
    judges = {"|".join(each): each for each in services().people.judges(owner())}
    called = {"": t("coach_page.any_judge")}
    called |= {key: names.judge(*judge, language()) for key, judge in judges.items()}
    left, middle, right = st.columns([3, 4, 3], vertical_alignment="bottom")
    with left:
        search = kept.words(t("coach_page.search"), "search", also=_TURNS_BACK, icon=":material/search:")
    with middle:
        judge = judges.get(kept.one(t("coach_page.judge"), called, "judge", also=("page", "sort")))
    ranks = judge is not None and analytics.ranks_people(judge.interviewer)
    with right:
        sorts = (*_SORTS, *(_BY_SCORE if ranks else ()))
        sort = kept.one(
            t("coach_page.sort"), {each: t(f"coach_page.sorted.{each}") for each in sorts}, "sort", also=_TURNS_BACK
        )
    if not ranks:
        st.caption(t("coach_page.offline_ranks_nobody" if judge else "coach_page.judges_rank_apart"))
    return Filters(search=search, judge=judge), cast("Sort", sort)


def _chosen() -> None:
    """Who is to be compared so far, and the way there."""
    count = len(address.every(groups.NAME))
    if count:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(t("coach_page.to_compare", n=count), width="content")
            st.button(
                t("coach_page.compare_them"),
                key="compare_them",
                icon=":material/compare_arrows:",
                on_click=address.write,
                args=("view", "compare"),
            )


def _person(row: Row) -> None:
    key = groups.of_person(row["candidate_id"])
    compared = address.every(groups.NAME)
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(f"**{plain(row['name']) or t('resume_page.nameless')}**", width="content")
            if row["last_score"] is not None:
                labels.score_badge(row["last_score"])
            _change(row["change_30d"])
            if row["due"]:
                st.badge(t("coach_page.due", n=row["due"]), color="orange", icon=":material/replay:")
            st.space("stretch")
            with st.container(horizontal=True, gap="small", width="content"):
                _ways(row, key, compared)
        st.caption(" · ".join(each for each in _facts(row) if each))


def _ways(row: Row, key: str, compared: list[str]) -> None:
    """To the person's history, and into the comparison or out of it."""
    candidate_id, chosen = row["candidate_id"], key in compared
    if row["sessions"] and st.button(
        t("coach_page.history"), key=f"history_{candidate_id}", type="tertiary", icon=":material/history:"
    ):
        places.go(places.HISTORY, candidate=str(candidate_id))
    st.button(
        t("coach_page.leave" if chosen else "coach_page.add"),
        key=f"compare_{candidate_id}",
        type="tertiary",
        icon=":material/remove:" if chosen else ":material/add:",
        disabled=not chosen and len(compared) >= groups.MOST_GROUPS,
        on_click=groups.toggle,
        args=(key,),
    )


def _change(points: int | None) -> None:
    if points is not None:
        sign = "+" if points > 0 else "−" if points < 0 else "±"
        colour: labels.Colour = "green" if points > 0 else "red" if points < 0 else "gray"
        st.badge(t("coach_page.change", points=f"{sign}{abs(points)}"), color=colour)


def _facts(row: Row) -> list[str]:
    judged = row["last_score"] is not None
    judge = Judge(row["interviewer"], row["model"], row["rubric_version"]) if judged else None
    return [
        plain(t("common.list").join((row["roles"] or [])[:2])),
        t("history_page.sessions", n=row["sessions"]) if row["sessions"] else t("coach_page.no_session"),
        t("coach_page.last_held", day=day(row["last_at"])) if row["last_at"] else "",
        plain(t("common.list").join(row["tags"] or [])),
        t("pages.judged_by", judge=plain(names.judge(*judge, language()))) if judge else "",
    ]
