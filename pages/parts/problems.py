"""What a person sees when something fails: one sentence, and never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Final, ParamSpec

import streamlit as st

from engine.errors import RehearsalError
from engine.i18n import explain
from pages.parts.plain import plain
from pages.parts.words import language, t

P = ParamSpec("P")
_KEPT: Final = "problems_kept"
_LOG = logging.getLogger("rehearsal.pages")


def sentence(error: Exception) -> str:
    """What to say of ``error``; an unexpected one is logged with its traceback and said without."""
    if isinstance(error, RehearsalError):
        return explain(error, language())
    _LOG.error("a page failed", exc_info=error)
    return t("errors.unexpected")


def show(text: str) -> None:
    st.error(plain(text), icon=":material/error:")


@contextmanager
def told() -> Iterator[None]:
    """Draw the sentence of whatever error leaves the block. Streamlit's own signals pass through."""
    try:
        yield
    except Exception as error:
        show(sentence(error))


def step(work: Callable[P, None]) -> Callable[P, None]:
    """Make ``work`` a callback whose error is kept and drawn by ``show_kept`` in the run that follows."""

    @wraps(work)
    def kept(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            work(*args, **kwargs)
        except Exception as error:
            st.session_state[_KEPT] = sentence(error)

    return kept


def show_kept() -> None:
    """Draw, once, what a callback could not do."""
    text = st.session_state.pop(_KEPT, None)
    if text:
        show(text)
