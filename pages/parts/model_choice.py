"""Choosing who asks and judges: the offline interviewer, or a model and where it is served."""

from __future__ import annotations

from typing import Final

import streamlit as st
from pydantic import SecretStr

from engine.choices import presets
from engine.errors import BadRequest
from engine.wiring import services
from pages.parts import model_form as form
from pages.parts.connection import connection, test
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.problems import show, step
from pages.parts.serving import has_model, served_by
from pages.parts.words import joined, t

_NEWS: Final = "settings_news"
_PROBLEM: Final = "settings_problem"


def model_choice() -> None:
    form.begin()
    st.markdown(t("settings_page.serves_now", now=served_by()))
    whos = {each: t(f"settings_page.who_{each}") for each in ("offline", "llm")}
    st.radio(
        t("settings_page.who"),
        whos,
        format_func=whos.__getitem__,
        captions=[t(f"settings_page.who_{each}_note") for each in whos],
        horizontal=True,
        key=form.name(form.WHO),
    )
    with_model = form.value(form.WHO) == "llm"
    if with_model:
        _server()
        _key()
        _prices()
    elif services().settings.openai_api_key.get_secret_value():
        st.caption(t("settings_page.key_alone"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(t("settings_page.save"), key="settings_save", type="primary", on_click=step(_save))
        asked = with_model and st.button(t("settings_page.test"), key="settings_test", icon=":material/cable:")
    _told()
    if with_model:
        if asked:
            test()
        connection()


def _server() -> None:
    servers = {each.key: each.name for each in presets()} | {form.OTHER: t("settings_page.other_server")}
    here = form.preset()
    # Another address makes another widget, which begins with the server at that address.
    server = here.key if here else form.OTHER
    key = f"{form.name(form.SERVER)}_{server}"
    left, right = st.columns([2, 3])
    left.selectbox(
        t("settings_page.server"),
        servers,
        index=list(servers).index(server),
        format_func=servers.__getitem__,
        key=key,
        on_change=form.take_server,
        args=(key, server),
    )
    right.text_input(t("settings_page.base_url"), key=form.name(form.ADDRESS), max_chars=300)
    st.text_input(
        t("settings_page.model"), key=form.name(form.MODEL), max_chars=300, placeholder=here.model if here else ""
    )
    would = form.typed().candidate()
    if would is not None:
        st.caption(t("settings_page.stays_here" if would.is_here else "settings_page.goes_to", host=plain(would.host)))


def _key() -> None:
    st.text_input(
        t("settings_page.key"), type="password", key=form.name(form.KEY), placeholder=t("settings_page.key_hint")
    )
    known, here = form.typed()._replace(key=None).candidate(), form.preset()
    source = known.key_source if known else ""
    told = [t("settings_page.key_note")]
    if source:
        told.append(t(f"settings_page.key_from_{source}"))
    elif services().settings.openai_api_key.get_secret_value():
        told.append(t("settings_page.key_elsewhere", host=plain(services().choices.environment.host)))
    elif here and not here.needs_key:
        told.append(t("settings_page.key_not_needed"))
    if not has_model():
        told.append(t("settings_page.key_chooses_nothing"))
    st.caption(joined(*told))
    if source == "page" and known and known.base_url == services().choices.current(owner()).base_url:
        st.button(
            t("settings_page.forget_key"),
            key="settings_forget_key",
            type="tertiary",
            icon=":material/key_off:",
            on_click=step(_forget_key),
        )


def _prices() -> None:
    with st.expander(t("settings_page.prices"), key="settings_prices", type="compact"):
        left, right = st.columns(2)
        left.number_input(t("settings_page.price_input"), min_value=0.0, key=form.name(form.PRICE_READ), format="%.4g")
        right.number_input(
            t("settings_page.price_output"), min_value=0.0, key=form.name(form.PRICE_WRITTEN), format="%.4g"
        )
        st.caption(t("settings_page.prices_note"))


def _told() -> None:
    """What came of the last press."""
    news, problem = st.session_state.pop(_NEWS, None), st.session_state.pop(_PROBLEM, None)
    if problem:
        show(t(f"settings_page.bad_{problem}"))
    elif news:
        st.success(t(f"settings_page.{news}"), icon=":material/check:")


def _save() -> None:
    choices, typed = services().choices, form.typed()
    try:
        if form.value(form.WHO) == "offline":
            choices.choose(owner(), base_url=choices.current(owner()).base_url, model="")
            st.session_state[_NEWS] = "saved_offline"
        elif typed.model:
            choices.choose(owner(), base_url=typed.base_url, model=typed.model, key=typed.key, **form.prices())
            st.session_state[_NEWS] = "saved"
        else:
            raise BadRequest(field="model")
    except BadRequest as error:
        st.session_state[_PROBLEM] = error.params["field"]
    else:
        form.renew()


def _forget_key() -> None:
    choices, now = services().choices, services().choices.current(owner())
    prices = {"price_input": now.price_input, "price_output": now.price_output}
    choices.choose(owner(), base_url=now.base_url, model=now.model, key=SecretStr(""), **prices)
    st.session_state[_NEWS] = "key_forgotten"
