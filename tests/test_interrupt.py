"""Ctrl-C while the model is writing: the process ends, and the session goes on in the next one."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from engine.auth import LOCAL_OWNER
from engine.settings import Settings
from engine.wiring import build
from scripts.harness import ROOT, Server
from support.client import SESSIONS, Candidate, opened
from support.model_server import ModelServer
from support.waiting import until

SAID = "I measured the queries of the page first, then added an index, and it took 120 ms after that."


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


def environment(model: ModelServer) -> dict[str, str]:
    return {"OPENAI_BASE_URL": model.base_url, "OPENAI_API_KEY": "", "REHEARSAL_MODEL": model.model}


def interrupt(server: Server) -> None:
    """As Ctrl-C does, once."""
    server.process.send_signal(signal.SIGINT)
    server.process.wait(timeout=40)
    server.stop()


def client(server: Server) -> httpx.Client:
    return httpx.Client(base_url=f"{server.url}/api", timeout=60, trust_env=False)


@pytest.mark.parametrize(("runner", "call"), [("streamlit", "evaluate"), ("uvicorn", "follow_up")])
def test_a_session_goes_on_after_ctrl_c(model: ModelServer, tmp_path: Path, runner: str, call: str) -> None:
    database = tmp_path / "rehearsal.duckdb"
    with Server(database, runner=runner, environment=environment(model)) as server, client(server) as http:
        candidate = Candidate(http, followUps=1 if call == "follow_up" else 0)
        assert candidate.created["interviewer"] == "llm"
        with model.held(call) as held, ThreadPoolExecutor(1) as clients:
            answering = clients.submit(candidate.post_answer, 0, SAID)
            assert held.reached.wait(20)
            interrupt(server)
            # Refused or answered, depending on how far it came; never half of it.
            answering.exception(timeout=20)
    assert "Traceback" not in server.output(), server.output()

    with Server(database, runner=runner, environment=environment(model)) as server, client(server) as http:
        session = opened(http.get(f"{SESSIONS}/unfinished/1"))
        assert session["sessionId"] == candidate.created["sessionId"]
        candidate.http = http
        index, more = session["currentQuestionIndex"], True
        while more:
            more = candidate.answer(index, SAID)["hasNextQuestion"]
            index += 1
        details = candidate.report()["questionDetails"]
    assert {each["userAnswer"] for each in details} == {SAID}
    assert {each["evaluator"] for each in details} == {"llm"}
    assert all(each["score"] is not None for each in details)


_BEGINS = """
import sys, time
from pathlib import Path
from engine.auth import LOCAL_OWNER
from engine.model import Brief
from engine.settings import Settings
from engine.wiring import build

services = build(Settings(database=Path(sys.argv[1])))
services.start()
try:
    resume = services.library.add(LOCAL_OWNER, "robin.md", Path(sys.argv[2]).read_bytes()).resume
    session = services.interviews.start(LOCAL_OWNER, resume.id, Brief(question_count=5), wait=False)
    print(session.id, len(session.turns), flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    services.close()
"""


def test_a_plan_goes_on_after_ctrl_c(model: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "rehearsal.duckdb"
    for name, value in environment(model).items():
        monkeypatch.setenv(name, value)
    with model.held("plan", after=1) as held:
        begun = subprocess.Popen(
            [sys.executable, "-c", _BEGINS, str(database), str(ROOT / "engine" / "samples" / "sample_en.md")],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert begun.stdout is not None
        session_id, count = begun.stdout.readline().split()
        assert count == "1"
        assert held.reached.wait(20)
        begun.send_signal(signal.SIGINT)
        _, errors = begun.communicate(timeout=30)
    assert errors == ""
    assert begun.returncode == 0

    services = build(Settings(database=database))
    try:
        left = services.interviews.get(LOCAL_OWNER, session_id)
        assert left.is_planning
        assert 1 <= len(left.turns) < 5
        services.start()
        until(lambda: not services.interviews.get(LOCAL_OWNER, session_id).is_planning)
        whole = services.interviews.get(LOCAL_OWNER, session_id)
        assert len({turn.question.text for turn in whole.turns}) == 5
        assert {turn.question.author.interviewer for turn in whole.turns} == {"llm"}
    finally:
        services.close()
