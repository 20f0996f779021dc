"""``kill -9`` while answering: nothing acknowledged is lost, every session can be resumed.

A child process answers question after question and prints each acknowledgement; the parent kills it at a random
moment, opens the same file, and compares. Each round goes on with the file of the rounds before it.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.rows import Row, row
from engine.auth import LOCAL_OWNER
from engine.model import Brief
from engine.settings import Settings
from engine.wiring import Services, build
from scripts.harness import ROOT

ROUNDS = 50
_RESUME = b"Robin Vale\n\nExperience\nBackend engineer, Northwind, 2021 - present\n- Built the parcel API in Python\n"


def kill() -> list[Row]:
    """Two rows: acknowledged answers lost, and sessions that could not be resumed; both should be 0."""
    lost = stuck = acknowledged = 0
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "kill.duckdb"
        for number in range(ROUNDS):
            given = _round(database, random.Random(number))
            services = build(Settings(database=database, model=""))
            try:
                acknowledged += len(given)
                lost += _missing(services, given)
                stuck += _not_resumable(services)
            finally:
                services.close()
    if not acknowledged:
        raise RuntimeError("no answer was acknowledged in any round, so nothing was measured")
    return [
        row("kill", lost, "lost", reach=f"0 of {acknowledged} in {ROUNDS} rounds", met=lost == 0),
        row("kill_resumable", stuck, "stuck", reach=f"0 after {ROUNDS} rounds", met=stuck == 0),
    ]


def _round(database: Path, chance: random.Random) -> list[tuple[str, int, str]]:
    """Let a child answer for a moment, kill it, and return what it had acknowledged."""
    child = subprocess.Popen(
        [sys.executable, "-m", "bench.kill", str(database)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    child.stdout.readline()  # "ready": the clock starts with the first answer
    time.sleep(chance.uniform(0.1, 1.2))
    child.kill()
    lines = child.stdout.read().splitlines()
    child.wait()
    child.stdout.close()
    whole = [line.split("\t") for line in lines if line.endswith("\tok")]
    return [(session_id, int(index), text) for session_id, index, text, _ in whole]


def _missing(services: Services, given: list[tuple[str, int, str]]) -> int:
    missing = 0
    for session_id, index, text in given:
        answer = services.interviews.get(LOCAL_OWNER, session_id).turns[index].answer
        missing += answer is None or answer.text != text
    return missing


def _not_resumable(services: Services) -> int:
    """Walk the newest open session to its report, as a person would who comes back."""
    session = services.interviews.unfinished(LOCAL_OWNER)
    if session is None:
        return 0
    while session.current is not None:
        session = services.interviews.answer(LOCAL_OWNER, session.id, session.current.index, "I came back.")
    services.worker.start()
    services.worker.run_pending()
    for _ in range(100):
        if services.interviews.get(LOCAL_OWNER, session.id).status == "EVALUATED":
            return 0
        time.sleep(0.05)
    return 1


def _answer_forever(database: Path) -> None:
    services = build(Settings(database=database, model=""))
    services.worker.start()
    resume = services.library.add(LOCAL_OWNER, "robin.txt", _RESUME).resume
    assert resume.id is not None
    print("ready", flush=True)
    number = 0
    while True:
        session = services.interviews.start(LOCAL_OWNER, resume.id, Brief(question_count=20))
        while session.current is not None:
            index, text = session.current.index, f"I measured it, answer {number}."
            services.interviews.save_draft(LOCAL_OWNER, session.id, index, text[:10])
            session = services.interviews.answer(LOCAL_OWNER, session.id, index, text)
            print(session.id, index, text, "ok", sep="\t", flush=True)
            number += 1


if __name__ == "__main__":
    _answer_forever(Path(sys.argv[1]))
