"""Several threads over one queue."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from conftest import OWNER
from engine.interview import Interviews
from engine.judging import Judging
from engine.model import Answer, Brief, Evaluation, Question, Report, SessionStatus, Summary
from engine.serving import Only
from engine.storage import DuckStore
from engine.worker import Worker
from support.interviewers import ScriptedInterviewer
from support.waiting import until


@dataclass
class PatientInterviewer(ScriptedInterviewer):
    """Judges only once it is let, and counts how many wait for that at a time."""

    let: threading.Event = field(default_factory=threading.Event)
    waiting: int = 0
    most: int = 0
    judged: list[str] = field(default_factory=list)
    door: threading.Lock = field(default_factory=threading.Lock)

    def evaluate(self, question: Question, answer: Answer) -> Evaluation:
        with self.door:
            self.waiting += 1
            self.most = max(self.most, self.waiting)
            self.judged.append(question.text)
        self.let.wait(20)
        with self.door:
            self.waiting -= 1
        return super().evaluate(question, answer)

    def summarize(self, report: Report) -> Summary:
        self.judged.append("summary")
        return super().summarize(report)


@pytest.fixture
def patient() -> PatientInterviewer:
    return PatientInterviewer()


@pytest.fixture
def judging(store: DuckStore, patient: PatientInterviewer) -> Judging:
    return Judging(store, Only(patient), lease_seconds=60, retry_seconds=0)


@pytest.fixture
def worker(judging: Judging, patient: PatientInterviewer) -> Iterator[Worker]:
    # Longer between two looks than any test waits: whatever is done in time was told of.
    made = Worker(judging, threads=4, idle_seconds=600, stop_seconds=0.3)
    yield made
    patient.let.set()
    made.stop()


@pytest.fixture
def interviews(store: DuckStore, patient: PatientInterviewer, worker: Worker) -> Interviews:
    return Interviews(store, Only(patient), worker.wake)


def answered(interviews: Interviews, resume_id: int, questions: int = 6) -> str:
    session = interviews.start(OWNER, resume_id, Brief(question_count=questions), force=True)
    for index in range(questions):
        interviews.submit(OWNER, session.id, index, "good")
    return session.id


def test_answers_are_judged_side_by_side_each_once(
    interviews: Interviews, patient: PatientInterviewer, worker: Worker, resume_id: int
) -> None:
    worker.start()
    session_id = answered(interviews, resume_id)
    until(lambda: patient.waiting == 4)
    patient.let.set()
    until(lambda: interviews.get(OWNER, session_id).status is SessionStatus.EVALUATED)
    assert patient.most == 4
    assert sorted(patient.judged) == [f"Question {number}" for number in range(1, 7)] + ["summary"]
    assert patient.judged[-1] == "summary"
    assert worker.threads == 4


def test_the_summary_comes_right_after_the_last_evaluation(
    interviews: Interviews, patient: PatientInterviewer, worker: Worker, resume_id: int
) -> None:
    worker.start()
    session_id = answered(interviews, resume_id, 3)
    until(lambda: patient.waiting == 3)
    patient.let.set()
    until(lambda: interviews.get(OWNER, session_id).status is SessionStatus.EVALUATED)
    assert patient.judged[-1] == "summary"
    assert len(patient.judged) == 4


def test_no_wake_is_lost(interviews: Interviews, patient: PatientInterviewer, worker: Worker, resume_id: int) -> None:
    patient.let.set()
    worker.start()
    session = interviews.start(OWNER, resume_id, Brief(question_count=20))
    for index in range(20):
        interviews.submit(OWNER, session.id, index, "good")
        until(lambda: interviews.get(OWNER, session.id).turns[index].evaluation is not None)  # noqa: B023
    until(lambda: "summary" in patient.judged)
    assert len(patient.judged) == 21


def test_the_number_of_threads_changes_while_they_work(
    interviews: Interviews, patient: PatientInterviewer, worker: Worker, resume_id: int
) -> None:
    worker.resize(1)
    assert worker.threads == 0
    worker.start()
    session_id = answered(interviews, resume_id)
    until(lambda: patient.waiting == 1)
    worker.resize(3)
    until(lambda: patient.waiting == 3)
    worker.resize(1)
    patient.let.set()
    until(lambda: worker.threads == 1)
    until(lambda: interviews.get(OWNER, session_id).status is SessionStatus.EVALUATED)
    assert worker.alive


def test_stopping_gives_back_what_is_in_hand(
    store: DuckStore, interviews: Interviews, patient: PatientInterviewer, worker: Worker, resume_id: int
) -> None:
    session_id = answered(interviews, resume_id, 3)
    worker.start()
    until(lambda: patient.waiting == 3)
    worker.stop()
    assert not worker.alive
    jobs = store.rows("evaluation_jobs", owner=OWNER, session_id=session_id)
    assert [job["status"] for job in jobs] == ["PENDING"] * 3
    patient.let.set()  # what still comes of it does no harm
    until(lambda: patient.waiting == 0)
    worker.start()
    until(lambda: interviews.get(OWNER, session_id).status is SessionStatus.EVALUATED)
    report = interviews.report(OWNER, session_id)
    assert report.overall_score == 100
    assert report.pending == 0
