"""What was understood of a resume."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import streamlit as st

from engine import resume as reading
from engine.model import Entry, Profile, Resume
from pages.parts.plain import plain
from pages.parts.words import t

_SKILLS_SHOWN: Final = 18
_ENTRIES_SHOWN: Final = 6


@lru_cache(maxsize=64)
def _profile(text: str) -> Profile:
    return reading.profile(text)


def profile_of(resume: Resume) -> Profile:
    """The resume's profile; pages are drawn often and a text never changes, so it is derived once."""
    return _profile(resume.text)


def understood(resume: Resume) -> None:
    profile = profile_of(resume)
    st.header(plain(profile.name) or t("resume_page.nameless"), anchor=False)
    facts = [plain(resume.filename)]
    if profile.years:
        facts.append(t("resume_page.years", n=round(profile.years)))
    facts.append(t("resume_page.entries", n=len(profile.entries)))
    facts.append(t("resume_page.skills", n=len(profile.skills)))
    st.caption(" · ".join(facts))
    if not profile.entries and not profile.skills:
        st.info(t("resume_page.little_understood"), icon=":material/info:")
    _skills(profile)
    for entry in profile.entries[:_ENTRIES_SHOWN]:
        _entry(entry)
    with st.expander(t("resume_page.text"), key="resume_text"):
        st.text(resume.text)


def _skills(profile: Profile) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        for skill in profile.skills[:_SKILLS_SHOWN]:
            st.badge(plain(skill.name), color="gray")
        more = len(profile.skills) - _SKILLS_SHOWN
        if more > 0:
            st.badge(t("resume_page.more", n=more), color="gray")


def _entry(entry: Entry) -> None:
    head = " · ".join(plain(part) for part in (entry.title, entry.organisation) if part)
    dates = " – ".join(plain(part) for part in (entry.start, entry.end) if part)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(head or t(f"resume_page.kind_{entry.kind}"), width="content")
        st.caption(dates, width="content")
