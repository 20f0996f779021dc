"""The one form of every JSON answer: ``{code, message, data}``."""

from __future__ import annotations

from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel, Field

from engine.errors import Forbidden, InterviewerSlow, RehearsalError, TooManyRequests, Unauthorized, UnreadableResume
from engine.i18n import explain, t
from engine.model import Language

D = TypeVar("D")
_EVERYWHERE: Final = (Unauthorized, Forbidden, RehearsalError)
_WAITING: Final = (TooManyRequests, InterviewerSlow)


class Envelope(BaseModel, Generic[D]):
    """A success."""

    code: int = Field(description="200")
    message: str = Field(description="success")
    data: D


class Failure(BaseModel):
    """An error. The HTTP status is the code, or stands beside a four-digit one."""

    code: int
    message: str
    data: None


def success(data: D) -> Envelope[D]:
    return Envelope(code=200, message="success", data=data)


def message_of(error: RehearsalError, language: Language) -> str:
    """The contract's sentence for ``error``."""
    texts = {"reason": explain(error, language)} if error.code == UnreadableResume.code else error.params
    key = "resume_unreadable" if error.code == UnreadableResume.code else error.key
    return t(f"api.{key}", language, **texts)


def documented(*kinds: type[RehearsalError]) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI description of the errors a route answers, besides those of every route."""
    found: dict[int | str, dict[str, Any]] = {}
    every: tuple[type[RehearsalError], ...] = (*kinds, *_EVERYWHERE)
    for kind in every:
        entry = found.setdefault(kind.status, {"model": Failure, "description": "", "content": {}})
        message = _example(kind)
        entry["description"] = "; ".join(filter(None, [entry["description"], f"{kind.code} {message}"]))
        examples = entry["content"].setdefault("application/json", {}).setdefault("examples", {})
        examples[kind.key] = {"value": {"code": kind.code, "message": message, "data": None}}
        if issubclass(kind, _WAITING):
            entry["headers"] = {"Retry-After": {"description": "seconds", "schema": {"type": "integer"}}}
    return found


def _example(kind: type[RehearsalError]) -> str:
    named = {"field": "questionIndex", "index": 9, "retry_after": 1}
    if kind.code == UnreadableResume.code:
        return t("api.resume_unreadable", "zh", reason="…")
    return t(f"api.{kind.key}", "zh", **named)
