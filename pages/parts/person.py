"""Whose history a page shows: named in the URL, chosen where there are several."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import streamlit as st

from engine.model import Row
from engine.wiring import services
from pages.parts import address, kept
from pages.parts.owner import owner
from pages.parts.words import t

_OFFERED: Final = 100


def chosen() -> int | None:
    """The id of the person asked for, else of who held a session last; None where there is nobody."""
    page = services().people.recent(owner(), _OFFERED)
    people = with_asked(page.rows, [address.first("candidate")])
    if not people:
        return None
    options = named(people)
    if len(options) == 1:
        return int(next(iter(options)))
    # What is looked at more closely is of one person: another has other categories.
    found = kept.one(t("history_page.candidate"), options, "candidate", also=("category", "sessions"))
    if page.total > len(page.rows):
        st.caption(t("history_page.more_people", n=page.total, shown=len(page.rows)))
    return int(found)


def with_asked(rows: Iterable[Row], ids: Iterable[str]) -> list[Row]:
    """``rows`` and those people beside them whose ids a URL names."""
    people = list(rows)
    known = {str(row["candidate_id"]) for row in people}
    asked = [int(each) for each in ids if each.isascii() and each.isdecimal() and len(each) < 16 and each not in known]
    return [*people, *services().people.named(owner(), asked)]


def named(people: Iterable[Row]) -> dict[str, str]:
    """What people are called, by id as text; those of one name are told apart by a number."""
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for row in people:
        name = " ".join((row["name"] or t("resume_page.nameless")).split())
        name = name if len(name) <= 60 else f"{name[:59]}…"
        counts[name] = counts.get(name, 0) + 1
        names[str(row["candidate_id"])] = name if counts[name] == 1 else f"{name} · {counts[name]}"
    return names
