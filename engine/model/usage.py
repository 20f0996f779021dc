"""What calls to a model cost, who keeps count, and whom they are charged to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import NamedTuple, Protocol

from pydantic import Field

from engine.model.base import Noun, utc_now


class Usage(Noun):
    """One call to a model: which, of what, for how many tokens, how long it took and how it ended.

    ``call`` is "plan", "follow_up", "evaluate", "summarize", "analyze" or "test"; ``outcome`` is "ok" or the key of
    what went wrong. A call that failed may have cost tokens too.
    """

    call: str
    model: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0
    outcome: str = "ok"
    at: datetime = Field(default_factory=utc_now)


class Ledger(Protocol):
    """Keeps count of calls. An interviewer tells it of each and asks it before each."""

    def record(self, usage: Usage) -> None:
        """Keep ``usage``, charged to whom ``charge`` names."""
        ...

    def left(self) -> int | None:
        """Tokens the session being served may still spend, 0 or fewer for none; None where there is no limit."""
        ...


class Spent(Noun):
    """What a session's calls came to. ``cost`` is in the currency of the prices, None where they are not known."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None


class Charge(NamedTuple):
    """Whom a call is charged to. The resume is named where the session is not stored yet, or there is none."""

    owner: str
    session_id: str = ""
    resume_id: int | None = None


_CHARGE: ContextVar[Charge | None] = ContextVar("charge", default=None)


@contextmanager
def charged(owner: str, session_id: str = "", resume_id: int | None = None) -> Iterator[None]:
    """Charge the calls made inside the block, in this thread, to an owner's session or resume.

    Interviewers know neither; this is how a ledger that both share learns of it.
    """
    token = _CHARGE.set(Charge(owner, session_id, resume_id))
    try:
        yield
    finally:
        _CHARGE.reset(token)


def charge() -> Charge | None:
    """Whom calls are charged to here and now."""
    return _CHARGE.get()
