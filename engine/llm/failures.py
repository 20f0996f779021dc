"""What goes wrong with a model, as one of a few stable keys, and as the errors that a person may be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import openai

from engine.errors import (
    InterviewerError,
    InterviewerLimited,
    InterviewerMisconfigured,
    InterviewerSlow,
    InterviewerUnavailable,
)
from engine.llm.bounded import Cut, NotStreamed
from engine.llm.endpoint import Method

_ASK_AGAIN_SECONDS: Final = 30
_KINDS: Final[dict[str, type[InterviewerError]]] = {
    "limited": InterviewerLimited,
    "unauthorized": InterviewerMisconfigured,
    "unknown_model": InterviewerMisconfigured,
}
_FEATURES: Final[dict[Method, re.Pattern[str]]] = {
    "json_schema": re.compile(r"response_?format|json_?\s?schema|structured.?output|grammar|guided", re.IGNORECASE),
    "function_calling": re.compile(
        r"\btools?\b|tool_?\s?(?:choice|calls?|use)|function.?call|\bfunctions?\b", re.IGNORECASE
    ),
}
_MODEL: Final = re.compile(
    r"model_not_found"
    r"|\bmodel\b.{0,120}(?:not (?:be )?(?:found|exist)|does not exist|doesn.t exist|unknown|no such|not available)"
    r"|(?:unknown|no such|invalid|not find|not a valid|not exist).{0,20}\bmodel\b|模型.{0,40}不存在",
    re.IGNORECASE | re.DOTALL,
)
_TOO_LONG: Final = re.compile(
    r"context_length|context.?(?:size|window|length)|n_ctx"
    r"|(?:prompt|input|request)\b.{0,20}\b(?:is|are|was) too (?:long|large)"
    r"|too many (?:input |prompt )?tokens|exceed\w*.{0,60}\btokens?\b|exceed\w*.{0,20}token limit|\binput length\b"
    r"|超长|超.{0,12}(?:长度|上下文)|(?:长度|上下文).{0,12}超",
    re.IGNORECASE,
)
_RATE: Final = re.compile(r"rate.?limit|per (?:minute|second|day)|\bTP[MD]\b", re.IGNORECASE)
_PARAMETERS: Final = ("stream_options", "parallel_tool_calls", "temperature", "max_completion_tokens", "max_tokens")
_STREAM: Final = re.compile(r"\bstream(?:ing)?\b", re.IGNORECASE)
_REFUSING: Final = frozenset({400, 404, 405, 415, 422, 501})  # statuses by which a server refuses a feature
_KEYS: Final = re.compile(r"\b(?:sk|lsv2|gsk|key)[-_][\w*-]{4,}", re.IGNORECASE)


class Invalid(Exception):
    """A reply that cannot be used; its text is written for the model."""

    def __init__(self, why: str, reply: str = "") -> None:
        super().__init__(why)
        self.reply = reply


class Unsupported(Exception):
    """The server does not know a way of asking: the method itself, streaming, or an optional parameter."""

    def __init__(self, feature: str) -> None:
        super().__init__(feature)
        self.feature = feature


def failed(reason: str) -> InterviewerError:
    """The error for one of the failure keys."""
    if reason == "timeout":
        return InterviewerSlow(reason=reason, retry_after=_ASK_AGAIN_SECONDS)
    return _KINDS.get(reason, InterviewerUnavailable)(reason=reason)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def words_of(error: BaseException) -> str:
    """What the server said, in one line of at most 300 characters, without anything that looks like a key."""
    body = getattr(error, "body", None)
    said = f"{error} {body}" if body and str(body) not in str(error) else str(error)
    return _KEYS.sub("[key]", " ".join(said.split()))[:300]


def message_of(error: BaseException) -> str:
    """The sentence in what the server said, for a person; ``words_of`` where it has none."""
    body = getattr(error, "body", None)
    said = body.get("message") if isinstance(body, dict) else None
    if not isinstance(said, str) or not said.strip():
        return words_of(error)
    return _KEYS.sub("[key]", " ".join(said.split()))[:300]


def reason_of(error: BaseException) -> str:
    """The failure key of whatever a call raised; what no server could mean is an invalid reply."""
    if isinstance(error, InterviewerError):
        return error.reason
    if isinstance(error, openai.APITimeoutError):
        return "timeout"
    if isinstance(error, openai.APIConnectionError):
        return "cut" if any(isinstance(cause, Cut) for cause in _causes(error)) else "refused"
    if isinstance(error, openai.APIStatusError):
        return _reason_of_status(error)
    return "server_error" if isinstance(error, openai.APIError) else "invalid_reply"


def _reason_of_status(error: openai.APIStatusError) -> str:
    status = error.status_code
    said = words_of(error)
    if status in (402, 429) or (status == 413 and _RATE.search(said)):  # out of credit, or too many requests
        return "limited"
    if status == 413 or (status in (400, 422, 500) and _TOO_LONG.search(said)):
        return "too_long"
    if status in (401, 403):
        return "unauthorized"
    if status == 404 or (status < 500 and _MODEL.search(said)):
        return "unknown_model"
    return "timeout" if status in (408, 504) else "server_error"


def unsupported(error: BaseException, method: Method, streams: bool) -> Unsupported | None:
    """Whether ``error`` refuses a feature rather than the request, and which.

    "The model does not support tools" refuses a feature, "the model does not exist" a model; both come as 400 or 404.
    """
    if isinstance(error, NotStreamed):
        return Unsupported("stream")
    if not isinstance(error, openai.APIStatusError) or error.status_code not in _REFUSING:
        return None
    said = words_of(error)
    named = [name for name in _PARAMETERS if re.search(rf"\b{name}\b", said)]
    if named:
        return Unsupported(named[0])
    feature = _FEATURES.get(method)
    if feature and feature.search(said):
        return Unsupported(method)
    if streams and _STREAM.search(said):
        return Unsupported("stream")
    if error.status_code == 501 or (error.status_code == 422 and feature):
        return Unsupported(method)
    return None
