"""What is typed about a model on the Settings page, before it is saved.

It lives in the state of the widgets and begins with what is chosen now. Whenever the program fills in fields, all of
them become new widgets: a browser that is a step behind would otherwise report the old ones as typed once more. So a
key too is in the page only from being typed until it is saved.
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
PRICE_READ: Final = "settings_price_input"
PRICE_WRITTEN: Final = "settings_price_output"
OFFERED: Final = "settings_offered"
OTHER: Final = "other"

_ROUND: Final = "settings_round"


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


def name(field: str) -> str:
    """The key of a field's widget."""
    return f"{field}_{st.session_state.get(_ROUND, 0)}"


def value(field: str) -> Any:
    return st.session_state.get(name(field))


def typed() -> Typed:
    key = str(value(KEY) or "").strip()
    return Typed(str(value(ADDRESS) or "").strip(), str(value(MODEL) or "").strip(), SecretStr(key) if key else None)


def prices() -> dict[str, float | None]:
    return {"price_input": value(PRICE_READ), "price_output": value(PRICE_WRITTEN)}


def begin() -> None:
    """Fill in what is chosen now, where nothing was typed yet."""
    for field, first in _chosen().items():
        st.session_state.setdefault(name(field), first)


def renew(**fields: Any) -> None:
    """Begin anew with what is chosen now and, over it, ``fields``."""
    for field in (*_chosen(), SERVER, OFFERED):
        st.session_state.pop(name(field), None)
    st.session_state[_ROUND] = int(st.session_state.get(_ROUND, 0)) + 1
    for field, first in {**_chosen(), **fields}.items():
        st.session_state[name(field)] = first


def _chosen() -> dict[str, Any]:
    choice = services().choices.current(owner())
    return {
        WHO: "llm" if choice.model else "offline",
        ADDRESS: choice.base_url,
        MODEL: choice.model,
        KEY: "",
        PRICE_READ: choice.price_input,
        PRICE_WRITTEN: choice.price_output,
    }


def preset() -> Preset | None:
    """The one at the address that is typed."""
    return next((each for each in presets() if each.base_url == typed().base_url.rstrip("/")), None)


def take_server(field: str, before: str) -> None:
    """Fill in the address of the server chosen in the widget ``field``, and an example of its models.

    ``before`` is what the widget began with: a browser that is a step behind may report it once more.
    """
    if st.session_state[field] == before:
        return
    chosen = next((each for each in presets() if each.key == st.session_state[field]), None)
    # Neither the key nor the prices of one server are those of another.
    without = {WHO: "llm", PRICE_READ: None, PRICE_WRITTEN: None}
    if chosen is not None:
        renew(**without, **{ADDRESS: chosen.base_url, MODEL: chosen.model})
    else:
        renew(**without, **{ADDRESS: "", MODEL: ""})


def take_offered() -> None:
    """Take a model from those that the server offers; all else stays as it is typed."""
    if value(OFFERED):
        kept = {field: value(field) for field in _chosen()}
        renew(**{**kept, MODEL: value(OFFERED)})
