"""The one place where settings become objects."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pydantic import SecretStr
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from engine.api import RateLimits, Readiness, create_api, mounted
from engine.auth import LOCAL_OWNER
from engine.choices import Choice, Choices, of_environment
from engine.coaching import Coaching
from engine.errors import StoreError
from engine.fallback import Breaker
from engine.guard import HostGuard
from engine.history import Histories
from engine.i18n import explain
from engine.interview import Interviews
from engine.judging import Judging
from engine.ledger import StoreLedger
from engine.library import Library
from engine.model import Interviewer, Interviewers, charged, utc_now
from engine.nodelay import send_at_once
from engine.offline import OfflineInterviewer, says_nothing
from engine.people import People
from engine.planning import Planning
from engine.practice import Practice
from engine.resume import Limits
from engine.serving import Serving
from engine.settings import Settings
from engine.storage import DuckStore, open_store
from engine.worker import Worker

if TYPE_CHECKING:
    from engine.llm.endpoint import Endpoint
    from engine.llm.endpoint import Probe as Probe  # pages know it from here

_TURN_SECONDS: Final = 0.0005
_MODEL_THREADS: Final = 8
"""Threads of the worker while a model serves: they wait for it rather than compute. Offline judging computes, and a
second thread would only make answers wait."""


@dataclass(frozen=True)
class Services:
    """The assembled program: what pages and API call."""

    settings: Settings
    store: DuckStore
    interviewers: Interviewers
    choices: Choices
    library: Library
    interviews: Interviews
    planning: Planning
    histories: Histories
    people: People
    practice: Practice
    coaching: Coaching
    rate_limits: RateLimits
    worker: Worker

    def start(self) -> None:
        """Work in the background until ``close``: judge, write plans, and load what the chosen model needs."""
        self.planning.start()
        self.worker.start()
        _warm_up(self.choices, self.interviewers)

    def readiness(self) -> Readiness:
        return Readiness(store=self.store.is_reachable, worker=self.worker.alive, interviewer=self.interviewers.name)

    def test_connection(self, owner: str, *, base_url: str, model: str, key: SecretStr | None = None) -> Probe:
        """Call a server and say what it can do; nothing is chosen. Takes seconds.

        ``key`` None is the one that this server would be sent. A test that goes well ends the pause after a failure.

        Raises:
            BadRequest: ``field`` names what cannot be used.
        """
        from engine.llm import probe

        candidate = self.choices.candidate(owner, base_url=base_url, model=model, key=key)
        with charged(owner):
            found = probe(endpoint(self.settings, candidate))
        if found.reachable and not found.failure:
            self.interviewers.try_again()
        return found

    def close(self) -> None:
        self.planning.stop()
        self.worker.stop()
        self.store.close()


def build(settings: Settings, now: Callable[[], datetime] = utc_now) -> Services:
    """Open the store and assemble the use cases; starts no thread.

    Raises:
        StoreError: the database cannot be opened; the class says why.
    """
    store = open_store(settings.database)
    environment = of_environment(
        base_url=settings.openai_base_url,
        model=settings.model,
        key=settings.openai_api_key,
        price_input=settings.price_input,
        price_output=settings.price_output,
    )
    offline = OfflineInterviewer()

    def changed() -> None:
        worker.resize(_threads(choices))
        if worker.alive:
            _warm_up(choices, interviewers)

    choices = Choices(store, environment, changed)
    ledger = StoreLedger(
        store, settings.session_tokens, lambda read, written: choices.current(LOCAL_OWNER).cost(read, written)
    )

    def make(choice: Choice) -> Interviewer:
        # Loading the model library takes seconds and much memory, which nobody needs without a model.
        from engine.llm import LLMInterviewer

        return LLMInterviewer(
            endpoint(settings, choice),
            contentless=says_nothing,
            ledger=ledger,
            judge_repeats=settings.judge_repeats,
        )

    interviewers = Serving(offline, choices, make, LOCAL_OWNER, Breaker(), stands_in=settings.fallback)
    lease, retry = settings.whole_lease_seconds, settings.retry_seconds
    planning = Planning(
        store, interviewers, lease_seconds=lease, retry_seconds=retry, on_work=lambda: worker.wake(), now=now
    )
    worker = Worker(Judging(store, interviewers, lease, retry, now, planning), _threads(choices))
    limits = Limits(
        upload=settings.upload_limit_mib * 2**20,
        seconds=settings.parse_seconds,
        memory=settings.parse_memory_mib * 2**20,
        pages=settings.parse_pages,
    )
    interviews = Interviews(store, interviewers, worker.wake, now, planning)
    return Services(
        settings=settings,
        store=store,
        interviewers=interviewers,
        choices=choices,
        library=Library(store, limits, worker.wake, now),
        interviews=interviews,
        planning=planning,
        histories=Histories(store),
        people=People(store, now),
        practice=Practice(store, interviews, now),
        coaching=Coaching(store, now),
        rate_limits=RateLimits(settings),
        worker=worker,
    )


def endpoint(settings: Settings, choice: Choice) -> Endpoint:
    """Where ``choice`` is called, and how ``settings`` have it called."""
    from engine.llm.endpoint import Endpoint

    return Endpoint(
        base_url=choice.base_url,
        api_key=choice.key,
        model=choice.model,
        seconds=settings.model_seconds,
        retries=settings.model_retries,
        calls=settings.model_calls,
        requests_per_second=settings.model_requests_per_second,
        temperature=settings.temperature,
    )


def _warm_up(choices: Choices, interviewers: Interviewers) -> None:
    """Load what the chosen model needs, which takes seconds that nobody should wait for at their first question."""
    if choices.current(LOCAL_OWNER).model:
        threading.Thread(target=interviewers.chosen, name="rehearsal-warm-up", daemon=True).start()


def _threads(choices: Choices) -> int:
    return _MODEL_THREADS if choices.current(LOCAL_OWNER).model else 1


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
    assembled.start()
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
