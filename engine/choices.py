"""Which model serves: chosen on the Settings page, else by the environment, else none.

A choice is kept in the store, a key never is: one typed on the page lives in this process's memory, for the server it
was typed for. The environment's key goes to the environment's server alone, never to another one chosen on the page.
A key by itself chooses nothing; without a model nothing is sent anywhere.
"""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from engine.errors import BadRequest
from engine.model import Noun, Store, Transaction

OPENAI: Final = "https://api.openai.com/v1"
"""Where a model is looked for if no server is named."""

_THIS_COMPUTER: Final = ("localhost", "127.0.0.1", "::1")
_LONGEST: Final = 300  # characters of a base URL or a model's name
_LONGEST_KEY: Final = 4000  # some are signed tokens


class Preset(Noun):
    """A server that people are likely to have: what to fill in for it."""

    key: str
    name: str
    base_url: str
    needs_key: bool
    model: str  # an example


class Choice(Noun):
    """A model and where it is served. Without a ``model`` the offline interviewer serves.

    Prices are for a million tokens, in any one currency, None where they are not known. ``source`` says who chose.
    """

    base_url: str = OPENAI
    model: str = ""
    price_input: float | None = Field(default=None, ge=0)
    price_output: float | None = Field(default=None, ge=0)
    source: Literal["environment", "page"] = "environment"
    key: SecretStr = SecretStr("")
    key_source: Literal["", "environment", "page"] = ""  # who gave the key; "" where there is none

    @property
    def host(self) -> str:
        """The server's name and port, as people know it."""
        return urlsplit(self.base_url).netloc

    @property
    def is_here(self) -> bool:
        """Whether the server is this very computer."""
        return urlsplit(self.base_url).hostname in _THIS_COMPUTER

    def cost(self, input_tokens: int, output_tokens: int) -> float | None:
        """What so many tokens cost, None without both prices."""
        if self.price_input is None or self.price_output is None:
            return None
        return (input_tokens * self.price_input + output_tokens * self.price_output) / 1_000_000


@cache
def presets() -> tuple[Preset, ...]:
    """The servers a page offers, in its order."""
    data = tomllib.loads((Path(__file__).parent / "presets.toml").read_text(encoding="utf-8"))
    return tuple(Preset(key=key, **fields) for key, fields in data.items())


