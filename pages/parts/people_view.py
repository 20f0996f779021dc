"""Whom the list of people shows, and in which order: search, filters and sorting, all kept in the URL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple, get_args

import streamlit as st

from engine import analytics, labels
from engine.model import Language, SessionStatus
from engine.people import Choices, Filters, Sort
from engine.report import Judge
from pages.parts import address, kept
from pages.parts.labels import language_name
from pages.parts.words import language, t, zone

_FIRST: Final = ("page",)
"""What a change of view takes back: it begins on the first page."""
_SCORES: Final = ("score", "change")
_NAMES: Final = ("search", "role", "skill", "tag", "spoken", "status", "since", "until", "judge", "score")
_IN_THE_BOX: Final = _NAMES[1:]


class View(NamedTuple):
    filters: Filters
    sort: Sort
    descending: bool


def view(choices: Choices) -> View:
    """Draw what can be chosen, and say what is."""
    judges = {"|".join(each): each for each in choices.judges}
    judge = judges.get(kept.asked("judge", list(judges), ""))
    search = kept.words(t("candidates_page.search"), "search", also=_FIRST, icon=":material/search:")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        which = kept.among(
            t("candidates_page.shortlist"),
            {"": t("candidates_page.everyone"), "yes": t("candidates_page.shortlist")},
            "shortlist",
        )
        st.space("stretch")
        sort = kept.one(t("candidates_page.sort"), _sorts(judge), "sort", also=_FIRST, width=220)
    count = sum(1 for name in _IN_THE_BOX if address.first(name))
    label = t("candidates_page.filters_set", n=count) if count else t("candidates_page.filters")
    with st.expander(label, key="filters", icon=":material/tune:"):
        filters = _box(choices, judges, judge)
    if not _ranks(judge):
        st.caption(t(f"candidates_page.unranked_{'offline' if judge else 'any'}"))
    if count or search:
        st.button(t("candidates_page.clear"), key="clear", type="tertiary", icon=":material/close:", on_click=_clear)
    known = next(each for each in get_args(Sort) if each == sort)
    filters = replace(filters, search=search.strip(), shortlisted=which == "yes")
    return View(filters, known, known != "name")


def _sorts(judge: Judge | None) -> dict[str, str]:
    kinds = ["last", "name", "sessions", "due", *(_SCORES if _ranks(judge) else ())]
    return {kind: t(f"candidates_page.sort_{kind}") for kind in kinds}


def _ranks(judge: Judge | None) -> bool:
    return judge is not None and analytics.ranks_people(judge.interviewer)


def _box(choices: Choices, judges: dict[str, Judge], judge: Judge | None) -> Filters:
    """What is chosen one by one, all but the search and the shortlist."""
    nothing = {"": t("candidates_page.any")}
    left, right = st.columns(2)
    with left:
        role = _of("role", choices.roles)
        tag = _of("tag", choices.tags)
        status = kept.one(
            t("candidates_page.status"),
            nothing | {each.value: t(f"candidates_page.status_{each.value}") for each in SessionStatus},
            "status",
            also=_FIRST,
        )
        since = _day("since")
    with right:
        skill = _of("skill", choices.skills)
        spoken = kept.one(
            t("candidates_page.spoken"),
            nothing | {each: language_name(each) for each in get_args(Language)},
            "spoken",
            also=_FIRST,
        )
        named = {key: labels.judge(*each, language()) for key, each in judges.items()}
        kept.one(
            t("candidates_page.judge"),
            {"": t("candidates_page.any_judge")} | named,
            "judge",
            also=(*_FIRST, "sort", "score"),
        )
        until = _day("until")
    least, most = _scores(_ranks(judge))
    return Filters(
        role=role,
        skill=skill,
        tag=tag,
        language=next((each for each in get_args(Language) if each == spoken), None),
        status=SessionStatus(status) if status else None,
        since=_moment(since) if since else None,
        until=_moment(until + timedelta(days=1)) if until else None,
        judge=judge,
        least=least,
        most=most,
    )


def _of(name: str, options: list[str]) -> str:
    """One of the most common; what a shared address names is there too, though it be rare."""
    asked = address.first(name)[:300]
    known = dict.fromkeys([*options, *([asked] if asked else [])])
    return kept.one(
        t(f"candidates_page.{name}"), {"": t("candidates_page.any")} | {each: each for each in known}, name, also=_FIRST
    )


def _day(name: str) -> date | None:
    try:
        value = date.fromisoformat(address.first(name))
    except ValueError:
        value = None
    chosen = st.date_input(
        t(f"candidates_page.{name}"), value, key=name, format="YYYY-MM-DD", on_change=_keep, args=(name,)
    )
    return chosen if isinstance(chosen, date) else None


def _moment(when: date) -> datetime:
    return datetime.combine(when, time.min, zone())


def _scores(ranks: bool) -> tuple[int | None, int | None]:
    """Bounds of the last score, off where scores rank nobody."""
    low, _, high = address.first("score").partition("-")
    bounds = (int(low), int(high)) if low.isdecimal() and high.isdecimal() else (0, 100)
    value = bounds if 0 <= bounds[0] <= bounds[1] <= 100 and ranks else (0, 100)
    chosen = st.slider(
        t("candidates_page.score"), 0, 100, value, key="score", disabled=not ranks, on_change=_keep, args=("score",)
    )
    least, most = chosen
    return (least or None, most if most < 100 else None) if ranks else (None, None)


def _keep(name: str) -> None:
    value = st.session_state[name]
    if value is None or value == (0, 100):
        address.write(name, None)
    else:
        address.write(name, "-".join(map(str, value)) if isinstance(value, tuple) else str(value))
    _begin_anew()


def _begin_anew() -> None:
    for name in _FIRST:
        address.write(name, None)
        st.session_state.pop(name, None)


def _clear() -> None:
    for name in (*_NAMES, "sort"):
        address.write(name, None)
        st.session_state.pop(name, None)
    _begin_anew()
