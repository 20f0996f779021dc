"""Answers through the API: fifty clients at once over real HTTP, each answering its own sessions one after another.

(a) is the bare path of an answer, worker paused and no follow-ups, against the rate at which the same store takes
single durable rows in the same run. (b) is everything on but the rate limits: follow-ups, judging, summaries.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from bench.rows import Row, row
from engine.api import create_api
from engine.auth import LOCAL_OWNER
from engine.model import Brief
from engine.settings import Settings
from engine.storage import open_store
from engine.wiring import build, middleware
from scripts.harness import ROOT, Server, free_port

CLIENTS: Final = 50
_BARE_SESSIONS: Final = 2  # for each client, of 20 questions
_FULL_SESSIONS: Final = 3  # for each client, of 8 questions and their follow-ups
_ROWS: Final = 1500
_UNLIMITED: Final = {"REHEARSAL_CREATE_LIMIT": "", "REHEARSAL_ANSWER_LIMIT": "", "REHEARSAL_MODEL": ""}
_RESUME: Final = """Robin Vale

Experience
Backend engineer, Northwind Parcel, 2021 - present
- Cut the p95 latency of the tracking page from 900 ms to 120 ms with PostgreSQL indexes
- Moved nightly jobs to Python and Docker

Skills
Python, PostgreSQL, Docker, Redis, Linux
"""
_ANSWER: Final = (
    "The tracking page was slow because each request read the whole parcel history. I measured the queries first, "
    "added an index on parcel and time, and moved old rows to an archive table. After that the page took 120 ms, "
    "and I learned to look at the plan before I change the code. Number {number}."
)


@dataclass
class _Run:
    seconds: list[float] = field(default_factory=list)  # each answer's, as its client saw it
    errors: int = 0
    took: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.took

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1]


def api_answers() -> list[Row]:
    """Rate of (a) against the store's own, rate and 95th percentile of (b), and what its backlog was a minute later."""
    return [*_bare(), *_full()]


# --- (a) ------------------------------------------------------------------------------------------


def _bare() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        before = _raw_rate(Path(folder) / "raw1.duckdb")
        with _bare_server(Path(folder) / "bare.duckdb") as (port, sessions):
            run = asyncio.run(_answer_all(port, sessions))
        raw = (before + _raw_rate(Path(folder) / "raw2.duckdb")) / 2
    if run.errors:
        raise RuntimeError(f"{run.errors} answers failed")
    reach = ">= 25 % of the store's own rate"
    return [row("api_answers_a", run.rate, "/s", baseline=raw, reach=reach, met=run.rate >= 0.25 * raw)]


def _raw_rate(database: Path) -> float:
    """Durable single-row inserts a second, by the program's own store."""
    store = open_store(database)
    now = datetime.now(UTC)
    binds = {"owner": LOCAL_OWNER, "main": 0, "follow_up": 0, "shown_at": now, "answered_at": now, "active_seconds": 1}
    start = time.perf_counter()
    for number in range(_ROWS):
        text = _ANSWER.format(number=number)
        store.write(lambda tx, n=number, t=text: tx.run("insert_answer", session_id=f"{n:016x}", text=t, **binds))  # type: ignore[misc]
    took = time.perf_counter() - start
    store.close()
    return _ROWS / took


