"""What calls of a model cost, and who keeps count."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from pydantic import Field

from engine.model.base import Noun, utc_now


class Usage(Noun):
    """One call of a model, a failed one too. ``outcome`` is "ok" or the key of a failure."""

    call: str
    model: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0
    outcome: str = "ok"
    at: datetime = Field(default_factory=utc_now)


class Ledger(Protocol):
    """Keeps count of what is spent, for whoever is being served."""

    def record(self, usage: Usage) -> None:
        """Note one call."""
        ...

    def left(self) -> int | None:
        """Tokens that the session being served may still spend; None: no limit."""
        ...
