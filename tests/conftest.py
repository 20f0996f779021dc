from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from engine.interview import Interviews
from engine.judging import Judging
from engine.library import Library
from engine.resume import Limits
from engine.serving import Only
from engine.storage import DuckStore, open_store
from support import ScriptedInterviewer

# Time is never asserted, so a slow machine fails nothing. A change is judged on the same examples each time; runs
# at a desk look for new ones, and what they find becomes an @example.
settings.register_profile(
    "rehearsal", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("rehearsal")

_LOOPBACK_NAMES = {"localhost", ""}


def _refuse_far_sockets(event: str, args: tuple[object, ...]) -> None:
    """No test reaches beyond this computer, whatever library it calls."""
    if event != "socket.connect":
        return
    address = args[1]
    if not isinstance(address, tuple) or address[0] in _LOOPBACK_NAMES:
        return
    if not ipaddress.ip_address(address[0]).is_loopback:
        raise RuntimeError(f"a test tried to reach {address}")


sys.addaudithook(_refuse_far_sockets)

# Nor does a model chosen at this desk serve any of them.
for _name in [name for name in os.environ if name.startswith("OPENAI_")] + ["REHEARSAL_MODEL"]:
    os.environ.pop(_name, None)

OWNER = "local"
RESUME = b"""Robin Vale
robin@example.org

Experience
Backend engineer, Northwind Parcel, 2021 - present
- Cut the p95 latency of the tracking page from 900 ms to 120 ms with PostgreSQL indexes
- Moved nightly jobs to Python and Docker

Skills
Python, PostgreSQL, Docker
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DuckStore]:
    opened = open_store(tmp_path / "rehearsal.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def interviewer() -> ScriptedInterviewer:
    return ScriptedInterviewer()


@pytest.fixture
def library(store: DuckStore) -> Library:
    return Library(store, Limits())


@pytest.fixture
def interviews(store: DuckStore, interviewer: ScriptedInterviewer) -> Interviews:
    return Interviews(store, Only(interviewer))


@pytest.fixture
def judging(store: DuckStore, interviewer: ScriptedInterviewer) -> Judging:
    return Judging(store, Only(interviewer), lease_seconds=60, retry_seconds=0)


@pytest.fixture
def resume_id(library: Library) -> int:
    identity = library.add(OWNER, "robin.txt", RESUME).resume.id
    assert identity is not None
    return identity
