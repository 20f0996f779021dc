"""One endpoint as a client of it: what is remembered of the server, and how many calls it is sent at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from contextvars import Context, copy_context
from functools import lru_cache
from time import monotonic
from typing import Any, Final, TypeVar, cast

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import BaseMessage
from langchain_core.rate_limiters import InMemoryRateLimiter
from langchain_core.runnables import Runnable, RunnableBinding, RunnableSequence
from langchain_openai import ChatOpenAI
from langsmith import tracing_context
from pydantic import SecretStr

from engine.llm.bounded import BoundedClient, Bounds, bounds
from engine.llm.endpoint import Endpoint, Method
from engine.llm.failures import failed

T = TypeVar("T")
Model = Runnable[LanguageModelInput, BaseMessage]
METHODS: Final[tuple[Method, ...]] = ("json_schema", "function_calling", "text")
_NO_KEY: Final = "none"  # what a server that asks for no key is sent; the library insists on one


class Connection:
    """A server and a model on it. Safe to share between threads; ``connect`` gives each endpoint one in a process."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._slots = threading.BoundedSemaphore(endpoint.calls)
        rate = endpoint.requests_per_second
        self._limiter = InMemoryRateLimiter(requests_per_second=rate, check_every_n_seconds=0.02) if rate else None
        key = endpoint.api_key.get_secret_value() or _NO_KEY
        self._client = BoundedClient(lean=not endpoint.is_openai, key=key)
        self._key = SecretStr(key)
        self._lock = threading.Lock()
        self.forget()

    # --- what is remembered of the server ----------------------------------------------------------

    def forget(self) -> None:
        """Find out anew what the server can do."""
        with self._lock:
            self.proven: Method | None = None
            self.streams = True
            self._refused: set[str] = set()
            self._chats: dict[int, ChatOpenAI] = {}

    def methods(self) -> tuple[Method, ...]:
        """Ways of asking for a structured reply that may work, the one that is known to work alone."""
        with self._lock:
            if self.proven:
                return (self.proven,)
            return tuple(method for method in METHODS if method not in self._refused) or METHODS[-1:]

    def prove(self, method: Method) -> None:
        with self._lock:
            self.proven = method

    @property
    def refusals(self) -> int:
        """How many features the server has refused so far."""
        return len(self._refused)

    def refuse(self, feature: str) -> None:
        """Remember that the server knows no such feature: a method, "stream", or an optional parameter."""
        with self._lock:
            self._refused.add(feature)
            self._chats.clear()
            if feature == "stream":
                self.streams = False
            elif feature == self.proven:
                self.proven = None

    # --- models ------------------------------------------------------------------------------------

    def chat(self, retries: int) -> ChatOpenAI:
        """The bare chat model, which tries again so many times."""
        with self._lock:
            if retries not in self._chats:
                self._chats[retries] = self._made(retries)
            return self._chats[retries]

    def _made(self, retries: int) -> ChatOpenAI:
        place = self.endpoint
        dropped: dict[str, Any] = {name: None for name in self._refused if name == "parallel_tool_calls"}
        # Everything that would otherwise be looked up in the environment is given.
        return ChatOpenAI(
            model=place.model,
            base_url=place.address,
            api_key=self._key,
            openai_proxy="",
            http_client=self._client,
            max_retries=retries,
            temperature=None if "temperature" in self._refused else place.temperature,
            stream_usage="stream_options" not in self._refused,
            use_responses_api=False,
            output_version="v0",
            rate_limiter=self._limiter,
            disabled_params=dropped or None,
            cache=False,
        )

    def model(self, method: Method, schema: Mapping[str, Any] | None, tokens: int, retries: int) -> Model:
        """The chat model, asked for a reply of the form ``schema`` (None: words) and of at most so many tokens."""
        chat = self.chat(retries)
        limit = self._limit(tokens)
        if schema is None or method == "text":
            return chat.bind(**limit)
        structured = chat.with_structured_output(dict(schema), method=method, strict=True, **limit)
        # The parser that follows the model mends a truncated reply without a word, in time quadratic in its length.
        model = cast("RunnableSequence[Any, Any]", structured).first
        form = cast("RunnableBinding[Any, Any]", model).kwargs.get("response_format")
        if form is None:
            return cast(Model, model)
        # Under its own name it would take a helper that needs seconds to import and parses every piece anew.
        named = {name: value for name, value in limit.items() if name != "extra_body"}
        return chat.bind(**named, extra_body={**limit.get("extra_body", {}), "response_format": form})

    def _limit(self, tokens: int) -> dict[str, Any]:
        """The parameter that bounds a reply: OpenAI has renamed it, and others know the old name only."""
        renamed = self.endpoint.is_openai or "max_tokens" in self._refused
        if renamed and "max_completion_tokens" not in self._refused:
            return {"max_completion_tokens": tokens}
        return {} if "max_tokens" in self._refused else {"extra_body": {"max_tokens": tokens}}

    # --- calls -------------------------------------------------------------------------------------

    @contextmanager
    def call(self, seconds: float, tokens: int, *, streams: bool = False) -> Iterator[Call]:
        """A place among the calls that run at the same time, and the bounds of one of them.

        Raises:
            InterviewerSlow: no place became free in ``seconds``.
        """
        began = monotonic()
        if not self._slots.acquire(timeout=seconds):
            raise failed("timeout")
        try:
            yield Call(
                Bounds(
                    # Someone waits for a call that may take little; the others wait in the background.
                    deadline=(began if seconds < self.endpoint.seconds else monotonic()) + seconds,
                    connect=self.endpoint.connect_seconds,
                    silence=self.endpoint.silence_seconds,
                    tokens=tokens,
                    streams=streams,
                )
            )
        finally:
            self._slots.release()


class Call:
    """Runs the library's code within bounds and without tracing, whatever the environment says of it."""

    def __init__(self, limits: Bounds) -> None:
        self.bounds = limits
        self._context: Context = copy_context()
        self._context.run(bounds.set, limits)

    def run(self, function: Callable[..., T], /, *arguments: Any) -> T:
        return self._context.run(_untraced, function, *arguments)

    def each(self, stream: Callable[..., Iterator[T]], /, *arguments: Any) -> Generator[T]:
        """The items of a stream, each fetched within the bounds: its context is not that of whoever consumes it."""
        items = self.run(stream, *arguments)
        try:
            while True:
                try:
                    item = self.run(next, items)
                except StopIteration:
                    return
                yield item
        finally:
            close = getattr(items, "close", None)
            if close:
                self.run(close)


def _untraced(function: Callable[..., T], *arguments: Any) -> T:
    with tracing_context(enabled=False):
        return function(*arguments)


@lru_cache(maxsize=64)
def _connected(endpoint: Endpoint) -> Connection:
    return Connection(endpoint)


def connect(endpoint: Endpoint) -> Connection:
    """The process's one connection to ``endpoint``."""
    return _connected(endpoint)
