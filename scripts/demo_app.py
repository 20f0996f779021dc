"""Fills a database with a year of forty invented people and starts the app on it, so that every page can be seen.

``python -m scripts.demo_app [--database FILE] [--port PORT] [--fill-only]``. A database that is there is kept as it is.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bench import bulk, pool
from bench.population import Population, population
from engine import cards
from engine import report as reports
from engine.auth import LOCAL_OWNER
from engine.model import Brief, Transaction
from engine.offline import OfflineInterviewer
from engine.settings import Settings
from engine.storage.rows import summary_binds
from engine.wiring import Services, build
from scripts.harness import ROOT

PEOPLE: Final = 40
SESSIONS: Final = 520
DATABASE: Final = ROOT / "data" / "demo.duckdb"
_TAGS: Final = ("spring intake", "second round", "Leeds")
_SAID_ABOUT: Final = (
    "Calmer than last time, and the example came without being asked for.",
    "Names the result at last; next time with the number.",
    "Speaks of “we” throughout. Ask what was their own part.",
)
_REASONS: Final = (
    "The example is right, only short.",
    "I asked on the phone, and the answer holds.",
    "Much of this is read out; I would not count it.",
)


def fill(database: Path, *, people: int = PEOPLE, sessions: int = SESSIONS, judged: bool = True) -> None:
    """A new database of ``people`` who held ``sessions`` within a year: questions of the real bank, judged offline.

    A third of the sessions are labelled as judged by a model that does not exist, so that what compares people by
    score can be seen. Tags, notes and marks of a coach are there, and three people have just begun a session. Without
    ``judged`` the evaluations are made up, which is quicker.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    themes = pool.themes(judged=judged)
    everyone = population(themes, people=people, sessions=sessions, days=365, seed=7)
    partial = database.with_suffix(".part")
    partial.unlink(missing_ok=True)
    bulk.fill(partial, themes, everyone)
    services = build(Settings(database=partial))
    try:
        _sum_up(services)
        _schedule(services)
        _coach(services)
        _begin(services, everyone)
        for row in services.library.overview(LOCAL_OWNER):
            services.library.analyze_again(LOCAL_OWNER, row["id"])
        services.worker.run_pending()
    finally:
        services.close()
    # What was interrupted halfway never looks like a finished one.
    partial.rename(database)


def _sum_up(services: Services) -> None:
    """The closing words on each session, which the bulk leaves blank."""
    interviewer = OfflineInterviewer()

    def write(tx: Transaction) -> None:
        for row in services.interviews.history(LOCAL_OWNER):
            report = reports.build(services.interviews.get(LOCAL_OWNER, row["session_id"]))
            tx.run(
                "insert_summary",
                session_id=row["session_id"],
                owner=LOCAL_OWNER,
                overall_score=report.overall_score,
                answered=report.answered,
                partial=report.partial,
                mixed=report.mixed,
                **summary_binds(interviewer.summarize(report)),
            )

    services.store.write(write)


def _schedule(services: Services) -> None:
    """Cards as the scheduler has them, in place of the bulk's guesses."""

    def rebuild(tx: Transaction) -> None:
        for person in services.people.list(LOCAL_OWNER, size=100).rows:
            rows = tx.rows("cards_of_candidate", owner=LOCAL_OWNER, candidate_id=person["candidate_id"])
            cards.rebuild_those_of(tx, LOCAL_OWNER, rows)

    services.store.write(rebuild)


def _coach(services: Services) -> None:
    rows = services.people.list(LOCAL_OWNER, size=40).rows
    for place, person in enumerate(rows[::3]):
        services.people.tag(LOCAL_OWNER, person["candidate_id"], _TAGS[place % len(_TAGS)])
    for place, person in enumerate(rows[::4]):
        services.people.shortlist(LOCAL_OWNER, person["candidate_id"])
        held = services.histories.sessions(LOCAL_OWNER, person["candidate_id"])[0]
        services.coaching.note(LOCAL_OWNER, held["session_id"], _SAID_ABOUT[place % len(_SAID_ABOUT)], author="coach")
        for main in range(min(4, held["answered"])):
            turn = services.interviews.get(LOCAL_OWNER, held["session_id"]).turns[main]
            if turn.evaluation and turn.evaluation.score is not None:
                score = min(100, max(0, turn.evaluation.score + (place * 5 + main * 9) % 25 - 10))
                services.coaching.override(
                    LOCAL_OWNER,
                    held["session_id"],
                    (turn.main, turn.follow_up),
                    score,
                    _REASONS[(place + main) % len(_REASONS)],
                    author="coach",
                )


def _begin(services: Services, everyone: Population) -> None:
    """Sessions that are under way, planned on the people's own resumes."""
    resumes = services.library.list(LOCAL_OWNER)
    for resume in resumes[:3] if everyone.names else []:
        assert resume.id is not None
        services.interviews.start(LOCAL_OWNER, resume.id, Brief(question_count=8), force=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.demo_app")
    parser.add_argument("--database", type=Path, default=DATABASE)
    parser.add_argument("--port", default="8501")
    parser.add_argument("--fill-only", action="store_true")
    arguments = parser.parse_args()
    if not arguments.database.exists():
        print(f"Inventing {PEOPLE} people and a year of their sessions …", flush=True)
        began = time.monotonic()
        fill(arguments.database)
        print(f"Done in {time.monotonic() - began:.0f} s, as of {datetime.now(UTC):%Y-%m-%d}: {arguments.database}")
    if not arguments.fill_only:
        environment = {**os.environ, "REHEARSAL_DATABASE": str(arguments.database)}
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", arguments.port]
        os.chdir(ROOT)
        os.execve(sys.executable, command, environment)


if __name__ == "__main__":
    main()
