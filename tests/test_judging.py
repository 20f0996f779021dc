from __future__ import annotations

import threading

import pytest

from conftest import OWNER
from engine.errors import NotCompleted, SessionNotFound
from engine.interview import Interviews
from engine.judging import ATTEMPTS, Judging
from engine.library import Library
from engine.model import Brief, SessionStatus, WorkStatus
from engine.serving import Only
from engine.storage import DuckStore
from engine.worker import Worker
from support import ScriptedInterviewer

THREE = Brief(question_count=3)


def _answered(interviews: Interviews, resume_id: int) -> str:
    session = interviews.start(OWNER, resume_id, THREE)
    for index in range(3):
        session = interviews.answer(OWNER, session.id, index, "good")
    return session.id


def test_judging_begins_before_the_last_answer(interviews: Interviews, judging: Judging, resume_id: int) -> None:
    judging.run_pending()
    session = interviews.start(OWNER, resume_id, THREE)
    interviews.answer(OWNER, session.id, 0, "good")
    assert judging.run_pending() == 1
    turn = interviews.get(OWNER, session.id).turns[0]
    assert turn.work_status is WorkStatus.COMPLETED
    assert turn.evaluation is not None
    assert turn.evaluation.score == 100
    assert turn.evaluation.provenance.interviewer == "scripted"


def test_a_failure_is_tried_again(
    interviews: Interviews, judging: Judging, resume_id: int, interviewer: ScriptedInterviewer
) -> None:
    interviewer.failures["evaluate"] = ATTEMPTS - 1
    session_id = _answered(interviews, resume_id)
    judging.run_pending()
    assert interviews.report(OWNER, session_id).overall_score == 100


def test_what_fails_three_times_stays_unscored_and_out_of_the_average(
    interviews: Interviews, judging: Judging, resume_id: int, interviewer: ScriptedInterviewer
) -> None:
    session = interviews.start(OWNER, resume_id, THREE)
    interviewer.failures["evaluate"] = ATTEMPTS
    interviews.answer(OWNER, session.id, 0, "zero points")
    judging.run_pending()
    interviews.answer(OWNER, session.id, 1, "good")
    interviews.answer(OWNER, session.id, 2, "fair")
    judging.run_pending()
    session = interviews.get(OWNER, session.id)
    assert session.status is SessionStatus.EVALUATED
    assert session.turns[0].work_status is WorkStatus.FAILED
    assert session.turns[0].evaluation is None
    assert interviews.report(OWNER, session.id).overall_score == 75

    interviews.judge_again(OWNER, session.id)
    interviews.judge_again(OWNER, session.id)
    assert interviews.get(OWNER, session.id).evaluate_status is WorkStatus.PENDING
    assert judging.run_pending() == 2
    assert interviews.report(OWNER, session.id).overall_score == 50
    interviews.judge_again(OWNER, session.id)  # nothing left to judge
    assert interviews.get(OWNER, session.id).status is SessionStatus.EVALUATED
    assert judging.run_pending() == 0


def test_a_failed_summary_leaves_the_session_completed_and_can_be_repeated(
    interviews: Interviews, judging: Judging, resume_id: int, interviewer: ScriptedInterviewer
) -> None:
    interviewer.failures["summarize"] = ATTEMPTS
    session_id = _answered(interviews, resume_id)
    judging.run_pending()
    session = interviews.get(OWNER, session_id)
    assert (session.status, session.evaluate_status) == (SessionStatus.COMPLETED, WorkStatus.FAILED)
    assert "summarize was told to fail" in session.evaluate_error
    assert interviews.report(OWNER, session_id).overall_score == 100
    interviews.judge_again(OWNER, session_id)
    judging.run_pending()
    session = interviews.get(OWNER, session_id)
    assert (session.status, session.evaluate_status) == (SessionStatus.EVALUATED, WorkStatus.COMPLETED)
    assert session.evaluate_error == ""


def test_a_failed_analysis_says_why_and_can_be_repeated(
    library: Library, judging: Judging, resume_id: int, interviewer: ScriptedInterviewer
) -> None:
    assert library.analysis(OWNER, resume_id).status is WorkStatus.PENDING
    interviewer.failures["analyze"] = ATTEMPTS
    judging.run_pending()
    state = library.analysis(OWNER, resume_id)
    assert (state.status, state.analysis) == (WorkStatus.FAILED, None)
    assert "analyze was told to fail" in state.error
    library.analyze_again(OWNER, resume_id)
    library.analyze_again(OWNER, resume_id)
    assert judging.run_pending() == 1
    state = library.analysis(OWNER, resume_id)
    assert state.status is WorkStatus.COMPLETED
    assert state.analysis is not None
    assert state.analysis.overall_score == 50


