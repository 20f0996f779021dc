"""The resumes there are to choose from."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import streamlit as st

from engine.errors import ResumeNotFound
from engine.model import Resume
from engine.wiring import services
from pages.parts import address, kept
from pages.parts.owner import owner
from pages.parts.words import day, t

_NAME: Final = "resume"
_OFFERED: Final = 100


def shelf() -> dict[str, str]:
    """The newest resumes by id, newest first, and the one the URL asks for, each in words of plain text."""
    rows = services().library.newest(owner(), _OFFERED)
    names: dict[str, str] = {}
    for row in rows:
        _put(names, row["id"], row["name"], row["filename"], row["uploaded_at"])
    asked = address.first(_NAME)
    if asked.isascii() and asked.isdecimal() and len(asked) < 18 and asked not in names:
        try:
            resume = services().library.get(owner(), int(asked))
        except ResumeNotFound:
            return names  # deleted, or never there
        person = services().people.named(owner(), [resume.candidate_id or 0])
        _put(names, int(asked), person[0]["name"] if person else "", resume.filename, resume.uploaded_at)
    return names


def chosen(offered: dict[str, str], label: str, *, ask_of_one: bool) -> Resume:
    """The one chosen of ``shelf``; the URL keeps it over a refresh. Without a choice it is the newest.

    Where there is one alone it is named only if ``ask_of_one``.
    """
    found = kept.one(label, offered, _NAME) if len(offered) > 1 or ask_of_one else next(iter(offered))
    if len(offered) >= _OFFERED:
        st.caption(t("resume_page.newest_only", n=_OFFERED))
    return services().library.get(owner(), int(found))


def _put(names: dict[str, str], number: int, name: str, filename: str, uploaded_at: datetime | None) -> None:
    """Add a resume in words of its own: of two that were called the same the browser would send back the other."""
    words = " · ".join(part for part in (name, filename, day(uploaded_at) if uploaded_at else "") if part)
    known, count = set(names.values()), 1
    label = words
    while label in known:
        count += 1
        label = f"{words} · {count}"
    names[str(number)] = label
