"""What is typed about a model on the Settings page, before it is saved.

It lives in the state of the widgets and begins with what is chosen now. A key is in it only while it is being typed:
saving empties the box.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import streamlit as st
from pydantic import SecretStr

from engine.choices import Choice, Preset, presets
from engine.errors import BadRequest
from engine.wiring import services
from pages.parts.owner import owner

WHO: Final = "settings_who"
SERVER: Final = "settings_server"
ADDRESS: Final = "settings_base_url"
MODEL: Final = "settings_model"
KEY: Final = "settings_key"
READ: Final = "settings_price_input"
WRITTEN: Final = "settings_price_output"
OFFERED: Final = "settings_offered"
OTHER: Final = "other"


class Typed(NamedTuple):
    """The form as it stands."""

    base_url: str
    model: str
    key: SecretStr | None  # None: nothing is typed, so that the one known for this server stays

    @property
    def place(self) -> tuple[str, str]:
        """What a test of the connection was about."""
        return self.base_url, self.model

    def candidate(self) -> Choice | None:
        """What would serve if this were saved; None where the address or the name cannot be used."""
        try:
            return services().choices.candidate(owner(), base_url=self.base_url, model=self.model, key=self.key)
        except BadRequest:
            return None


def begin() -> None:
    """Fill in what is chosen now, where nothing was typed yet."""
    choice = services().choices.current(owner())
    begins = {
        WHO: "llm" if choice.model else "offline",
        SERVER: server_of(choice.base_url),
        ADDRESS: choice.base_url,
        MODEL: choice.model,
        KEY: "",
        READ: choice.price_input,
        WRITTEN: choice.price_output,
    }
    for name, value in begins.items():
        st.session_state.setdefault(name, value)


def typed() -> Typed:
    key = str(_state(KEY)).strip()
    return Typed(str(_state(ADDRESS)).strip(), str(_state(MODEL)).strip(), SecretStr(key) if key else None)


def prices() -> dict[str, float | None]:
    return {"price_input": st.session_state.get(READ), "price_output": st.session_state.get(WRITTEN)}


def forget() -> None:
    """Begin anew with what is chosen then; a typed key is gone from the browser too."""
    for name in (WHO, SERVER, ADDRESS, MODEL, READ, WRITTEN, KEY):
        st.session_state.pop(name, None)
    begin()


def server_of(base_url: str) -> str:
    """The key of the preset at this address, OTHER for none."""
    return next((each.key for each in presets() if each.base_url == base_url.strip().rstrip("/")), OTHER)


def preset() -> Preset | None:
    return next((each for each in presets() if each.key == _state(SERVER)), None)


def take_server() -> None:
    """Fill in the address of the server just chosen, and an example of its models."""
    chosen = preset()
    if chosen is not None:
        st.session_state[ADDRESS], st.session_state[MODEL] = chosen.base_url, chosen.model


def take_address() -> None:
    """An address that was typed says which server it is."""
    st.session_state[SERVER] = server_of(str(_state(ADDRESS)))


def take_offered() -> None:
    """Take a model from those that the server offers."""
    if _state(OFFERED):
        st.session_state[MODEL] = _state(OFFERED)


def _state(name: str) -> Any:
    return st.session_state.get(name) or ""
