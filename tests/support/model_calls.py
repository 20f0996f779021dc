"""One of each call of an interviewer that a model serves, and a ledger to see what it took."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from engine.model import Answer, Brief, Evaluation, Evidence, Interviewer, Question, Report, Resume, Usage
from engine.report import build
from support.sessions import session, turn

RESUME = Resume(
    text="""Robin Vale
robin@example.org

EXPERIENCE
Backend engineer, Northwind Parcel, 2021 - present
- Cut the p95 latency of the tracking page from 900 ms to 120 ms with PostgreSQL indexes
- Moved nightly billing jobs from cron scripts to Python workers in Docker
- Led the migration of two million shipment records without a minute of downtime

Junior developer, Alder & Finch Books, 2018 - 2021
- Wrote the stock forecast that three warehouses order by, in Python and SQL
- Answered every customer complaint about wrong invoices and halved them in a year
- Trained four part-time colleagues in writing tests for the returns desk

SKILLS
Python, PostgreSQL, Docker
"""
)
QUESTION = Question(
    text="What made the tracking page of Northwind Parcel slow?",
    category="problem_solving",
    key_points=("a measurement before the change", "the missing index", "the figure after it"),
    reference_answer="Traces showed that each lookup scanned the whole table; an index on the parcel number was added.",
)
ANSWER = Answer(
    text="First I measured where the time went. Every lookup read the whole table. After an index on the parcel number"
    " the p95 fell to 120 ms."
)
CALLS = ("plan", "follow_up", "evaluate", "summarize", "analyze")


def report() -> Report:
    """Two answers, one skipped question."""
    judged = Evaluation(
        score=70,
        ratings={"accuracy": 4.0, "completeness": 3.5, "depth": 3.5, "expression": 4.0},
        evidence=(Evidence(quote="Every lookup read the whole table"),),
        feedback="You found the cause. The figure before is missing.",
    )
    turns = [
        turn(0, text=ANSWER.text).model_copy(update={"evaluation": judged, "question": QUESTION}),
        turn(1, score=0, text=""),
        turn(2, score=40, text="I asked the drivers first.", feedback="A beginning."),
    ]
    return build(session(turns, planned=3))


def says_nothing(text: str) -> bool:
    return text.strip().lower() in ("", "i don't know", "skip")


def do(interviewer: Interviewer, call: str) -> Any:
    """One call of the interviewer, to its end."""
    if call == "plan":
        return list(interviewer.plan(RESUME, Brief(question_count=4)))
    if call == "follow_up":
        return interviewer.follow_up(QUESTION, ANSWER, ())
    if call == "evaluate":
        return interviewer.evaluate(QUESTION, ANSWER)
    if call == "summarize":
        return interviewer.summarize(report())
    return interviewer.analyze(RESUME)


@dataclass
class Book:
    """A ledger in memory."""

    limit: int | None = None
    usages: list[Usage] = field(default_factory=list)

    def record(self, usage: Usage) -> None:
        self.usages.append(usage)

    def left(self) -> int | None:
        return None if self.limit is None else self.limit - self.spent

    @property
    def spent(self) -> int:
        return sum(usage.input_tokens + usage.output_tokens for usage in self.usages)
