"""What the environment says of the model, and the way back to it."""

from __future__ import annotations

import streamlit as st

from engine.wiring import services
from pages.parts import model_form
from pages.parts.confirm import confirm
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.words import t


def environment() -> None:
    with st.expander(t("settings_page.environment"), key="settings_environment", type="compact"):
        st.markdown(t("settings_page.environment_note"))
        told = _set()
        st.markdown("\n".join(told) if told else t("settings_page.environment_empty"))
    # Beside the expander rather than in it: what is in force shows without a press.
    if services().choices.current(owner()).source == "page" and st.button(
        t("settings_page.back"), key="settings_back", type="tertiary", icon=":material/undo:"
    ):
        confirm(
            "settings_back",
            t("settings_page.back_title"),
            t("settings_page.back_body", now=_says()),
            t("settings_page.back"),
            _back,
            otherwise=t("settings_page.back_no"),
        )


def _set() -> list[str]:
    """What is set there, one Markdown item each; of a key only that it is."""
    settings = services().settings
    values = {
        "REHEARSAL_MODEL": settings.model,
        "OPENAI_BASE_URL": settings.openai_base_url,
        "REHEARSAL_PRICE_INPUT": settings.price_input,
        "REHEARSAL_PRICE_OUTPUT": settings.price_output,
    }
    told = [f"- `{name}`: {plain(str(value))}" for name, value in values.items() if value not in ("", None)]
    if settings.openai_api_key.get_secret_value():
        told.append(f"- `OPENAI_API_KEY`: {t('settings_page.environment_key')}")
    return told


def _says() -> str:
    """Who serves where nothing is chosen on the page."""
    said = services().choices.environment
    if not said.model:
        return t("settings_page.says_offline")
    return t("settings_page.says_model", model=plain(said.model), host=plain(said.host))


def _back() -> None:
    services().choices.forget(owner())
    model_form.renew()
