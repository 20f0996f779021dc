"""Where a model is served, and what a test of the connection found there."""

from __future__ import annotations

from typing import Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from engine.model import Noun

OPENAI: Final = "https://api.openai.com/v1"
Method = Literal["json_schema", "function_calling", "text"]
"""How a structured reply is asked for: by a JSON schema, by a tool to call, by words in the prompt."""


class Endpoint(Noun):
    """One model at one address, and how to call it. Times are in seconds."""

    base_url: str = ""  # empty: OpenAI's own
    api_key: SecretStr = SecretStr("")  # empty: the server asks for none
    model: str
    seconds: float = Field(default=60, gt=0)  # a whole call, retries included; of a plan, up to each next question
    silence_seconds: float = Field(default=20, gt=0)  # between two pieces of a stream
    follow_up_seconds: float = Field(default=8, gt=0)  # someone waits for it
    connect_seconds: float = Field(default=5, gt=0)
    retries: int = Field(default=2, ge=0)
    calls: int = Field(default=8, ge=1)  # at the same time
    requests_per_second: float = Field(default=0, ge=0)  # 0: no limit
    temperature: float | None = None

    @property
    def address(self) -> str:
        """The base URL, OpenAI's own where none is set, without a slash at its end."""
        return (self.base_url.strip() or OPENAI).rstrip("/")

    @property
    def is_openai(self) -> bool:
        return (urlsplit(self.address).hostname or "") == urlsplit(OPENAI).hostname


class Probe(Noun):
    """What a server can do, as far as a test found out. ``failure`` is empty or the key of what went wrong."""

    reachable: bool
    failure: str = ""
    detail: str = ""  # the server's own words on it, in one line
    models: tuple[str, ...] = ()  # as offered; empty where the server has no list
    model_known: bool | None = None  # None: it has no list
    method: Method | None = None  # of structured replies
    streams: bool = False
    counts_usage: bool = False
    first_token_seconds: float | None = None
    tokens_per_second: float | None = None
