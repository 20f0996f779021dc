"""The person's language and time zone, and every word a page shows, in them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, Final

import streamlit as st

from engine import i18n
from engine.model import Language

_KEY: Final = "lang"
"""Name of the URL parameter, and key of the switch."""

_NAMES: Final[dict[Language, str]] = {"en": "English", "zh": "中文"}


def language() -> Language:
    """The language switched to, else the one the URL names, else the one the browser prefers."""
    for asked in (st.session_state.get(_KEY), st.query_params.get(_KEY)):
        for known in _NAMES:
            if known == asked:
                return known
    return i18n.choose(st.context.locale)


def switch() -> None:
    """Draw the language switch. The URL keeps a choice, so that a refresh of any page keeps it."""
    speaking = language()
    st.radio(
        f"{t('pages.language', 'en')} / {t('pages.language', 'zh')}",
        _NAMES,
        index=list(_NAMES).index(speaking),
        format_func=_NAMES.__getitem__,
        horizontal=True,
        key=_KEY,
        label_visibility="collapsed",
    )
    if speaking != i18n.choose(st.context.locale):
        st.query_params[_KEY] = speaking
    else:
        st.query_params.pop(_KEY, None)


def switch_here(key: str) -> None:
    """Another switch, on a page; it moves the one beside every page."""
    speaking = language()
    # A widget for each language, so that a browser a step behind cannot switch back.
    key = f"{key}_{speaking}"

    def take() -> None:
        if st.session_state[key] != speaking:
            st.session_state[_KEY] = st.session_state[key]

    st.radio(
        t("pages.language"),
        _NAMES,
        index=list(_NAMES).index(speaking),
        format_func=_NAMES.__getitem__,
        horizontal=True,
        key=key,
        label_visibility="collapsed",
        on_change=take,
    )


def t(key: str, to: Language | None = None, /, **fields: Any) -> str:
    """The text of ``key`` in the person's language, or in ``to``."""
    return i18n.t(key, to or language(), **fields)


def joined(*sentences: str) -> str:
    """Sentences one after the other: Chinese has no space between them."""
    return ("" if language() == "zh" else " ").join(sentences)


def zone() -> timezone:
    """The browser's offset from UTC; UTC where it is not known."""
    return timezone(timedelta(minutes=-(st.context.timezone_offset or 0)))


def day(when: datetime, *, with_year: bool = True) -> str:
    return i18n.day(when, language(), with_year=with_year, tz=zone())


def moment(when: datetime) -> str:
    return i18n.moment(when, language(), tz=zone())


def duration(seconds: float) -> str:
    return i18n.duration(seconds, language())
