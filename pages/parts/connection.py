"""A test of the connection to a model, told in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from engine.errors import BadRequest
from engine.i18n import texts
from engine.wiring import services
from pages.parts import model_form as form
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.problems import show
from pages.parts.words import t

if TYPE_CHECKING:
    from engine.wiring import Probe

_FOUND: Final = "settings_found"
_AT_ONCE: Final = 0.1  # seconds
_YES: Final = ":material/check:"
_NO: Final = ":material/remove:"


def test() -> None:
    """Ask the server that is typed what it can do; takes seconds."""
    typed = form.typed()
    st.session_state.pop(_FOUND, None)
    try:
        with st.spinner(t("settings_page.testing", address=plain(typed.base_url))):
            found = services().test_connection(owner(), base_url=typed.base_url, model=typed.model, key=typed.key)
    except BadRequest as error:
        show(t(f"settings_page.bad_{error.params['field']}"))
        return
    st.session_state[_FOUND] = (typed.place, found)


def connection() -> None:
    """What the last test found, as long as it is about what is typed now."""
    place, found = st.session_state.get(_FOUND, (None, None))
    typed = form.typed()
    # Another model of the same server was chosen: what it offers still holds, the rest does not.
    if found is None or place is None or place[0] != typed.base_url:
        return
    with st.container(border=True):
        if place[1] == typed.model:
            _verdict(found, typed.model)
            with st.container(gap="xsmall"):
                for line in _lines(found, typed):
                    st.markdown(line)
        if found.models and not found.model_known:
            st.selectbox(
                t("settings_page.offered"),
                found.models,
                index=None,
                key=form.name(form.OFFERED),
                placeholder=t("settings_page.offered_hint"),
                on_change=form.take_offered,
            )


def _verdict(found: Probe, model: str) -> None:
    if not found.failure:
        st.markdown(f"**{t('settings_page.works', model=plain(model))}**")
        return
    key = f"settings_page.failed.{found.failure}"
    if not model and found.models:
        key = "settings_page.failed.no_model"
    elif key not in texts("en"):
        key = "settings_page.failed._other"
    st.markdown(f"**{t(key, model=plain(model))}**")
    # Where nothing answers, no server has said anything.
    if found.detail and found.reachable:
        st.caption(t("settings_page.server_says", words=plain(found.detail)))


def _lines(found: Probe, typed: form.Typed) -> list[str]:
    """What is known of the server, one sentence each."""
    reached = "reachable" if found.reachable else "unreachable"
    told = [_told(found.reachable, f"settings_page.{reached}", address=plain(typed.base_url))]
    if found.models:
        known = bool(found.model_known)
        key = "settings_page.offers" if known else "settings_page.offers_not"
        told.append(_told(known, key, n=len(found.models), model=plain(typed.model)))
    if found.failure:
        return told
    told.append(_told(found.method != "text", f"settings_page.replies_{found.method or 'text'}"))
    told.append(_told(found.streams, "settings_page.streams" if found.streams else "settings_page.streams_not"))
    counts = found.counts_usage
    told.append(_told(counts, "settings_page.counts" if counts else "settings_page.counts_not"))
    if found.first_token_seconds is not None:
        at_once = found.first_token_seconds < _AT_ONCE
        key = "settings_page.first_token_at_once" if at_once else "settings_page.first_token"
        told.append(_told(True, key, seconds=f"{found.first_token_seconds:.1f}"))
    if found.tokens_per_second is not None:
        told.append(_told(True, "settings_page.pace", n=round(found.tokens_per_second)))
    return told


def _told(good: bool, key: str, **fields: object) -> str:
    return f"{_YES if good else _NO} {t(key, **fields)}"
