"""Side by side: up to four people on one rubric, in an order drawn by lot."""

from __future__ import annotations

import secrets

import streamlit as st

from engine import comparing, labels
from engine.errors import BadRequest, PersonNotFound
from engine.wiring import services
from pages.parts import address, beside, kept, places, problems
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.words import language, t

st.set_page_config(layout="wide")


def draw() -> None:
    st.page_link(places.CANDIDATES, label=t("candidate_page.to_candidates"), icon=":material/arrow_back:")
    st.title(t("comparison.title"), anchor=False)
    ids = asked()
    if len(ids) < 2:
        st.markdown(t("compare_page.few"))
        if st.button(t("compare_page.to_candidates"), key="to_candidates", type="primary"):
            places.go(places.CANDIDATES)
        return
    try:
        found = comparing.compare(services().histories, owner(), ids, judge=None, seed=seed())
        found = judged(found, ids)
    except (BadRequest, PersonNotFound) as error:
        problems.show(problems.sentence(error))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("comparison.order"), width="content")
        st.button(
            t("compare_page.reorder"), key="reorder", type="tertiary", icon=":material/shuffle:", on_click=draw_lots
        )
        if found.scored:
            st.space("stretch")
            beside.download(found)
    if len(found.scored) < 2:
        st.warning(t("compare_page.cannot"), icon=":material/info:")
    beside.people(found)
    if found.scored:
        beside.charts_of(found)
        beside.categories(found)


def asked() -> list[int]:
    """Whom the URL names."""
    named = address.first("people")[:100].split(",")
    return [int(each) for each in named if each.isascii() and each.isdecimal() and len(each) < 18]


def seed() -> str:
    """What the order is drawn by; it stands in the URL, so that whoever opens it sees the same order."""
    if not address.first("order"):
        draw_lots()
    return address.first("order")[:20]


def draw_lots() -> None:
    address.write("order", secrets.token_hex(3))


def judged(found: comparing.Comparison, ids: list[int]) -> comparing.Comparison:
    """The same by the judge that is chosen, and a line on who that is."""
    if found.judge is None:
        return found
    known = {"|".join(each): each for each in found.judges}
    named = {key: labels.judge(*each, language()) for key, each in known.items()}
    key = next(iter(known))
    if len(known) > 1:
        key = kept.one(t("compare_page.judge"), named, "judge", width=360)
    else:
        st.caption(plain(t("comparison.judged_by", judge=named[key])))
    if known[key].interviewer == "offline":
        st.caption(t("compare_page.offline"))
    if known[key] == found.judge:
        return found
    return comparing.compare(services().histories, owner(), ids, judge=known[key], seed=found.seed)


draw()