def test_work_of_a_killed_process_is_done_by_the_next(
    store: DuckStore,
    interviews: Interviews,
    judging: Judging,
    resume_id: int,
    interviewer: ScriptedInterviewer,
) -> None:
    judging.run_pending()
    session_id = _answered(interviews, resume_id)
    claimed = store.write(judging._claim)  # a process that dies here has claimed and done nothing
    assert claimed is not None
    assert interviews.get(OWNER, session_id).turns[0].work_status is WorkStatus.PROCESSING
    assert judging.run_pending() == 2  # the others; the summary waits for the first
    assert interviews.get(OWNER, session_id).status is SessionStatus.COMPLETED
    restarted = Judging(store, Only(interviewer), lease_seconds=60, retry_seconds=0)
    restarted.release()
    assert restarted.run_pending() == 2
    assert interviews.get(OWNER, session_id).status is SessionStatus.EVALUATED


def test_a_lease_that_ran_out_is_taken_over_and_its_late_result_is_dropped(
    store: DuckStore, interviews: Interviews, resume_id: int, interviewer: ScriptedInterviewer
) -> None:
    slow = Judging(store, Only(interviewer), lease_seconds=0, retry_seconds=0)
    slow.run_pending()
    session_id = _answered(interviews, resume_id)
    late = store.write(slow._claim)
    assert late is not None
    assert slow.run_pending() == 4
    slow._end(late, WorkStatus.COMPLETED, "", slow._evaluate(late))
    rows = interviews.get(OWNER, session_id)
    assert rows.status is SessionStatus.EVALUATED
    assert len(store.rows("questions", owner=OWNER, session_id=session_id)) == 3


def test_work_that_kills_its_process_each_time_is_given_up(
    store: DuckStore, interviews: Interviews, judging: Judging, resume_id: int
) -> None:
    judging.run_pending()
    session_id = _answered(interviews, resume_id)
    for _ in range(ATTEMPTS):
        store.write(judging._claim)
        judging.release()
    judging.run_pending()
    session = interviews.get(OWNER, session_id)
    assert session.turns[0].work_status is WorkStatus.FAILED
    assert session.status is SessionStatus.EVALUATED


def test_deleting_while_judging_is_no_error(
    store: DuckStore, interviews: Interviews, judging: Judging, library: Library, resume_id: int
) -> None:
    session_id = _answered(interviews, resume_id)
    jobs = [store.write(judging._claim) for _ in range(4)]
    work = [judging._analyze(jobs[0] or {}), *(judging._evaluate(job or {}) for job in jobs[1:])]
    library.delete(OWNER, resume_id)
    for job, store_result in zip(jobs, work, strict=True):
        assert job is not None
        judging._end(job, WorkStatus.COMPLETED, "", store_result)
    assert judging.run_pending() == 0
    assert interviews.history(OWNER) == []
    assert store.rows("questions", owner=OWNER, session_id=session_id) == []


def test_the_worker_judges_in_the_background_and_survives_its_interviewer(
    store: DuckStore, library: Library, resume_id: int, interviewer: ScriptedInterviewer
) -> None:
    judging = Judging(store, Only(interviewer), lease_seconds=60, retry_seconds=0)
    worker = Worker(judging)
    done = threading.Event()
    interviews = Interviews(store, Only(interviewer), worker.wake)
    interviewer.failures["evaluate"] = 1
    assert not worker.alive
    worker.start()
    worker.start()
    assert worker.alive
    session_id = _answered(interviews, resume_id)
    for _ in range(200):
        if interviews.get(OWNER, session_id).status is SessionStatus.EVALUATED:
            done.set()
            break
        threading.Event().wait(0.05)
    worker.stop()
    worker.stop()
    assert done.is_set()
    assert not worker.alive


class Changing(Only):
    """Serves new sessions by one interviewer, then by another; both keep their own."""

    def __init__(self, first: ScriptedInterviewer, second: ScriptedInterviewer) -> None:
        super().__init__(first)
        self.by_name = {each.name: each for each in (first, second)}
        self.now = first

    @property
    def name(self) -> str:
        return self.now.name

    def named(self, name: str) -> ScriptedInterviewer:
        return self.by_name[name]


def test_all_is_judged_again_by_whoever_is_chosen_now(store: DuckStore, resume_id: int) -> None:
    other = ScriptedInterviewer(name="other")
    serving = Changing(ScriptedInterviewer(), other)
    interviews = Interviews(store, serving)
    judging = Judging(store, serving, lease_seconds=60, retry_seconds=0)
    session_id = _answered(interviews, resume_id)
    with pytest.raises(NotCompleted):
        interviews.judge_all_again(OWNER, interviews.start(OWNER, resume_id, THREE, force=True).id)
    interviews.judge_all_again(OWNER, session_id)  # it is being judged: nothing changes
    assert interviews.get(OWNER, session_id).interviewer == "scripted"
    judging.run_pending()
    serving.now = other
    interviews.judge_all_again(OWNER, session_id)
    interviews.judge_all_again(OWNER, session_id)
    assert judging.run_pending() == 4
    session = interviews.get(OWNER, session_id)
    assert session.interviewer == "other"
    assert {turn.evaluation.provenance.interviewer for turn in session.turns if turn.evaluation} == {"other"}
    assert not interviews.report(OWNER, session_id).mixed
    held = next(row for row in interviews.history(OWNER) if row["session_id"] == session_id)
    assert (held["interviewer"], held["overall_score"]) == ("other", 100)
    with pytest.raises(SessionNotFound):
        interviews.judge_all_again("stranger", session_id)