class Choices:
    """The choices of owners over the environment's. Safe to share between threads.

    ``on_change`` is called after each change. The store is read once for each owner: only this process changes it.
    """

    def __init__(self, store: Store, environment: Choice, on_change: Callable[[], None] = lambda: None) -> None:
        self._store = store
        self._environment = environment
        self._on_change = on_change
        self._door = threading.RLock()
        self._keys: dict[tuple[str, str], SecretStr] = {}  # by owner and server
        self._known: dict[str, Choice] = {}

    @property
    def environment(self) -> Choice:
        """What serves where nothing was chosen on the page."""
        return self._environment

    def current(self, owner: str) -> Choice:
        """What serves ``owner`` now, with the key that may be sent there."""
        with self._door:
            found = self._known.get(owner)
            if found is None:
                found = self._known[owner] = self._read(owner)
            return found

    def candidate(
        self,
        owner: str,
        *,
        base_url: str,
        model: str,
        key: SecretStr | None = None,
        price_input: float | None = None,
        price_output: float | None = None,
    ) -> Choice:
        """What ``choose`` would choose, for a test of the connection; nothing is kept.

        Raises:
            BadRequest: ``field`` names what cannot be used: base_url, model, api_key or price.
        """
        for price in (price_input, price_output):
            if price is not None and not 0 <= price < 1_000_000:
                raise BadRequest(field="price")
        choice = Choice(
            base_url=_address(base_url),
            model=_model(model),
            price_input=price_input,
            price_output=price_output,
            source="page",
        )
        given = _key(key)
        if given is not None:
            return choice.model_copy(update={"key": given, "key_source": "page" if given.get_secret_value() else ""})
        return self._with_key(owner, choice)

    def choose(
        self,
        owner: str,
        *,
        base_url: str,
        model: str,
        key: SecretStr | None = None,
        price_input: float | None = None,
        price_output: float | None = None,
    ) -> Choice:
        """Choose a model for ``owner``, or the offline interviewer with a blank ``model``; returns what serves now.

        ``key`` None keeps the one this server was given before; a blank one forgets it. ``base_url`` blank is OpenAI's.

        Raises:
            BadRequest: ``field`` names what cannot be used.
        """
        chosen = self.candidate(
            owner, base_url=base_url, model=model, key=key, price_input=price_input, price_output=price_output
        )
        kept = {
            "base_url": chosen.base_url,
            "model": chosen.model,
            "price_input": "" if chosen.price_input is None else repr(chosen.price_input),
            "price_output": "" if chosen.price_output is None else repr(chosen.price_output),
        }

        def store(tx: Transaction) -> None:
            tx.run("delete_choices", owner=owner)
            for name, value in kept.items():
                tx.run("insert_choice", owner=owner, name=name, value=value)

        with self._door:
            self._store.write(store)
            if key is not None:
                self._keys[owner, chosen.base_url] = SecretStr(chosen.key.get_secret_value())
            self._known.pop(owner, None)
        self._on_change()
        return self.current(owner)

    def forget(self, owner: str) -> Choice:
        """Go back to what the environment says, and forget every key typed here."""
        with self._door:
            self._store.write(lambda tx: tx.run("delete_choices", owner=owner))
            self._keys = {place: key for place, key in self._keys.items() if place[0] != owner}
            self._known.pop(owner, None)
        self._on_change()
        return self.current(owner)

    def _read(self, owner: str) -> Choice:
        kept = {row["name"]: row["value"] for row in self._store.rows("choices", owner=owner)}
        if not kept:
            return self._with_key(owner, self._environment)
        prices = {name: float(kept[name]) for name in ("price_input", "price_output") if kept.get(name)}
        choice = Choice(base_url=kept["base_url"], model=kept["model"], source="page", **prices)
        return self._with_key(owner, choice)

    def _with_key(self, owner: str, choice: Choice) -> Choice:
        """``choice`` with the key that this owner may send to its server."""
        typed = self._keys.get((owner, choice.base_url))
        if typed is not None and typed.get_secret_value():
            return choice.model_copy(update={"key": typed, "key_source": "page"})
        environment = self._environment
        if environment.key.get_secret_value() and choice.base_url == environment.base_url:
            return choice.model_copy(update={"key": environment.key, "key_source": "environment"})
        return choice.model_copy(update={"key": SecretStr(""), "key_source": ""})


def of_environment(
    *, base_url: str, model: str, key: SecretStr, price_input: float | None, price_output: float | None
) -> Choice:
    """The choice that the environment makes, as it stands in the settings."""
    return Choice(
        base_url=base_url.strip().rstrip("/") or OPENAI,
        model=model.strip(),
        price_input=price_input,
        price_output=price_output,
        key=key,
        key_source="environment" if key.get_secret_value() else "",
    )


def _address(base_url: str) -> str:
    address = base_url.strip().rstrip("/")
    if not address:
        return OPENAI
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    # A name and password, or a query, would be a key, and the address is stored.
    if not usable or parts.username or parts.password or parts.query or parts.fragment or not _is_one_word(address):
        raise BadRequest(field="base_url")
    return address


def _model(model: str) -> str:
    name = model.strip()
    # Names of models have no spaces, and a key pasted into the wrong field must not be stored.
    if name and (not _is_one_word(name) or name.startswith("sk-")):
        raise BadRequest(field="model")
    return name


def _key(key: SecretStr | None) -> SecretStr | None:
    if key is None:
        return None
    text = key.get_secret_value().strip()
    if text and not (_is_one_word(text, _LONGEST_KEY) and text.isascii()):
        raise BadRequest(field="api_key")
    return SecretStr(text)


def _is_one_word(text: str, longest: int = _LONGEST) -> bool:
    return len(text) <= longest and text.isprintable() and not any(each.isspace() for each in text)
