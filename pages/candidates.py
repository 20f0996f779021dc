"""Candidates: everyone who was interviewed, to be searched, filtered, tagged, shortlisted and compared."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from engine import export
from engine.people import Choices, Page
from engine.wiring import services
from pages.parts import chosen, kept, places
from pages.parts.owner import owner
from pages.parts.people_view import View, view
from pages.parts.person_row import person_row
from pages.parts.words import t

_ROWS_A_PAGE: Final = 20
_FURTHEST: Final = 10_000


def draw() -> None:
    st.title(t("candidates_page.title"), anchor=False)
    choices = chosen_from(owner(), str(services().settings.database))
    if not choices.roles and not services().people.list(owner(), size=1).total:
        st.markdown(t("candidates_page.empty"))
        if st.button(t("candidates_page.to_resume"), key="to_resume", type="primary"):
            places.go(places.RESUME)
        return
    asked = view(choices)
    found = listed(asked, kept.page("page", _FURTHEST))
    pages = -(-found.total // _ROWS_A_PAGE)
    if not found.rows and found.total:
        found = listed(asked, pages)
    chosen.bar()
    if not found.total:
        st.markdown(t("candidates_page.nobody"))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(t("candidates_page.people", n=found.total), anchor=False, width="content")
        st.space("stretch")
        files(asked)
    for row in found.rows:
        person_row(row)
    kept.turn("page", pages)


@st.cache_data(ttl=20, max_entries=8, show_spinner=False)
def chosen_from(whose: str, database: str) -> Choices:
    """What there is to filter by; counting it anew at every key pressed would take a third of the page's time."""
    assert database  # part of the key: one process may serve several, one after the other
    return services().people.choices(whose)


def listed(asked: View, page: int) -> Page:
    return services().people.list(
        owner(), asked.filters, sort=asked.sort, descending=asked.descending, page=page, size=_ROWS_A_PAGE
    )


def files(asked: View) -> None:
    """Everyone on the list, on all its pages, as files that are written when asked for."""
    whose, people = owner(), services().people
    name = f"rehearsal-candidates-{datetime.now(UTC):%Y-%m-%d}"

    # Called on a thread of its own, where nothing of the page can be asked any more.
    def csv() -> bytes:
        rows = people.every(whose, asked.filters, sort=asked.sort, descending=asked.descending)
        return "".join(export.people_csv(rows)).encode()

    def parquet() -> bytes:
        rows = people.every(whose, asked.filters, sort=asked.sort, descending=asked.descending)
        return export.people_parquet(rows)

    for key, work, mime in (("csv", csv, "text/csv"), ("parquet", parquet, "application/vnd.apache.parquet")):
        st.download_button(
            t(f"candidates_page.{key}"),
            work,
            file_name=f"{name}.{key}",
            mime=mime,
            key=f"download_{key}",
            type="tertiary",
            icon=":material/download:",
            on_click="ignore",
        )


draw()
