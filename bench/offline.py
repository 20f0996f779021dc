"""How long the offline interviewer takes: a plan for a two-page resume, and the judging of one answer."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

from bench.rows import Row, row
from engine.model import Answer, Brief, Question, Resume
from engine.offline import OfflineInterviewer

RUNS = 60
PLAN_REACH = 100  # ms
EVALUATION_REACH = 20  # ms
_JOBS = (
    ("Senior Backend Engineer", "Tidewater Payments", "2021-03", "present"),
    ("Software Engineer", "Lantern Logistics", "2018-06", "2021-02"),
    ("Junior Developer", "Copperfield Retail", "2016-09", "2018-05"),
    ("Intern", "Hollow Oak Studio", "2015-06", "2015-09"),
)
_LINES = (
    "Cut checkout latency from 900 ms to 320 ms by moving session data from PostgreSQL to Redis",
    "Designed an idempotent payment interface in Python and FastAPI that forty merchants use every day",
    "Moved twelve services to Docker and Kubernetes and wrote the runbook for the people on call",
    "Ran the weekly review of incidents and halved the number of repeated ones within a year",
    "Wrote the Kafka consumer that keeps stock levels of three warehouses in step",
    "Taught two junior colleagues how to read execution plans and how to review each other's code",
    "Replaced a nightly import that took six hours by a stream that is never more than a minute late",
)
_SKILLS = "Python, Go, SQL, FastAPI, PostgreSQL, Redis, Kafka, Docker, Kubernetes, Git, Terraform, Linux, REST APIs"
_ANSWER = (
    "When I joined, every request loaded the session from the database, which took half a second. I measured the "
    "slow requests first, then I read the execution plan and saw that the whole table was scanned. We considered an "
    "index on two columns, but the filter kept nearly all rows, so it would not have helped and writes would have "
    "become slower. I decided to move the session data to a cache with a limited lifetime and kept the database as "
    "the source of truth. A colleague reviewed the change and we tried it with one shop for a week. In the end the "
    "latency fell from 900 ms to 320 ms at the 95th percentile, and support had no complaint about lost baskets. "
    "Next time I would agree on how old the data may be before I choose a lifetime, because we had to change it twice."
)


def two_pages(number: int) -> Resume:
    """A resume of two pages; each number gives another text, so that nothing is remembered from the last one."""
    jobs = "\n\n".join(
        f"{title}, {firm}, {start} to {end}\n" + "\n".join(f"- {line}" for line in _LINES)
        for title, firm, start, end in _JOBS
    )
    return Resume(
        text=f"Maya Okafor\nBackend engineer, Leeds, file {number}\nmaya@example.org\n\nExperience\n{jobs}\n\n"
        f"Education\nBSc Computer Science, University of Leeds, 2013 - 2016\n\nSkills\n{_SKILLS}\n"
    )


def offline_plan() -> Sequence[Row]:
    """A plan of ten questions from a resume not seen before."""
    interviewer = OfflineInterviewer()

    def plan(number: int) -> None:
        list(interviewer.plan(two_pages(number), Brief(question_count=10, seed=number)))

    return [_row("offline_plan", plan, PLAN_REACH)]


def offline_evaluation() -> Sequence[Row]:
    """An answer of 150 words to a question not seen before."""
    interviewer = OfflineInterviewer()
    questions = list(interviewer.plan(two_pages(0), Brief(question_count=20)))

    def evaluate(number: int) -> None:
        question = questions[number % len(questions)]
        unseen = Question(**{**question.model_dump(), "text": f"{question.text} ({number})"})
        interviewer.evaluate(unseen, Answer(text=f"{_ANSWER} {number}"))

    return [_row("offline_evaluation", evaluate, EVALUATION_REACH)]


def _row(identity: str, work: Callable[[int], None], reach: int) -> Row:
    """The median over ``RUNS`` warm runs, in milliseconds."""
    work(0)
    taken = []
    for number in range(1, RUNS + 1):
        began = time.perf_counter()
        work(number)
        taken.append((time.perf_counter() - began) * 1000)
    median = statistics.median(taken)
    return row(identity, median, "ms", reach=f"<= {reach} ms", met=median <= reach)
