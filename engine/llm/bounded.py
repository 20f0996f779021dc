"""An HTTP client that gives a whole call so much time and so many bytes, whatever the server does.

A read timeout alone does not bound a call: a server that sends a byte now and then keeps it open for ever.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

import httpx2
import openai

_ENVELOPE: Final = 32 * 1024  # bytes of a reply besides what the model wrote
_PLAIN: Final = 8  # bytes a token: a Chinese character is six, as JSON escapes it
_STREAMED: Final = 1024  # bytes a token: each comes in an event of its own
_HEADERS: Final = frozenset(
    ("host", "accept", "connection", "content-type", "content-length", "authorization", "user-agent", "accept-encoding")
)
"""What a server other than OpenAI's is told. The library adds facts on this computer and, from the environment, the
organisation, project and headers meant for OpenAI."""


class Cut(httpx2.ReadError):
    """The connection ended in the middle of a reply."""


class TooLong(openai.OpenAIError):
    """A reply grew far beyond what was asked for."""


class NotStreamed(openai.OpenAIError):
    """The server passed over the wish for a stream."""


@dataclass
class Bounds:
    """What one call may still take. ``deadline`` is on the monotonic clock."""

    deadline: float
    connect: float
    silence: float
    tokens: int
    streams: bool = False

    @property
    def left(self) -> float:
        return self.deadline - time.monotonic()

    def extend(self, seconds: float) -> None:
        """Give the call so many seconds from now."""
        self.deadline = max(self.deadline, time.monotonic() + seconds)


bounds: ContextVar[Bounds | None] = ContextVar("bounds", default=None)
"""Bounds of the call being made in this context."""


class BoundedClient(httpx2.Client):
    """Keeps requests to their ``bounds``, follows no redirect, and sends no header that the server has no use for."""

    def __init__(self, *, lean: bool, key: str) -> None:
        # A redirect would send a resume to an address that nobody chose.
        super().__init__(follow_redirects=False, timeout=httpx2.Timeout(60, connect=5))
        self._lean = lean
        self._authorization = f"Bearer {key}"

    def send(self, request: httpx2.Request, *, stream: bool = False, **options: Any) -> httpx2.Response:
        """Send one request; its time limits end a call at once instead of leading to a further try.

        Raises:
            openai.APITimeoutError: the time is over.
            Cut: the reply breaks off.
            TooLong: the reply is too long.
        """
        limits = bounds.get()
        if limits is None:
            return super().send(request, stream=stream, **options)
        if limits.left <= 0:
            raise openai.APITimeoutError(request=request)
        times = dict.fromkeys(("read", "write", "pool"), limits.left)
        times["connect"] = min(limits.connect, limits.left)
        request.extensions["timeout"] = times
        try:
            response = super().send(self._sent(request), stream=True, **{**options, "follow_redirects": False})
        except httpx2.TimeoutException as error:
            raise openai.APITimeoutError(request=request) from error
        response.request = request  # the library looks for marks of its own in the headers
        is_stream = "event-stream" in response.headers.get("content-type", "")
        if is_stream:
            # httpx reads this anew when it begins with the body.
            times["read"] = min(limits.silence, max(limits.left, 0.01))
        elif limits.streams and response.status_code == 200:
            response.close()
            raise NotStreamed(response.headers.get("content-type", ""))
        _forbid_late_retry(response, limits)
        most = _ENVELOPE + limits.tokens * (_STREAMED if is_stream else _PLAIN)
        response.stream = _BoundedStream(response.stream, limits, most)
        if not stream:
            try:
                response.read()
            except httpx2.TimeoutException as error:
                raise openai.APITimeoutError(request=request) from error
            finally:
                response.close()
        return response

    def _sent(self, request: httpx2.Request) -> httpx2.Request:
        """``request`` with the headers that the server is to see."""
        headers = [(name, value) for name, value in request.headers.items() if not self._lean or name in _HEADERS]
        made = httpx2.Request(
            request.method, request.url, headers=headers, stream=request.stream, extensions=request.extensions
        )
        made.headers["accept-encoding"] = "identity"  # a few compressed bytes can be a great many
        if self._lean:
            made.headers["authorization"] = self._authorization
            made.headers["user-agent"] = "rehearsal"
        return made


def _forbid_late_retry(response: httpx2.Response, limits: Bounds) -> None:
    """Keep the library from sleeping past the deadline before it tries again."""
    try:
        wait = float(response.headers.get("retry-after", "0"))
    except ValueError:  # a date
        wait = 0.0
    if response.status_code >= 400 and wait >= limits.left:
        response.headers["x-should-retry"] = "false"


class _BoundedStream(httpx2.SyncByteStream):
    def __init__(self, stream: Any, limits: Bounds, most: int) -> None:
        self._stream, self._limits, self._most = stream, limits, most

    def __iter__(self) -> Iterator[bytes]:
        taken = 0
        try:
            for part in self._stream:
                taken += len(part)
                if taken > self._most:
                    raise TooLong(f"more than {self._most} bytes")
                if self._limits.left <= 0:
                    raise httpx2.ReadTimeout("the call took too long")
                yield part
        except httpx2.TimeoutException:
            raise
        except httpx2.TransportError as error:
            raise Cut(str(error)) from error

    def close(self) -> None:
        self._stream.close()