@contextmanager
def _bare_server(database: Path) -> Iterator[tuple[int, list[list[str]]]]:
    """The API alone in a process of its own, its worker not started; and sessions for each client."""
    port = free_port()
    child = subprocess.Popen(
        [sys.executable, "-m", "bench.answers", str(database), str(port)],
        cwd=ROOT,
        env={**os.environ, **_UNLIMITED},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    try:
        ids = json.loads(child.stdout.readline())
        asyncio.run(_listening(port))
        yield port, [ids[at::CLIENTS] for at in range(CLIENTS)]
    finally:
        child.terminate()
        child.wait(timeout=20)


def serve(database: Path, port: int) -> None:
    """The child: prints the ids of its sessions, then serves until it is ended."""
    services = build(Settings(database=database, model=""))
    resume = services.library.add(LOCAL_OWNER, "robin.txt", _RESUME.encode()).resume
    assert resume.id is not None
    brief = Brief(question_count=20, follow_ups=0)
    ids = [
        services.interviews.start(LOCAL_OWNER, resume.id, brief, force=True).id for _ in range(CLIENTS * _BARE_SESSIONS)
    ]
    app = Starlette(routes=[Mount("/api", create_api(lambda: services))], middleware=middleware())
    print(json.dumps(ids), flush=True)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
    services.close()


async def _answer_all(port: int, sessions: list[list[str]]) -> _Run:
    run = _Run()

    async def client(ids: list[str]) -> None:
        http = await _Http.open(port)
        for identity in ids:
            for index in range(20):
                await _answered(http, run, identity, index)
        http.close()

    start = time.perf_counter()
    await asyncio.gather(*(client(ids) for ids in sessions))
    run.took = time.perf_counter() - start
    return run


async def _answered(http: _Http, run: _Run, identity: str, index: int) -> dict[str, Any]:
    body = {"questionIndex": index, "answer": _ANSWER.format(number=index)}
    start = time.perf_counter()
    status, found = await http.send("POST", f"/api/interview/sessions/{identity}/answers", body)
    run.seconds.append(time.perf_counter() - start)
    run.errors += status != 200
    return found


# --- (b) ------------------------------------------------------------------------------------------


def _full() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "full.duckdb"
        with Server(database, environment=_UNLIMITED) as server:
            run = asyncio.run(_interview_all(server.port))
            time.sleep(60)
        store = open_store(database)
        left = store.rows("open_jobs")[0]["jobs"]
        store.close()
    if run.errors:
        raise RuntimeError(f"{run.errors} answers failed")
    return [
        row("api_answers_b", run.rate, "/s", reach=">= 30 /s", met=run.rate >= 30),
        row("api_answers_b_p95", 1000 * run.p95, "ms", reach="<= 500 ms", met=run.p95 <= 0.5),
        row("api_answers_b_backlog", left, "jobs", reach="0 after 60 s", met=left == 0),
    ]


async def _interview_all(port: int) -> _Run:
    """Each client creates its sessions, then, once all have, answers them to their end."""
    run = _Run()
    clients = [await _Http.open(port) for _ in range(CLIENTS)]
    held = await asyncio.gather(*(_created(http, 1000 + number) for number, http in enumerate(clients)))

    async def client(http: _Http, ids: list[str]) -> None:
        for identity in ids:
            index, going = 0, True
            while going:
                told = await _answered(http, run, identity, index)
                index, going = told["data"]["currentIndex"], told["data"]["hasNextQuestion"]
        http.close()

    start = time.perf_counter()
    await asyncio.gather(*(client(http, ids) for http, ids in zip(clients, held, strict=True)))
    run.took = time.perf_counter() - start
    return run


async def _created(http: _Http, resume_id: int) -> list[str]:
    wanted = {"resumeText": _RESUME, "questionCount": 8, "resumeId": resume_id, "forceCreate": True}
    made = [await http.send("POST", "/api/interview/sessions", wanted) for _ in range(_FULL_SESSIONS)]
    return [found["data"]["sessionId"] for _, found in made]


# --- a client that costs little beside the server ---------------------------------------------------


class _Http:
    """One kept-alive connection, which knows just the HTTP that this server speaks."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> _Http:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def send(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        data = json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        self._writer.write(f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data)
        head_lines = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        length = next(int(line.split(":")[1]) for line in head_lines if line.startswith("content-length:"))
        return int(head_lines[0].split()[1]), json.loads(await self._reader.readexactly(length))

    def close(self) -> None:
        self._writer.close()


async def _listening(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            (await _Http.open(port)).close()
            return
        except OSError:
            await asyncio.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
