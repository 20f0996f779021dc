"""A plan written while its session is under way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from conftest import OWNER
from engine.errors import (
    AlreadyAnswered,
    InterviewerUnavailable,
    QuestionNotFound,
    SessionNotFound,
)
from engine.interview import Interviews
from engine.judging import Judging
from engine.library import Library
from engine.model import Brief, Question, Resume, Session, SessionStatus, WorkStatus, utc_now
from engine.planning import ATTEMPTS, Planning
from engine.serving import Only
from engine.storage import DuckStore, open_store
from support.interviewers import GatedInterviewer, ScriptedInterviewer, TroubledInterviewer
from support.waiting import until

THREE = Brief(question_count=3)
LEASE = 60.0


class Desk:
    """The use cases over one store, plans written in the background, with a clock of its own."""

    def __init__(self, store: DuckStore, interviewer: ScriptedInterviewer, *, threaded: bool = True) -> None:
        self.store = store
        self.time = utc_now() + timedelta(minutes=1)  # what was queued before is due
        self.interviewer = interviewer
        self.planning = Planning(store, Only(interviewer), lease_seconds=LEASE, retry_seconds=0, now=lambda: self.time)
        self.interviews = Interviews(store, Only(interviewer), now=lambda: self.time, planning=self.planning)
        self.judging = Judging(store, Only(interviewer), LEASE, 0, lambda: self.time, self.planning)
        if threaded:
            self.planning.start()

    def get(self, session_id: str) -> Session:
        return self.interviews.get(OWNER, session_id)

    def texts(self, session_id: str) -> list[str]:
        return [turn.question.text for turn in self.get(session_id).turns]


@pytest.fixture
def gated() -> GatedInterviewer:
    return GatedInterviewer()


@pytest.fixture
def desk(store: DuckStore, gated: GatedInterviewer) -> Iterator[Desk]:
    made = Desk(store, gated)
    yield made
    made.planning.stop()
    gated.allow(99)


def begin(desk: Desk, resume_id: int, brief: Brief = THREE, written: int = 1) -> Session:
    assert isinstance(desk.interviewer, GatedInterviewer)
    desk.interviewer.allow(written)
    session = desk.interviews.start(OWNER, resume_id, brief, force=True, wait=False)
    until(lambda: len(desk.get(session.id).turns) == written)
    return desk.get(session.id)


def test_the_session_is_there_with_its_first_question(desk: Desk, gated: GatedInterviewer, resume_id: int) -> None:
    session = begin(desk, resume_id)
    assert session.is_planning
    assert [turn.question.text for turn in session.turns] == ["Question 1"]
    assert session.current is not None
    assert not session.waits_for_question
    gated.allow(2)
    until(lambda: len(desk.get(session.id).turns) == 2)
    assert desk.get(session.id).is_planning
    gated.allow(3)
    until(lambda: not desk.get(session.id).is_planning)
    assert desk.texts(session.id) == ["Question 1", "Question 2", "Question 3"]
    assert {turn.question.author.interviewer for turn in desk.get(session.id).turns} == {"scripted"}
    # Read to its end rather than closed at the last question.
    assert gated.closed.wait(10)


def test_without_a_thread_the_plan_is_whole_at_once(interviews: Interviews, resume_id: int) -> None:
    session = interviews.start(OWNER, resume_id, THREE, wait=False)
    assert len(session.turns) == 3
    assert not session.is_planning


def test_waiting_gives_the_whole_plan(desk: Desk, gated: GatedInterviewer, resume_id: int) -> None:
    gated.allow(3)
    session = desk.interviews.start(OWNER, resume_id, THREE)
    assert len(session.turns) == 3
    assert not session.is_planning


def test_a_second_start_finds_the_session_that_is_being_written(
    desk: Desk, gated: GatedInterviewer, resume_id: int
) -> None:
    found: list[str] = []
    together = threading.Barrier(8)

    def press() -> None:
        together.wait()
        found.append(desk.interviews.start(OWNER, resume_id, THREE, force=True, request_id="r", wait=False).id)

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    gated.allow(1)
    for thread in threads:
        thread.join(20)
    assert len(found) == 8
    assert len(set(found)) == 1
    assert desk.interviews.start(OWNER, resume_id, THREE).id == found[0]  # also one that would wait for all of it
    assert len(gated.seen_briefs) == 1


def test_answering_faster_than_the_plan_does_not_end_the_session(
    desk: Desk, gated: GatedInterviewer, resume_id: int
) -> None:
    session = begin(desk, resume_id)
    progress = desk.interviews.submit(OWNER, session.id, 0, "good")
    assert (progress.next, progress.is_planning) == (None, True)
    session = desk.get(session.id)
    assert session.status is SessionStatus.IN_PROGRESS
    assert session.waits_for_question
    assert desk.interviews.waits_for_question(OWNER, session.id)
    assert desk.interviews.current_place(OWNER, session.id) is None
    found = desk.interviews.unfinished(OWNER, resume_id)
    assert found is not None
    assert found.id == session.id
    assert desk.interviews.show(OWNER, session.id).current is None
    assert not desk.interviews.pause(OWNER, session.id).paused
    with pytest.raises(AlreadyAnswered):
        desk.interviews.submit(OWNER, session.id, 0, "something else")
    with pytest.raises(QuestionNotFound):
        desk.interviews.submit(OWNER, session.id, 1, "ahead")
    assert desk.judging.run_pending() == 2  # the analysis and the answer; nothing is summed up
    gated.allow(3)
    until(lambda: len(desk.get(session.id).turns) == 3)
    until(lambda: not desk.get(session.id).is_planning)
    again = desk.interviews.submit(OWNER, session.id, 0, "good")
    assert again.next is not None
    assert again.next.question.text == "Question 2"
    desk.interviews.submit(OWNER, session.id, 1, "good")
    assert desk.interviews.answer(OWNER, session.id, 2, "good").status is SessionStatus.COMPLETED


def test_a_follow_up_comes_while_the_plan_is_written(desk: Desk, gated: GatedInterviewer, resume_id: int) -> None:
    gated.follows_up = True
    session = begin(desk, resume_id)
    progress = desk.interviews.submit(OWNER, session.id, 0, "good")
    assert progress.next is not None
    assert progress.next.follow_up == 1
    gated.allow(3)
    until(lambda: not desk.get(session.id).is_planning)
    assert [(turn.main, turn.follow_up) for turn in desk.get(session.id).turns] == [(0, 0), (0, 1), (1, 0), (2, 0)]


def test_finishing_early_ends_the_plan_for_good(desk: Desk, gated: GatedInterviewer, resume_id: int) -> None:
    session = begin(desk, resume_id, Brief(question_count=8))
    desk.interviews.submit(OWNER, session.id, 0, "good")
    session = desk.interviews.complete(OWNER, session.id)
    assert (session.status, session.evaluate_status) == (SessionStatus.COMPLETED, WorkStatus.PENDING)
    assert not session.is_planning
    gated.allow(2)
    assert gated.closed.wait(10)  # the writer noticed, and had no more written
    desk.time += timedelta(hours=1)
    desk.judging.run_pending()
    report = desk.interviews.report(OWNER, session.id)
    assert len(report.session.turns) == 1
    assert (report.answered, report.planned, report.partial, report.overall_score) == (1, 8, True, 100)
    assert report.session.brief.question_count == 8
    assert report.session.status is SessionStatus.EVALUATED


def test_deleting_meanwhile_stops_the_writer_quietly(
    desk: Desk, gated: GatedInterviewer, resume_id: int, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    session = begin(desk, resume_id)
    desk.interviews.delete(OWNER, session.id)
    other = begin(desk, resume_id)
    library.delete(OWNER, resume_id)
    gated.allow(3)
    assert gated.closed.wait(10)
    until(lambda: not [each for each in threading.enumerate() if each.name == "rehearsal-plan"])
    for gone in (session, other):
        assert desk.store.rows("questions", owner=OWNER, session_id=gone.id) == []
        with pytest.raises(SessionNotFound):
            desk.interviews.waits_for_question(OWNER, gone.id)
    assert not caplog.records


def test_a_first_question_that_never_comes_stores_nothing(store: DuckStore, resume_id: int) -> None:
    desk = Desk(store, TroubledInterviewer(troubles={"plan": InterviewerUnavailable(reason="refused")}))
    for wait in (True, False):
        with pytest.raises(InterviewerUnavailable):
            desk.interviews.start(OWNER, resume_id, THREE, wait=wait)
    assert desk.interviews.history(OWNER) == []


class Silent(ScriptedInterviewer):
    def plan(self, resume: Resume, brief: Brief) -> Iterator[Question]:
        yield from ()


def test_an_interviewer_that_writes_nothing_is_not_serving(store: DuckStore, resume_id: int) -> None:
    desk = Desk(store, Silent())
    for wait in (True, False):
        with pytest.raises(InterviewerUnavailable):
            desk.interviews.start(OWNER, resume_id, THREE, wait=wait)


def test_stopping_tells_whoever_waits_for_a_first_question(desk: Desk, gated: GatedInterviewer, resume_id: int) -> None:
    told: list[type[Exception]] = []

    def press() -> None:
        try:
            desk.interviews.start(OWNER, resume_id, THREE, wait=False)
        except InterviewerUnavailable as error:
            told.append(type(error))

    waiting = threading.Thread(target=press)
    waiting.start()
    until(lambda: bool(gated.seen_briefs))
    desk.planning.stop()
    waiting.join(10)
    assert told == [InterviewerUnavailable]


# --- going on with what was left --------------------------------------------------------------------


def killed(desk: Desk, resume_id: int, written: int = 1, brief: Brief = THREE) -> tuple[Session, Desk]:
    """A session whose writer died after so many questions, and the desk of the next process."""
    session = begin(desk, resume_id, brief, written)
    desk.planning.stop()
    assert isinstance(desk.interviewer, GatedInterviewer)
    desk.interviewer.allow(99)
    until(lambda: not [each for each in threading.enumerate() if each.name == "rehearsal-plan"])
    assert len(desk.get(session.id).turns) == written
    return session, Desk(desk.store, GatedInterviewer(allowed=99))


def test_the_plan_of_a_killed_process_is_gone_on_with(desk: Desk, resume_id: int) -> None:
    before = Brief(question_count=5, target_role="Architect", level="senior", job_description="Build it", seed=7)
    session, desk = killed(desk, resume_id, 2, before)
    assert desk.judging.run_pending() == 1  # its lease holds still; only the resume is analysed
    desk.time += timedelta(seconds=LEASE + 1)
    assert desk.judging.run_pending() == 1
    assert desk.texts(session.id) == [f"Question {number}" for number in range(1, 6)]
    assert not desk.get(session.id).is_planning
    brief = desk.interviewer.seen_briefs[-1]
    assert brief.asked == ("Question 1", "Question 2")
    assert (brief.target_role, brief.level, brief.job_description, brief.seed) == ("Architect", "senior", "Build it", 7)
    assert brief.recent_questions == ()  # its own questions are not another session's


def test_where_no_other_process_can_be_it_is_gone_on_with_at_once(desk: Desk, resume_id: int) -> None:
    session, desk = killed(desk, resume_id)
    desk.judging.release()
    desk.judging.run_pending()
    assert len(desk.texts(session.id)) == 3


def test_a_restart_keeps_the_session_and_its_text(
    desk: Desk, gated: GatedInterviewer, resume_id: int, store: DuckStore
) -> None:
    gated.allow(1)
    text = "Robin Vale, later\n\nBaker at Aurora"
    session = desk.interviews.start(OWNER, resume_id, THREE, text=text, force=True, wait=False)
    desk.planning.stop()
    store.close()
    gated.allow(99)
    again = open_store(store.path)
    restarted = Desk(again, Recording())
    assert restarted.get(session.id).is_planning
    restarted.judging.release()
    restarted.judging.run_pending()
    assert len(restarted.texts(session.id)) == 3
    assert isinstance(restarted.interviewer, Recording)
    assert restarted.interviewer.read == [text]
    again.close()


class Recording(ScriptedInterviewer):
    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def plan(self, resume: Resume, brief: Brief) -> Iterator[Question]:
        self.read.append(resume.text)
        yield from super().plan(resume, brief)


def test_two_writers_never_both_store(desk: Desk, gated: GatedInterviewer, resume_id: int) -> None:
    session = begin(desk, resume_id)  # the first writer hangs
    desk.time += timedelta(seconds=LEASE + 1)
    workers = [threading.Thread(target=desk.judging.run_pending) for _ in range(4)]
    for worker in workers:
        worker.start()
    until(lambda: len(gated.seen_briefs) == 2)
    gated.allow(3)
    for worker in workers:
        worker.join(10)
    until(lambda: not [each for each in threading.enumerate() if each.name == "rehearsal-plan"])
    assert desk.texts(session.id) == ["Question 1", "Question 2", "Question 3"]
    assert len(gated.seen_briefs) == 2


def test_an_interviewer_that_stops_short_is_asked_again_and_then_left(store: DuckStore, resume_id: int) -> None:
    trouble = TroubledInterviewer(troubles={"plan": InterviewerUnavailable(reason="cut")}, written=1)
    desk = Desk(store, trouble, threaded=False)
    session = desk.interviews.start(OWNER, resume_id, Brief(question_count=5), wait=False)
    desk.judging.run_pending()
    # Each attempt brought one question, so that none of them was in vain.
    assert len(desk.texts(session.id)) == 5
    assert trouble.calls.count("plan") == 5

    other = desk.interviews.start(OWNER, resume_id, Brief(question_count=5), force=True, wait=False)
    trouble.written = 0
    desk.interviews.submit(OWNER, other.id, 0, "good")
    assert desk.interviews.waits_for_question(OWNER, other.id)
    desk.judging.run_pending()
    ended = desk.get(other.id)
    assert len(ended.turns) == 1
    assert not ended.is_planning
    assert ended.status is SessionStatus.EVALUATED  # all there was to ask is answered
    assert trouble.calls.count("plan") == 5 + ATTEMPTS


def test_a_plan_whose_writing_kills_each_process_is_left_as_it_is(desk: Desk, resume_id: int) -> None:
    session, desk = killed(desk, resume_id)
    for _ in range(ATTEMPTS - 1):
        desk.time += timedelta(seconds=LEASE + 1)
        assert desk.store.write(desk.planning._claim) is not None
    desk.time += timedelta(seconds=LEASE + 1)
    desk.judging.run_pending()
    found = desk.get(session.id)
    assert len(found.turns) == 1
    assert not found.is_planning
    assert found.is_open  # its question waits
    assert desk.interviews.answer(OWNER, session.id, 0, "good").status is SessionStatus.COMPLETED


def test_a_mistake_of_the_interviewers_is_logged_and_tried_again(
    store: DuckStore, resume_id: int, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(store, TroubledInterviewer(troubles={"plan": LookupError("a mistake")}, written=2))
    session = desk.interviews.start(OWNER, resume_id, THREE, wait=False)
    until(lambda: "a mistake" in caplog.text)
    assert "Traceback" in caplog.text
    until(lambda: desk.planning.is_due())
    desk.judging.run_pending()
    assert len(desk.texts(session.id)) == 3
