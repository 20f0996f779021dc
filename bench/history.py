"""How long the queries behind the history, the comparisons and the list of people take."""

from __future__ import annotations

import atexit
import functools
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bench import bulk, pool
from bench.population import JUDGES, population
from bench.rows import Row, row
from engine import rubric
from engine.auth import LOCAL_OWNER
from engine.history import Group
from engine.people import Filters
from engine.report import Judge
from engine.settings import Settings
from engine.wiring import Services, build

REACH: Final = 100  # ms
RUNS: Final = 7
SIZES: Final = ((10_000, 1_000), (100_000, 10_000))  # sessions, people
_DAYS: Final = 730
_EVERYONE: Final = Filters()


def history_queries() -> Sequence[Row]:
    """At each size the median time of the slowest use case; every use case is printed with its own."""
    measured = []
    for sessions, people in SIZES:
        services = build(Settings(database=filled(sessions, people)))
        try:
            figures = {name: _median(use) for name, use in queries(services).items()}
        finally:
            services.close()
        for name, value in sorted(figures.items(), key=lambda pair: -pair[1]):
            print(f"  {sessions:>7} sessions  {name:<34} {value:7.1f} ms", flush=True)
        worst = max(figures.values())
        reach = f"<= {REACH} ms, the slowest of {len(figures)}"
        measured.append(row(f"history_queries_{sessions // 1000}k", worst, "ms", reach=reach, met=worst <= REACH))
    return measured


@functools.cache
def filled(sessions: int, people: int) -> Path:
    """A database of that size, made once a run: a hundred thousand sessions take a minute or two. It goes at exit."""
    folder = tempfile.TemporaryDirectory(prefix="bench-")
    atexit.register(folder.cleanup)
    database = Path(folder.name) / f"{sessions}.duckdb"
    themes = pool.themes(judged=False)
    bulk.fill(database, themes, population(themes, people=people, sessions=sessions, days=_DAYS))
    return database


def most_practised(services: Services, count: int) -> list[int]:
    """Ids of those who held most sessions, whose pages are the slowest."""
    rows = services.people.list(LOCAL_OWNER, sort="sessions", size=count).rows
    return [each["candidate_id"] for each in rows]


def queries(services: Services) -> dict[str, Callable[[], Any]]:
    """Every read behind the three views, by name, ready to be called."""
    owner, histories, people = LOCAL_OWNER, services.histories, services.people
    llm = Judge(*JUDGES[1], rubric.VERSION)
    ids = most_practised(services, 6)
    someone = ids[0]
    judged = [row["candidate_id"] for row in people.list(owner, Filters(judge=llm), sort="score", size=4).rows]
    last_month = datetime.now(UTC) - timedelta(days=30)
    persons = [Group(str(each), "person", each) for each in ids]
    cohorts = [
        *(Group(each, "role", each) for each in ("Backend engineer", "Staff nurse", "会计")),
        *(Group(each, "language", each) for each in ("en", "zh")),
        Group("senior", "level", "senior"),
    ]

    def listed(filters: Filters = _EVERYONE, **how: Any) -> Callable[[], Any]:
        return lambda: people.list(owner, filters, **how)

    return {
        "history": lambda: histories.sessions(owner, someone),
        "categories": lambda: histories.categories(owner, someone),
        "dimensions": lambda: histories.dimensions(owner, someone),
        "answers": lambda: histories.answers(owner, someone),
        "best answers": lambda: histories.best(owner, someone),
        "weakest answers": lambda: histories.weakest(owner, someone),
        "provenance": lambda: histories.provenance(owner, someone),
        "practice, due": lambda: services.practice.due(owner, someone),
        "practice, questions": lambda: services.practice.questions(owner, someone),
        "notes": lambda: services.coaching.notes_of(owner, someone),
        "agreement pairs": lambda: services.coaching.pairs(owner),
        "overlay of 6 people": lambda: histories.overlay(owner, persons),
        "overlay of a role": lambda: histories.overlay(owner, cohorts[:1]),
        "overlay of a language": lambda: histories.overlay(owner, cohorts[3:4]),
        "before and after, person": lambda: histories.before_after(owner, persons[0], last_month, llm),
        "before and after, cohort": lambda: histories.before_after(owner, cohorts[3], last_month, llm),
        "side by side of 4": lambda: histories.side_by_side(owner, judged, llm),
        "people, newest first": listed(),
        "people, last page by name": listed(sort="name", descending=False, page=40),
        "people, due": listed(sort="due"),
        "people, score": listed(Filters(judge=llm), sort="score"),
        "people, change": listed(Filters(judge=llm), sort="change"),
        "people, score 60-80": listed(Filters(judge=llm, least=60, most=80)),
        "people, search": listed(Filters(search="ash")),
        "people, search in Chinese": listed(Filters(search="顾")),
        "people, role and language and day": listed(Filters(role="nurse", language="en", since=last_month)),
        "people, skill": listed(Filters(skill="python")),
        "people, one": lambda: people.get(owner, someone),
        "choices of filters": lambda: people.choices(owner),
        "judges": lambda: people.judges(owner),
    }


def _median(use: Callable[[], Any]) -> float:
    use()
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        use()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds) * 1000
