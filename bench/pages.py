"""How long the server works on each page of a database of a hundred thousand sessions."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.sync.client import connect

from bench.history import filled, most_practised
from bench.population import JUDGES
from bench.rows import Row, row
from engine import rubric
from engine.auth import LOCAL_OWNER
from engine.people import Filters
from engine.report import Judge
from engine.settings import Settings
from engine.wiring import build
from scripts.harness import Server

REACH: Final = 300  # ms
RUNS: Final = 5
SESSIONS, PEOPLE = 100_000, 10_000
_MARKS: Final = 100
_LIMIT: Final = 64 * 1024 * 1024
_LATEST: Final = 120  # seconds

Address = tuple[str, Mapping[str, str | Sequence[str]]]


def page_time() -> Sequence[Row]:
    """The median time of the slowest page; every page is printed with its own.

    A page's time is that from asking the server for it, as a browser does when the page is opened by its URL, until
    the server has sent its last element.
    """
    database = filled(SESSIONS, PEOPLE)
    pages = addresses(database)
    figures = {}
    with Server(database) as server:
        for name, (page, query) in pages.items():
            first, *seconds = (opened(server, page, query) for _ in range(RUNS + 1))  # the first fills caches
            figures[name] = statistics.median(seconds) * 1000
            told = f"{figures[name]:7.1f} ms, {first * 1000:7.1f} ms the first time"
            print(f"  {SESSIONS:>7} sessions  {name:<34} {told}", flush=True)
    worst = max(figures.values())
    return [row("page_time", worst, "ms", reach=f"<= {REACH} ms, the slowest of {len(figures)}", met=worst <= REACH)]


def addresses(database: Path) -> dict[str, Address]:
    """Every page and view by name, each with as much on it as the database has: page, and what its URL asks for."""
    services = build(Settings(database=database))
    try:
        ids = most_practised(services, 6)
        llm = Judge(*JUDGES[1], rubric.VERSION)
        judged = [each["candidate_id"] for each in services.people.list(LOCAL_OWNER, Filters(judge=llm), size=4).rows]
        last = services.histories.sessions(LOCAL_OWNER, ids[0])[0]
        session = services.interviews.get(LOCAL_OWNER, last["session_id"])
        for held in services.histories.sessions(LOCAL_OWNER, ids[0])[:_MARKS]:
            services.coaching.override(LOCAL_OWNER, held["session_id"], (0, 0), 60, "Held against the rubric.")
    finally:
        services.close()
    person = {"candidate": str(ids[0])}
    roles = [f"role:{each}" for each in ("Backend engineer", "Staff nurse", "会计")]
    cohorts = [*roles, "language:en", "language:zh", "level:senior"]
    by_score = {"judge": "|".join(llm), "sort": "score"}
    return {
        "resume": ("", {"resume": str(session.resume_id)}),
        "interview, to begin": ("interview", {"resume": str(session.resume_id)}),
        "report": ("report", {"session": session.id}),
        "history": ("history", person),
        "history, closer": ("history", {**person, "look": "closer"}),
        "history, answers": ("history", {**person, "look": "answers"}),
        "coach": ("coach", {}),
        "coach, 6 people": ("coach", {"view": "compare", "groups": [f"person:{each}" for each in ids]}),
        "coach, 6 cohorts": ("coach", {"view": "compare", "groups": cohorts}),
        "coach, before and after": ("coach", {"view": "before_after", "of": f"person:{ids[0]}"}),
        "coach, before and after, cohort": ("coach", {"view": "before_after", "of": "language:en"}),
        "coach, agreement": ("coach", {"view": "agreement"}),
        "candidates": ("candidates", {}),
        "candidates, by score": ("candidates", by_score),
        "candidates, searched": ("candidates", {"search": "ash", "skill": "python", "spoken": "en"}),
        "candidate": ("candidate", person),
        "side by side": ("compare", {"people": ",".join(map(str, judged)), "order": "a"}),
        "settings": ("settings", {}),
    }


def opened(server: Server, page: str, query: Mapping[str, str | Sequence[str]]) -> float:
    """Seconds from asking a new session of the server for a page until its last element has come."""
    asked = BackMsg(rerun_script=ClientState(page_name=page, query_string=urlencode(query, doseq=True)))
    stream = f"{server.url.replace('http', 'ws', 1)}/_stcore/stream"
    with connect(stream, subprotocols=[Subprotocol("streamlit")], max_size=_LIMIT, compression=None) as socket:
        began = time.perf_counter()
        socket.send(asked.SerializeToString())
        while True:
            data = socket.recv(timeout=_LATEST)
            took = time.perf_counter() - began
            message = ForwardMsg.FromString(data.encode() if isinstance(data, str) else data)
            if message.delta.new_element.HasField("exception"):
                raise RuntimeError(f"{page}?{urlencode(query)}: {message.delta.new_element.exception.message}")
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise RuntimeError(f"{page}?{urlencode(query)}: ended with {message.script_finished}")
                return took
