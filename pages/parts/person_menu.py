"""What can be done with a person's record: another name, tags, joining with another record, deletion."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final

import streamlit as st

from engine.errors import NotFound
from engine.model import Row
from engine.people import Filters
from engine.wiring import services
from pages.parts import chosen, places
from pages.parts.confirm import confirm
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.problems import step
from pages.parts.words import day, t

_ACTS: Final = ("tags", "rename", "merge", "delete")
_FOUND: Final = 20


def person_menu(row: Row, *, label: str = "", alone: bool = False) -> None:
    """A menu for a row of ``People.list``; ``alone`` on the person's own page, which is left once they are gone."""
    act = st.menu_button(
        label or t("candidates_page.menu"),
        _ACTS,
        key=f"menu_{row['candidate_id']}",
        type="tertiary",
        format_func=lambda each: t(f"candidates_page.{each}"),
    )
    if act == "delete":
        _delete(row)
    elif act:
        _dialog(act, row)
    if alone and st.session_state.pop("person_gone", None):
        places.go(places.CANDIDATES)


def _dialog(act: str, row: Row) -> None:
    drawn: dict[str, Callable[[Row], bool]] = {"rename": _rename, "tags": _tags, "merge": _merge}

    @st.dialog(t(f"candidates_page.{act}"))
    def ask() -> None:
        if drawn[act](row):
            st.rerun()

    ask()


def _rename(row: Row) -> bool:
    st.text_input(t("candidates_page.name"), row["name"], max_chars=300, key="person_name")

    def save() -> None:
        services().people.rename(owner(), row["candidate_id"], st.session_state["person_name"])

    return st.button(t("candidates_page.save"), key="person_save", type="primary", on_click=step(save))


def _tags(row: Row) -> bool:
    people, number = services().people, row["candidate_id"]
    before = list(row["tags"] or [])
    known = list(dict.fromkeys([*before, *people.tags(owner())]))
    st.multiselect(
        t("candidates_page.tag_new"),
        known,
        before,
        key="person_tags",
        accept_new_options=True,
        placeholder=t("candidates_page.tag_hint"),
    )

    def save() -> None:
        wanted = st.session_state["person_tags"]
        for each in wanted:
            if each not in before:
                people.tag(owner(), number, each)
        for each in before:
            if each not in wanted:
                people.untag(owner(), number, each)

    return st.button(t("candidates_page.save"), key="person_save", type="primary", on_click=step(save))


def _merge(row: Row) -> bool:
    """The other record is looked for by name, since there may be thousands."""
    people, number = services().people, row["candidate_id"]
    st.markdown(t("candidates_page.merge_body", name=f"**{_called(row)}**"))
    search = st.text_input(t("candidates_page.merge_search"), row["name"].split(" ")[0], key="person_search")
    found = people.list(owner(), Filters(search=search), sort="name", descending=False, size=_FOUND).rows
    others = {each["candidate_id"]: _record(each) for each in found if each["candidate_id"] != number}
    if not others:
        st.caption(t("candidates_page.merge_none"))
        return False
    into = st.selectbox(t("candidates_page.merge_into"), others, format_func=others.__getitem__, key="person_into")

    def join() -> None:
        with suppress(NotFound):  # the second press of a double click finds it done
            people.merge(owner(), number, st.session_state["person_into"])
        _gone(number)

    assert into is not None
    return st.button(t("candidates_page.merge_yes"), key="person_join", type="primary", on_click=step(join))


def _delete(row: Row) -> None:
    name = _called(row)

    def delete() -> None:
        _gone(row["candidate_id"])
        services().people.delete(owner(), row["candidate_id"])

    confirm(
        "delete_person",
        t("candidates_page.delete_title", name=name),
        t("candidates_page.delete_body", name=name, sessions=t("candidates_page.sessions", n=row["sessions"])),
        t("candidates_page.delete_yes"),
        delete,
    )


def _gone(candidate_id: int) -> None:
    chosen.forget(candidate_id)
    st.session_state["person_gone"] = True


def _called(row: Row) -> str:
    name = " ".join(row["name"].split())
    return plain(f"{name[:59]}…" if len(name) > 60 else name or t("resume_page.nameless"))


def _record(row: Row) -> str:
    """How two records of one name are told apart."""
    name = " ".join(row["name"].split()) or t("resume_page.nameless")
    if not row["sessions"]:
        return t("candidates_page.record_new", name=name)
    sessions = t("candidates_page.sessions", n=row["sessions"])
    return t("candidates_page.record", name=name, sessions=sessions, day=day(row["last_at"]))
