"""A job's requirements against a resume: first what is open, then what the resume shows, and by which line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from engine import labels as names
from engine.model import JobMatch, Requirement, Status
from pages.parts import labels
from pages.parts.plain import plain, quoted
from pages.parts.words import language, t

_GAPS_SHOWN: Final = 5
_COLOURS: Final[dict[Status, labels.Colour]] = {"has": "green", "partly": "orange", "missing": "gray"}
_ICONS: Final[dict[Status, str]] = {
    "has": ":material/check:",
    "partly": ":material/contrast:",
    "missing": ":material/radio_button_unchecked:",
}


def job_match(match: JobMatch, *, held: bool = False) -> None:
    """``held``: an interview was, so each gap says whether it was asked about."""
    if not match.requirements:
        st.markdown(t("job.nothing"))
        return
    with st.container(horizontal=True, gap="xsmall"):
        for status in _COLOURS:
            if found := match.of(status):
                st.badge(t(f"job.counts.{status}", n=len(found)), color=_COLOURS[status], icon=_ICONS[status])
    gaps, shown = match.gaps, match.of("has")
    if gaps:
        st.markdown(f"**{t('job.gaps')}**")
        _list(gaps[:_GAPS_SHOWN], held=held)
    else:
        st.markdown(t("job.no_gaps"))
    if gaps[_GAPS_SHOWN:]:
        with st.expander(t("job.more", n=len(gaps) - _GAPS_SHOWN), key="job_more", type="compact"):
            _list(gaps[_GAPS_SHOWN:], held=held)
    if shown:
        with st.expander(t("job.shown", n=len(shown)), key="job_shown", type="compact"):
            _list(shown, held=held)
    st.caption(t("job.by_words"))


def _list(requirements: Sequence[Requirement], *, held: bool) -> None:
    for each in requirements:
        with st.container(gap="xsmall"):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.markdown(f"**{plain(names.requirement(each, language()))}**", width="content")
                st.badge(names.status(each.status, language()), color=_COLOURS[each.status], icon=_ICONS[each.status])
                if each.importance == "nice":
                    st.caption(t("job.nice"), width="content")
            told = names.requirement_told(each, language(), held=held)
            if told:
                st.caption(plain(told))
            if each.proof:
                st.markdown(quoted(each.proof))
