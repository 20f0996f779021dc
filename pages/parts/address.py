"""The parameters of the URL that say what a person chose to see, so that a view can be shared.

Which session a page is on stands in the URL too (``places``); that changes by leaving for it, not by a click among
others.

A browser sends its URL with every click. A click made before the last change has reached the browser brings the URL of
before, and would undo that change; so what was written a moment ago wins over the URL it replaced.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

import streamlit as st

_UNDERWAY: Final = 3.0
"""Seconds within which the URL of before is taken for a browser a step behind; later, for the way back."""

_KEY: Final = "address_underway"


@dataclass(frozen=True, slots=True)
class _Change:
    """A parameter's value, and those it replaced that a browser may still send."""

    at: float
    before: tuple[list[str], ...]
    after: list[str]


def first(name: str, default: str = "") -> str:
    """The parameter's value, or the last of several."""
    return (every(name) or [default])[-1]


def every(name: str) -> list[str]:
    """The values of the parameter, in their order."""
    now = st.query_params.get_all(name)
    change = _underway().get(name)
    if change is None or now == change.after:
        return now
    if now in change.before and time.monotonic() - change.at < _UNDERWAY:
        _show(name, change.after)
        return change.after
    return now


def write(name: str, value: str | list[str] | None) -> None:
    """Let the URL say ``value``; nothing, for "" and None and no values."""
    after = [value] if isinstance(value, str) and value else list(value or ())
    before = every(name)
    if after == before:
        return
    now = time.monotonic()
    last = _underway().get(name)
    earlier = last.before if last and now - last.at < _UNDERWAY else ()
    _underway()[name] = _Change(now, (*(each for each in earlier if each != after), before), after)
    _show(name, after)


def arrive(page: str) -> None:
    """Say at the start of each run which page is drawn: what was written for another does not hold on it.

    On the same page all that is under way is put back, also what nothing on the view in hand reads.
    """
    if st.session_state.get("address_page") != page:
        st.session_state["address_page"] = page
        _underway().clear()
    for name in list(_underway()):
        every(name)


def _underway() -> dict[str, _Change]:
    changes: dict[str, _Change] = st.session_state.setdefault(_KEY, {})
    return changes


def _show(name: str, value: list[str]) -> None:
    if value:
        st.query_params[name] = value if len(value) > 1 else value[0]
    else:
        st.query_params.pop(name, None)
