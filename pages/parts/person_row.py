"""A person as pages show them: the name, and one in the list with what can be done."""

from __future__ import annotations

from typing import Final

import streamlit as st

from engine import labels as names
from engine.model import Row
from engine.wiring import services
from pages.parts import chosen, labels, places
from pages.parts.owner import owner
from pages.parts.person_menu import person_menu
from pages.parts.plain import plain
from pages.parts.problems import step
from pages.parts.words import day, language, t

_LONGEST: Final = 60
_MOST_TAGS: Final = 3


def name_of(name: str | None) -> str:
    """What somebody is called, short enough for a line; not yet safe for Markdown."""
    line = " ".join((name or "").split())
    cut = f"{line[: _LONGEST - 1].rstrip()}…" if len(line) > _LONGEST else line
    return cut or t("resume_page.nameless")


def person_row(row: Row) -> None:
    """One row of ``People.list``."""
    number = row["candidate_id"]
    name = plain(name_of(row["name"]))
    with st.container(border=True):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            chosen.box(number, name_of(row["name"]))
            st.page_link(places.CANDIDATE, label=f"**{name}**", query_params={"candidate": str(number)})
            badges(row)
            st.space("stretch")
            # Together, so that a phone puts both on one line.
            with st.container(horizontal=True, gap="xsmall", width="content", vertical_alignment="center"):
                star(row)
                person_menu(row)
        st.caption(" · ".join(facts(row)))


def badges(row: Row) -> None:
    """The last comparable score, where it moved, and the tags."""
    if row["last_score"] is None:
        st.badge(t("candidates_page.no_score"), color="gray")
    else:
        labels.score_badge(row["last_score"])
    for tag in (row["tags"] or [])[:_MOST_TAGS]:
        st.badge(plain(tag), color="gray", icon=":material/sell:")
    if (more := len(row["tags"] or []) - _MOST_TAGS) > 0:
        st.badge(f"+{more}", color="gray")


def facts(row: Row) -> list[str]:
    """Roles, sessions, skills, and by whom the score is; safe for Markdown."""
    roles = [plain(name_of(each)) for each in (row["roles"] or [])[:2]]
    skills = [plain(each) for each in row["top_skills"] or []]
    told = [
        *roles,
        t("candidates_page.sessions", n=row["sessions"]) if row["sessions"] else t("candidate_page.no_sessions"),
        t("candidates_page.facts_last", day=day(row["last_at"])) if row["last_at"] else "",
        t("candidates_page.facts_skills", skills=t("common.list").join(skills)) if skills else "",
        _change(row["change_30d"]),
    ]
    if row["last_score"] is not None:
        judge = names.judge(row["interviewer"], row["model"], row["rubric_version"], language())
        told.append(t("pages.judged_by", judge=plain(judge)))
    return [each for each in told if each]


def star(row: Row) -> None:
    """On the shortlist or not; pressing changes it."""
    number, listed = row["candidate_id"], row["shortlisted"]
    people = services().people
    st.button(
        t("candidate_page.on_shortlist" if listed else "candidates_page.to_list"),
        key=f"star_{number}",
        type="tertiary",
        icon=":material/star:" if not listed else ":material/check:",
        help=t(f"candidates_page.{'off' if listed else 'to'}_shortlist", name=plain(name_of(row["name"]))),
        on_click=step(people.unlist if listed else people.shortlist),
        args=(owner(), number),
    )


def _change(points: int | None) -> str:
    if points is None:
        return ""
    key = "up" if points > 0 else "down" if points < 0 else "same"
    return t(f"candidates_page.{key}", n=abs(points))
