"""One request: who asks, in which language, and the way to the use cases."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Final, NamedTuple, ParamSpec, Protocol, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request

from engine.api.limits import Action, RateLimits
from engine.auth import LOCAL_OWNER
from engine.errors import InterviewerSlow
from engine.i18n import preferred
from engine.interview import Interviews
from engine.library import Library
from engine.model import Language
from engine.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")

_QUICK: Final = CapacityLimiter(16)
_ANSWERS: Final = CapacityLimiter(16)
_SLOW: Final = CapacityLimiter(32)
"""Threads for what answers at once, for answers, which may wait for a follow-up, and for what may take its time (a
plan, a file, a PDF). They are the API's own: the server's common threads also serve the files of the pages, which must
not wait for a model."""

_FIRST_PAUSE: Final = 0.02
_LONGEST_PAUSE: Final = 0.5
_ASK_AGAIN_SECONDS: Final = 5


class Readiness(NamedTuple):
    store: bool  # answers a query
    worker: bool  # its thread is alive
    interviewer: str  # who asks and judges


class Backend(Protocol):
    """What the API needs of the assembled program."""

    @property
    def settings(self) -> Settings: ...

    @property
    def interviews(self) -> Interviews: ...

    @property
    def library(self) -> Library: ...

    @property
    def rate_limits(self) -> RateLimits: ...

    def readiness(self) -> Readiness: ...


@dataclass(frozen=True, slots=True)
class Call:
    """A request on its way to the use cases."""

    request: Request
    backend: Backend

    @property
    def owner(self) -> str:
        return LOCAL_OWNER

    @property
    def language(self) -> Language:
        return language_of_request(self.request)

    async def quick(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """``work`` on a thread, since it waits for the database."""
        return await to_thread.run_sync(partial(work, *args, **kwargs), limiter=_QUICK)

    async def answering(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """``work`` that gives an answer, on a thread of those for answers."""
        return await to_thread.run_sync(partial(work, *args, **kwargs), limiter=_ANSWERS)

    async def slow(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """``work`` that may take seconds, on a thread."""
        return await to_thread.run_sync(partial(work, *args, **kwargs), limiter=_SLOW)

    def count(self, action: Action) -> None:
        """Count this request against its limits; blocks where the count is kept in Redis. Raises TooManyRequests."""
        limits = self.backend.rate_limits
        limits.count(action, limits.address(self.request.scope))

    async def wait(self, is_done: Callable[[], bool]) -> None:
        """Return when ``is_done``, looked at again and again on a thread; none is held in between.

        Raises:
            InterviewerSlow: it is not, after the longest wait of the settings.
        """
        clock = asyncio.get_running_loop().time
        deadline = clock() + self.backend.settings.report_wait_seconds
        pause = _FIRST_PAUSE
        while not await self.quick(is_done):
            left = deadline - clock()
            if left <= 0 or await self.request.is_disconnected():
                raise InterviewerSlow(retry_after=_ASK_AGAIN_SECONDS)
            await asyncio.sleep(min(pause, left))
            pause = min(1.5 * pause, _LONGEST_PAUSE)


async def _call(request: Request) -> Call:
    backend: Callable[[], Backend] = request.app.state.backend
    return Call(request, backend())


ACall = Annotated[Call, Depends(_call)]


def language_of_request(request: Request) -> Language:
    """English where Accept-Language prefers it, else the language of the contract, Chinese."""
    return preferred(request.headers.get("accept-language", ""), otherwise="zh")
