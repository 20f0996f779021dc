"""Choices that stand in the URL, so that a view can be shared.

What stands there is a key that means the same in every language, unlike the words that a bound widget would write. A
callback writes each change into the URL, so where the URL and a widget differ, the person came by another one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from pages.parts import address

_LONGEST: Final = 300


def one(
    label: str, options: Mapping[str, str], name: str, *, default: str = "", also: Sequence[str] = (), **more: Any
) -> str:
    """A select box of ``options`` (key: words), whose ``default`` is the first if "".

    A change takes ``also`` from the URL.
    """
    keys = list(options)
    default = default if default in options else keys[0]
    _come_by(name, asked(name, keys, default))
    more |= {"format_func": options.__getitem__, "on_change": _take, "args": (name, default, also)}
    return str(st.selectbox(label, keys, key=name, **more))


def among(label: str, options: Mapping[str, str], name: str) -> str:
    """One of a few, side by side; the first unless chosen otherwise."""
    keys = list(options)
    _come_by(name, asked(name, keys, keys[0]))
    # Segments would look calmer, but in the dark their chosen one is too faint to read (3.5:1).
    chosen = st.radio(
        label,
        keys,
        format_func=options.__getitem__,
        key=name,
        horizontal=True,
        label_visibility="collapsed",
        on_change=_take,
        args=(name, keys[0], ()),
    )
    return str(chosen)


def many(label: str, options: Mapping[str, str], name: str, most: int, **more: Any) -> list[str]:
    """Up to ``most`` of ``options``, in the order chosen."""
    _come_by(name, list(dict.fromkeys(each for each in address.every(name) if each in options))[:most])
    more |= {"format_func": options.__getitem__, "on_change": _take, "args": (name, [], ())}
    chosen: list[str] = st.multiselect(label, list(options), key=name, max_selections=most, **more)
    return chosen


def words(label: str, name: str, *, also: Sequence[str] = (), **more: Any) -> str:
    """A line of text."""
    _come_by(name, address.first(name)[:_LONGEST])
    return str(st.text_input(label, key=name, max_chars=_LONGEST, on_change=_take, args=(name, "", also), **more))


def day(label: str, name: str, default: date, latest: date) -> date:
    """A day within ten years up to ``latest``."""
    earliest = date(latest.year - 10, 1, 1)
    try:
        value = min(latest, max(earliest, date.fromisoformat(address.first(name))))
    except ValueError:
        value = default
    _come_by(name, value)
    return st.date_input(
        label,
        min_value=earliest,
        max_value=latest,
        key=name,
        format="YYYY-MM-DD",
        on_change=_take,
        args=(name, default, ()),
    )


def page(name: str, pages: int) -> int:
    """Which of ``pages`` the URL names; draw ``turn`` below what is on it."""
    value = address.first(name)
    return min(max(1, int(value)), max(1, pages)) if value.isascii() and value.isdecimal() and len(value) < 9 else 1


def turn(name: str, pages: int) -> None:
    """The way to the other pages, where there are any."""
    if pages > 1:
        _come_by(name, page(name, pages))
        st.pagination(pages, key=name, on_change=_take, args=(name, 1, ()))


def asked(name: str, keys: Sequence[str], default: str) -> str:
    """What the URL names, where it is one of ``keys``."""
    value = address.first(name, default)
    return value if value in keys else default


def _come_by(name: str, value: Any) -> None:
    """Let a widget that is about to be drawn say what the URL says."""
    if st.session_state.get(name) != value:
        st.session_state[name] = value


def _take(name: str, default: Any, also: Sequence[str]) -> None:
    """Write a widget's new value into the URL."""
    for each in also:
        address.write(each, None)
    value = st.session_state[name]
    if value == default or value is None:
        address.write(name, None)
    else:
        address.write(name, value if isinstance(value, list) else str(value))
