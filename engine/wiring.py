"""The one place where settings become objects."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from engine.api import RateLimits, Readiness, create_api, mounted
from engine.coaching import Coaching
from engine.errors import StoreError
from engine.guard import HostGuard
from engine.history import Histories
from engine.i18n import explain
from engine.interview import Interviews
from engine.judging import Judging
from engine.library import Library
from engine.model import Interviewer, utc_now
from engine.nodelay import send_at_once
from engine.offline import OfflineInterviewer
from engine.people import People
from engine.practice import Practice
from engine.resume import Limits
from engine.settings import Settings
from engine.storage import DuckStore, open_store
from engine.worker import Worker

_TURN_SECONDS: Final = 0.0005


@dataclass(frozen=True)
class Services:
    """The assembled program: what pages and API call."""

    settings: Settings
    store: DuckStore
    interviewer: Interviewer
    library: Library
    interviews: Interviews
    histories: Histories
    people: People
    practice: Practice
    coaching: Coaching
    rate_limits: RateLimits
    worker: Worker

    def readiness(self) -> Readiness:
        return Readiness(store=self.store.is_reachable, worker=self.worker.alive, interviewer=self.interviewer.name)

    def close(self) -> None:
        self.worker.stop()
        self.store.close()


def build(settings: Settings, now: Callable[[], datetime] = utc_now) -> Services:
    """Open the store and assemble the use cases; starts no thread.

    Raises:
        StoreError: the database cannot be opened; the class says why.
    """
    store = open_store(settings.database)
    interviewer = OfflineInterviewer()
    worker = Worker(Judging(store, interviewer, settings.lease_seconds, settings.retry_seconds, now))
    limits = Limits(
        upload=settings.upload_limit_mib * 2**20,
        seconds=settings.parse_seconds,
        memory=settings.parse_memory_mib * 2**20,
        pages=settings.parse_pages,
    )
    interviews = Interviews(store, interviewer, worker.wake, now)
    return Services(
        settings=settings,
        store=store,
        interviewer=interviewer,
        library=Library(store, limits, worker.wake, now),
        interviews=interviews,
        histories=Histories(store),
        people=People(store, now),
        practice=Practice(store, interviews, now),
        coaching=Coaching(store, now),
        rate_limits=RateLimits(settings),
        worker=worker,
    )


@cache
def services() -> Services:
    """The program's one set of objects, from the environment; made at the first call."""
    return build(Settings())


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[Mapping[str, Any] | None]:
    """Open the store and run the worker while the server runs.

    Ends the process with one sentence where the database cannot be opened.
    """
    try:
        assembled = services()
    except StoreError as error:
        print(explain(error, "en"), file=sys.stderr, flush=True)
        # Any exception raised here is printed by the server with its traceback; nothing is open yet.
        os._exit(1)
    send_at_once()
    # The worker computes while requests wait for the database and come back for the interpreter many times each:
    # at the usual 5 ms a turn an answer would take ten times as long as it needs.
    sys.setswitchinterval(_TURN_SECONDS)
    assembled.worker.start()
    try:
        yield None
    finally:
        services.cache_clear()
        assembled.close()


def routes() -> list[BaseRoute]:
    """What is served beside the pages. Who may call is read from the environment here; the rest when it is needed."""
    settings = Settings()
    origins = [each.strip() for each in settings.cors_origins.split(",") if each.strip()]
    return mounted(create_api(services, cors_origins=origins, token=settings.api_token))


def middleware() -> list[Middleware]:
    """What every request passes first. Host names come from the environment."""
    return [Middleware(HostGuard, allowed=Settings().allowed_hosts.split(","))]
