from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from engine.model import Interviewer
from support.server import ApiServer, assemble

Serve = Callable[..., ApiServer]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start a server with the interviewer and settings given; ``works=False`` leaves background work undone."""
    with ExitStack() as running:
        started: list[ApiServer] = []

        def start(interviewer: Interviewer | None = None, *, works: bool = True, **chosen: Any) -> ApiServer:
            folder = tmp_path / str(len(started))
            started.append(ApiServer(assemble(folder, interviewer, **chosen), works=works))
            return running.enter_context(started[-1])

        yield start


@pytest.fixture
def server(serve: Serve) -> ApiServer:
    return serve()


@pytest.fixture
def http(server: ApiServer) -> httpx.Client:
    return server.http


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """One server for all tests of a file, for those that leave nothing behind that another would notice."""
    with ApiServer(assemble(tmp_path_factory.mktemp("shared"))) as server:
        yield server.http
