"""Choices that stand in the URL, so that a view can be shared.

What stands there is a key that means the same in every language, unlike the words that a bound widget would write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st


def one(
    label: str, options: Mapping[str, str], name: str, *, default: str = "", also: Sequence[str] = (), **more: Any
) -> str:
    """A select box of ``options`` (key: words); ``default`` is the first if "". A change takes ``also`` off the URL."""
    keys = list(options)
    default = default if default in options else keys[0]
    return str(
        st.selectbox(
            label,
            keys,
            index=keys.index(asked(name, keys, default)),
            format_func=options.__getitem__,
            key=name,
            on_change=_take,
            args=(name, default, also),
            **more,
        )
    )


def segment(label: str, options: Mapping[str, str], name: str) -> str:
    """One of a few, as a row of segments; the first unless chosen otherwise."""
    keys = list(options)
    chosen = st.segmented_control(
        label,
        keys,
        default=asked(name, keys, keys[0]),
        format_func=options.__getitem__,
        key=name,
        required=True,
        label_visibility="collapsed",
        on_change=_take,
        args=(name, keys[0], ()),
    )
    return str(chosen or keys[0])


def many(label: str, options: Mapping[str, str], name: str, most: int, **more: Any) -> list[str]:
    """Up to ``most`` of ``options``, in the order chosen."""
    # What a callback has put there comes without a default beside it.
    known = [each for each in st.query_params.get_all(name) if each in options][:most]
    chosen: list[str] = st.multiselect(
        label,
        list(options),
        default=None if name in st.session_state else known,
        format_func=options.__getitem__,
        key=name,
        max_selections=most,
        on_change=_take,
        args=(name, [], ()),
        **more,
    )
    return chosen


def words(label: str, name: str, *, also: Sequence[str] = (), **more: Any) -> str:
    """A line of text."""
    asked_for = st.query_params.get(name, "")[:300]
    typed = st.text_input(label, asked_for, key=name, max_chars=300, on_change=_take, args=(name, "", also), **more)
    return str(typed)


def day(label: str, name: str, default: date, latest: date) -> date:
    """A day, no later than ``latest``."""
    try:
        value = min(latest, date.fromisoformat(st.query_params.get(name, "")))
    except ValueError:
        value = default
    earliest = min(value, default, date(latest.year - 10, 1, 1))
    return st.date_input(
        label,
        value,
        min_value=earliest,
        max_value=latest,
        key=name,
        format="YYYY-MM-DD",
        on_change=_take,
        args=(name, default, ()),
    )


def page(name: str, pages: int) -> int:
    """Which of ``pages`` the URL names; draw ``turn`` below what is on it."""
    value = st.query_params.get(name, "")
    return min(max(1, int(value)), max(1, pages)) if value.isascii() and value.isdecimal() and len(value) < 9 else 1


def turn(name: str, pages: int) -> None:
    """The way to the other pages, where there are any."""
    if pages > 1:
        st.pagination(pages, default=page(name, pages), key=name, on_change=_take, args=(name, 1, ()))


def asked(name: str, keys: Sequence[str], default: str) -> str:
    """What the URL names, where it is one of ``keys``."""
    value = st.query_params.get(name, default)
    return value if value in keys else default


def put(name: str, values: Sequence[str]) -> None:
    """Let a choice of several be ``values``; before its widget is drawn, as in a callback."""
    st.session_state[name] = list(values)
    _take(name, [], ())


def _take(name: str, default: Any, also: Sequence[str]) -> None:
    value = st.session_state[name]
    for each in also:
        st.query_params.pop(each, None)
        st.session_state.pop(each, None)
    if value == default or value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value if isinstance(value, list) else str(value)
