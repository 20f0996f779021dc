"""Who is chosen to be put side by side. They stay chosen from page to page and filter to filter."""

from __future__ import annotations

from typing import Final

import streamlit as st

from engine.history import MOST_SIDE_BY_SIDE
from pages.parts import places
from pages.parts.plain import plain
from pages.parts.words import t

_KEPT: Final = "chosen_people"


def chosen() -> dict[int, str]:
    """Names by the ids of the chosen, as they were chosen."""
    found: dict[int, str] = st.session_state.setdefault(_KEPT, {})
    return found


def box(candidate_id: int, name: str) -> None:
    """A box to choose somebody by; off for others once there are four."""
    picked = candidate_id in chosen()
    st.checkbox(
        t("candidates_page.choose", name=plain(name)),
        value=picked,
        key=f"choose_{candidate_id}",
        label_visibility="collapsed",
        width="content",
        disabled=len(chosen()) >= MOST_SIDE_BY_SIDE and not picked,
        on_change=_choose,
        args=(candidate_id, name),
    )


def bar() -> None:
    """Who is chosen, and the way on; while nobody is, how to choose."""
    people = chosen()
    if not people:
        st.caption(t("candidates_page.how_to_choose"))
        return
    names = t("common.list").join(plain(name) for name in people.values())
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        enough = len(people) > 1
        st.markdown(t(f"candidates_page.{'chosen' if enough else 'chosen_few'}", names=names), width="content")
        st.space("stretch")
        st.button(t("candidates_page.clear_chosen"), key="chosen_clear", type="tertiary", on_click=_clear)
        label = t("candidates_page.side_by_side")
        if st.button(
            label, key="chosen_compare", type="primary", disabled=not enough, icon=":material/compare_arrows:"
        ):
            places.go(places.COMPARE, people=",".join(map(str, people)))


def forget(candidate_id: int) -> None:
    """Somebody is gone, or part of somebody else."""
    chosen().pop(candidate_id, None)


def _choose(candidate_id: int, name: str) -> None:
    if st.session_state[f"choose_{candidate_id}"]:
        if len(chosen()) < MOST_SIDE_BY_SIDE:
            chosen()[candidate_id] = name
    else:
        forget(candidate_id)


def _clear() -> None:
    for each in chosen():
        st.session_state.pop(f"choose_{each}", None)
    chosen().clear()
