"""The REST API on loopback, served by uvicorn in a thread of the test process, over a database file of its own."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from engine.api import RateLimits, create_api, mounted
from engine.choices import Choice, Choices
from engine.coaching import Coaching
from engine.guard import HostGuard
from engine.history import Histories
from engine.interview import Interviews
from engine.judging import Judging
from engine.library import Library
from engine.model import Interviewer, utc_now
from engine.people import People
from engine.planning import Planning
from engine.practice import Practice
from engine.resume import Limits
from engine.serving import Only
from engine.settings import Settings
from engine.storage import open_store
from engine.wiring import Services
from engine.worker import Worker
from support.interviewers import ScriptedInterviewer


def assemble(
    folder: Path, interviewer: Interviewer | None = None, now: Callable[[], datetime] = utc_now, **chosen: Any
) -> Services:
    """The program over a new database in ``folder``, without limits unless ``chosen`` sets them; no thread runs."""
    unlimited = {"create_limit": "", "answer_limit": "", "retry_seconds": 0}
    settings = Settings(**{"database": folder / "rehearsal.duckdb", **unlimited, **chosen})
    asks = Only(interviewer or ScriptedInterviewer())
    store = open_store(settings.database)
    planning = Planning(store, asks, retry_seconds=settings.retry_seconds, on_work=lambda: worker.wake(), now=now)
    worker = Worker(Judging(store, asks, settings.lease_seconds, settings.retry_seconds, now, planning))
    interviews = Interviews(store, asks, worker.wake, now, planning)
    return Services(
        settings=settings,
        store=store,
        interviewers=asks,
        choices=Choices(store, Choice()),
        library=Library(store, Limits(upload=settings.upload_limit_mib * 2**20), worker.wake, now),
        interviews=interviews,
        planning=planning,
        histories=Histories(store),
        people=People(store, now),
        practice=Practice(store, interviews, now),
        coaching=Coaching(store, now),
        rate_limits=RateLimits(settings),
        worker=worker,
    )


class ApiServer:
    """``services`` behind the API as ``app.py`` mounts it; with ``works`` the background thread runs too."""

    def __init__(self, services: Services, *, works: bool = True) -> None:
        self.services = services
        settings = services.settings
        origins = [each for each in settings.cors_origins.split(",") if each]
        api = create_api(lambda: services, cors_origins=origins, token=settings.api_token)
        app = Starlette(
            routes=mounted(api),
            middleware=[Middleware(HostGuard, allowed=settings.allowed_hosts.split(","))],
        )
        config = uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=3)
        self._server = uvicorn.Server(config)
        # Of the protocol by name: asyncio sends without delay on such sockets alone.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}/api"
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._works = works
        self._open = ExitStack()
        self.http = self._open.enter_context(self.client())

    def client(self, **headers: str) -> httpx.Client:
        """A client of its own, which follows no redirect."""
        return httpx.Client(
            base_url=self.url,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
            timeout=60,
            limits=httpx.Limits(max_connections=500),
            verify=False,
            trust_env=False,
        )

    def __enter__(self) -> ApiServer:
        if self._works:
            self.services.start()
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("the server ended early")
            time.sleep(0.005)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
        self._server.should_exit = True
        self._thread.join(timeout=30)
        self._socket.close()
        self.services.close()
        if self._thread.is_alive():
            raise RuntimeError("the server does not end")
