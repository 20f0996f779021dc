"""Whatever befalls the model, the interview goes on, and each piece says who gave it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from conftest import OWNER
from engine import report as reports
from engine.errors import InterviewerError, InterviewerMisconfigured, InterviewerSlow, InterviewerUnavailable
from engine.fallback import Absent, Breaker, Fallback
from engine.interview import Interviews
from engine.judging import ATTEMPTS, Judging
from engine.library import Library
from engine.model import Answer, Brief, Question, Resume, SessionStatus, WorkStatus
from engine.offline import OfflineInterviewer
from engine.serving import Only
from engine.storage import DuckStore
from support.interviewers import ScriptedInterviewer, TroubledInterviewer, failure
from support.sessions import session as made_session
from support.sessions import turn as made_turn

FOUR = Brief(question_count=4)
RESUME = Resume(text="Robin Vale\n\nExperience\nBackend engineer, Northwind, 2021 - present\n- Moved jobs to Python\n")
QUESTION = Question(text="Why an index?", key_points=("it avoids reading every row", "it costs writes"))
ANSWER = Answer(text="An index avoids reading every row, but each of them costs writes.")
REFUSED = failure(InterviewerUnavailable, "refused")
SLOW = failure(InterviewerSlow, "timeout")
WRONG_KEY = failure(InterviewerMisconfigured, "unauthorized")
CUT = failure(InterviewerUnavailable, "cut")


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def with_stand_in(primary: Any, clock: Clock | None = None) -> Fallback:
    return Fallback(primary, OfflineInterviewer(), Breaker(clock or Clock()))


# --- the plan ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", [0, 1, 3])
def test_what_was_written_stays_and_the_stand_in_gives_the_rest(written: int) -> None:
    served = with_stand_in(TroubledInterviewer(troubles={"plan": CUT}, written=written))
    questions = list(served.plan(RESUME, FOUR))
    assert len({question.text for question in questions}) == 4
    authors = [(question.author.interviewer, question.author.fallback_reason) for question in questions]
    assert authors == [("llm", "")] * written + [("offline", "cut")] * (4 - written)


def test_the_rest_repeats_nothing_that_was_asked_before() -> None:
    whole = list(OfflineInterviewer().plan(RESUME, FOUR))
    served = with_stand_in(TroubledInterviewer(troubles={"plan": CUT}))
    rest = list(served.plan(RESUME, FOUR.model_copy(update={"asked": (whole[0].text,)})))
    assert [question.text for question in rest] == [question.text for question in whole[1:]]


def test_an_interviewer_that_gives_too_few_is_helped_out_and_one_that_gives_too_many_is_cut_short() -> None:
    class Counting(TroubledInterviewer):
        count = 2

        def plan(self, resume: Resume, brief: Brief) -> Any:
            return super().plan(resume, brief.model_copy(update={"question_count": self.count}))

    few = Counting()
    questions = list(with_stand_in(few).plan(RESUME, FOUR))
    assert [question.author.fallback_reason for question in questions] == ["", "", "invalid_reply", "invalid_reply"]
    few.count = 9
    questions = list(with_stand_in(few).plan(RESUME, FOUR))
    assert [question.text for question in questions] == [f"Question {number}" for number in range(1, 5)]


def test_a_failure_after_the_last_question_is_none() -> None:
    class Late(TroubledInterviewer):
        def plan(self, resume: Resume, brief: Brief) -> Any:
            yield from super().plan(resume, brief)
            raise CUT

    assert {question.author.interviewer for question in with_stand_in(Late()).plan(RESUME, FOUR)} == {"llm"}


# --- the other calls --------------------------------------------------------------------------------


def test_each_call_has_a_stand_in_that_is_labelled() -> None:
    troubles: dict[str, Exception] = dict.fromkeys(("follow_up", "evaluate", "summarize", "analyze"), CUT)
    served = with_stand_in(TroubledInterviewer(troubles=troubles))
    follow_up = served.follow_up(QUESTION, Answer(text="It avoids reading every row of the table, so it is fast."), [])
    assert follow_up is not None
    assert (follow_up.author.interviewer, follow_up.author.fallback_reason) == ("offline", "cut")
    report = reports.build(made_session([made_turn(0, score=80)]))
    for made in (served.evaluate(QUESTION, ANSWER), served.summarize(report), served.analyze(RESUME)):
        assert (made.provenance.interviewer, made.provenance.fallback_reason) == ("offline", "cut")
    assert served.name == "llm"


def test_what_goes_well_has_no_label() -> None:
    primary = TroubledInterviewer()
    served = with_stand_in(primary)
    made = served.evaluate(QUESTION, ANSWER)
    assert (made.provenance.interviewer, made.provenance.fallback_reason) == ("llm", "")
    assert served.follow_up(QUESTION, ANSWER, []) is None
    assert primary.calls == ["evaluate", "follow_up"]


def test_an_error_without_a_reason_is_labelled_too() -> None:
    served = with_stand_in(TroubledInterviewer(troubles={"evaluate": InterviewerError()}))
    assert served.evaluate(QUESTION, ANSWER).provenance.fallback_reason == "server_error"


def test_a_mistake_of_the_programs_is_told_and_stops_no_interview(caplog: pytest.LogCaptureFixture) -> None:
    troubles: dict[str, Exception] = dict.fromkeys(("plan", "follow_up", "evaluate"), LookupError("a mistake"))
    served = with_stand_in(TroubledInterviewer(troubles=troubles, written=1))
    assert len(list(served.plan(RESUME, FOUR))) == 4
    served.follow_up(QUESTION, ANSWER, [])
    assert caplog.text.count("LookupError: a mistake") == 2
    with pytest.raises(LookupError):  # tried again by the queue
        served.evaluate(QUESTION, ANSWER)


def test_an_absent_interviewer_fails_in_every_call() -> None:
    served = with_stand_in(Absent("llm"))
    assert {question.author.fallback_reason for question in served.plan(RESUME, FOUR)} == {"no_model"}
    assert served.evaluate(QUESTION, ANSWER).provenance.fallback_reason == "no_model"


# --- the breaker ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("trouble", "seconds"), [(WRONG_KEY, 300), (REFUSED, 20), (SLOW, 20), (CUT, 0)])
def test_after_a_failure_nothing_is_sent_for_a_while(trouble: InterviewerError, seconds: float) -> None:
    clock, primary = Clock(), TroubledInterviewer(troubles={"evaluate": trouble})
    served = with_stand_in(primary, clock)
    served.evaluate(QUESTION, ANSWER)
    primary.troubles.clear()
    if seconds:
        clock.seconds += seconds - 1
        assert served.evaluate(QUESTION, ANSWER).provenance.fallback_reason == trouble.reason
        assert {each.author.fallback_reason for each in served.plan(RESUME, FOUR)} == {trouble.reason}
        served.follow_up(QUESTION, ANSWER, [])
        assert primary.calls == ["evaluate"]
        clock.seconds += 1
    assert served.evaluate(QUESTION, ANSWER).provenance.fallback_reason == ""
    assert primary.calls == ["evaluate", "evaluate"]


def test_a_follow_up_that_takes_too_long_says_nothing_of_other_calls() -> None:
    primary = TroubledInterviewer(troubles={"follow_up": SLOW})
    served = with_stand_in(primary)
    served.follow_up(QUESTION, ANSWER, [])
    assert served.evaluate(QUESTION, ANSWER).provenance.fallback_reason == ""


def test_a_short_pause_does_not_cut_a_long_one_and_a_reset_ends_any() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.failed("unauthorized")
    breaker.failed("refused")
    clock.seconds += 200
    assert breaker.reason == "unauthorized"
    breaker.reset()
    assert breaker.reason == ""
    breaker.failed("refused")
    assert breaker.reason == "refused"


# --- in an interview --------------------------------------------------------------------------------


class Resettable(Only):
    """One interviewer and the breaker that "judge again" resets."""

    def __init__(self, primary: TroubledInterviewer, breaker: Breaker) -> None:
        super().__init__(Fallback(primary, OfflineInterviewer(), breaker))
        self._breaker = breaker

    def try_again(self) -> None:
        self._breaker.reset()


def test_a_failing_model_is_stood_in_for_and_judged_again_when_it_is_back(
    store: DuckStore, resume_id: int, library: Library
) -> None:
    primary = TroubledInterviewer(
        troubles={"plan": CUT, "evaluate": WRONG_KEY, "summarize": WRONG_KEY}, written=2, follows_up=True
    )
    interviewers = Resettable(primary, Breaker(Clock()))
    interviews, judging = Interviews(store, interviewers), Judging(store, interviewers, 60, 0)
    session = interviews.start(OWNER, resume_id, Brief(question_count=3, follow_ups=0))
    assert session.interviewer == "llm"
    assert session.plan_fallback == "cut"
    authors = [(turn.question.author.interviewer, turn.question.author.model) for turn in session.turns]
    assert authors == [("llm", "a model"), ("llm", "a model"), ("offline", "")]
    for index in range(3):
        interviews.answer(OWNER, session.id, index, "I measured it and it took 120 ms after that.")
    judging.run_pending()
    report = interviews.report(OWNER, session.id)
    assert report.session.status is SessionStatus.EVALUATED
    assert report.stand_in
    assert not report.mixed  # all by the same stand-in
    reasons = [each.evaluation.provenance.fallback_reason for each in report.session.turns if each.evaluation]
    assert reasons == ["unauthorized"] * 3
    assert report.session.summary is not None
    assert report.session.summary.provenance.fallback_reason == "unauthorized"
    assert primary.calls.count("evaluate") == 1  # told once, not at every question
    row = interviews.history(OWNER)[0]
    assert (row["interviewer"], row["model"]) == ("offline", "")

    primary.troubles.clear()
    interviews.judge_again(OWNER, session.id)
    judging.run_pending()
    report = interviews.report(OWNER, session.id)
    assert not report.stand_in
    assert {each.evaluation.provenance.interviewer for each in report.session.turns if each.evaluation} == {"llm"}
    assert report.session.summary is not None
    assert report.session.summary.provenance.fallback_reason == ""
    assert interviews.history(OWNER)[0]["interviewer"] == "llm"
    interviews.judge_again(OWNER, session.id)
    assert interviews.get(OWNER, session.id).status is SessionStatus.EVALUATED  # nothing left to judge


def test_a_summary_by_a_stand_in_is_written_again_by_itself(store: DuckStore, resume_id: int) -> None:
    primary = TroubledInterviewer(troubles={"summarize": CUT})
    interviewers = Resettable(primary, Breaker(Clock()))
    interviews, judging = Interviews(store, interviewers), Judging(store, interviewers, 60, 0)
    session = interviews.start(OWNER, resume_id, Brief(question_count=3))
    interviews.complete(OWNER, session.id)
    judging.run_pending()
    primary.troubles.clear()
    interviews.judge_again(OWNER, session.id)
    assert judging.run_pending() == 1
    summary = interviews.get(OWNER, session.id).summary
    assert summary is not None
    assert summary.provenance.fallback_reason == ""


def test_a_failing_follow_up_is_the_stand_ins_and_says_so(store: DuckStore, resume_id: int) -> None:
    stand_in = ScriptedInterviewer(name="offline", follows_up=True)
    served = Fallback(TroubledInterviewer(troubles={"follow_up": CUT}), stand_in, Breaker())
    interviews = Interviews(store, Only(served))
    session = interviews.start(OWNER, resume_id, Brief(question_count=3, follow_ups=1))
    session = interviews.answer(OWNER, session.id, 0, "good")
    assert session.turns[1].follow_up == 1
    assert session.turns[1].question.author.fallback_reason == "cut"
    assert session.plan_fallback == ""  # the plan is the model's


def test_without_a_stand_in_what_fails_stays_unscored(store: DuckStore, resume_id: int) -> None:
    primary = TroubledInterviewer(troubles={"evaluate": CUT, "follow_up": CUT})
    interviews, judging = Interviews(store, Only(primary)), Judging(store, Only(primary), 60, 0)
    session = interviews.start(OWNER, resume_id, Brief(question_count=3))
    session = interviews.answer(OWNER, session.id, 0, "good")
    assert session.current is not None
    assert session.current.question.text == "Question 2"
    interviews.complete(OWNER, session.id)
    judging.run_pending()
    report = interviews.report(OWNER, session.id)
    assert report.session.turns[0].work_status is WorkStatus.FAILED
    assert report.overall_score is None
    assert report.session.status is SessionStatus.EVALUATED
    assert primary.calls.count("evaluate") == ATTEMPTS


def test_an_author_is_stored_only_where_it_says_something(store: DuckStore, resume_id: int, tmp_path: Path) -> None:
    interviews = Interviews(store, Only(OfflineInterviewer()))
    plain = interviews.start(OWNER, resume_id, Brief(question_count=3))
    assert {turn.question.author.interviewer for turn in plain.turns} == {"offline"}
    assert interviews.get(OWNER, plain.id) == plain
    labelled = Interviews(store, Only(with_stand_in(Absent("llm"))))
    session = labelled.start(OWNER, resume_id, Brief(question_count=3), force=True)
    store.close()
    with duckdb.connect(str(store.path)) as direct:
        rows = direct.execute("select session_id, provenance from question_author").fetchall()
    assert {row[0] for row in rows} == {session.id}
    assert {json.loads(row[1])["fallback_reason"] for row in rows} == {"no_model"}
