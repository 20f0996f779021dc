from __future__ import annotations

import threading
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from conftest import OWNER, RESUME
from engine.errors import (
    AlreadyAnswered,
    AlreadyCompleted,
    BadRequest,
    NotCompleted,
    QuestionNotFound,
    ResumeNotFound,
    SessionNotFound,
)
from engine.interview import Interviews
from engine.judging import Judging
from engine.ledger import StoreLedger
from engine.library import Library
from engine.model import Brief, SessionStatus, Usage, WorkStatus, charged
from engine.resume import Limits
from engine.serving import Only
from engine.steps import ANSWER_LIMIT
from engine.storage import DuckStore, open_store
from support import ScriptedInterviewer

THREE = Brief(question_count=3)


def test_an_interview_from_start_to_report(
    interviews: Interviews, judging: Judging, resume_id: int, interviewer: ScriptedInterviewer
) -> None:
    interviewer.follows_up = True
    session = interviews.start(OWNER, resume_id, THREE)
    assert session.status is SessionStatus.CREATED
    assert [turn.question.text for turn in session.turns] == ["Question 1", "Question 2", "Question 3"]
    assert session.title == "Backend engineer"
    assert session.candidate_name == "Robin Vale"

    session = interviews.show(OWNER, session.id)
    assert session.status is SessionStatus.IN_PROGRESS
    session = interviews.answer(OWNER, session.id, 0, "good")
    assert [(turn.index, turn.main, turn.follow_up, turn.parent_index) for turn in session.turns] == [
        (0, 0, 0, None), (1, 0, 1, 0), (2, 1, 0, None), (3, 2, 0, None),
    ]  # fmt: skip
    assert session.turns[1].question.is_follow_up
    session = interviews.answer(OWNER, session.id, 1, "fair")  # at most one follow-up each
    assert session.current is not None
    assert session.current.question.text == "Question 2"
    session = interviews.answer(OWNER, session.id, 2, "")  # a skip brings no follow-up
    assert len(session.turns) == 4
    assert session.evaluate_status is None
    with pytest.raises(NotCompleted):
        interviews.report(OWNER, session.id)
    session = interviews.answer(OWNER, session.id, 3, "good")
    assert session.status is SessionStatus.IN_PROGRESS  # its follow-up waits
    session = interviews.answer(OWNER, session.id, 4, "good")
    assert (session.status, session.evaluate_status) == (SessionStatus.COMPLETED, WorkStatus.PENDING)
    assert session.completed_at is not None
    assert session.completed_at >= session.created_at
    assert interviews.report(OWNER, session.id).pending == 5

    assert judging.run_pending() == 7  # the resume's analysis, five evaluations, the summary
    session = interviews.get(OWNER, session.id)
    assert (session.status, session.evaluate_status) == (SessionStatus.EVALUATED, WorkStatus.COMPLETED)
    report = interviews.report(OWNER, session.id)
    assert report.overall_score == 58  # groups: (100 + 50) / 2, 0, 100
    assert session.summary is not None
    assert session.summary.overall_feedback == "Overall 58."


def test_an_unfinished_session_comes_back_unless_another_is_forced(interviews: Interviews, resume_id: int) -> None:
    first = interviews.start(OWNER, resume_id, THREE)
    assert interviews.start(OWNER, resume_id, Brief(question_count=5)).id == first.id
    second = interviews.start(OWNER, resume_id, THREE, force=True)
    assert second.id != first.id
    newest = interviews.unfinished(OWNER, resume_id)
    assert newest is not None
    assert newest.id == second.id
    interviews.complete(OWNER, second.id)
    older = interviews.unfinished(OWNER)
    assert older is not None
    assert older.id == first.id
    interviews.complete(OWNER, first.id)
    assert interviews.unfinished(OWNER) is None


def test_the_same_request_gives_the_same_session_even_when_forced(interviews: Interviews, resume_id: int) -> None:
    first = interviews.start(OWNER, resume_id, THREE, force=True, request_id="r1")
    assert interviews.start(OWNER, resume_id, THREE, force=True, request_id="r1").id == first.id
    assert interviews.start(OWNER, resume_id, THREE, force=True, request_id="r2").id != first.id


def test_many_starts_at_once_make_one_session(interviews: Interviews, resume_id: int) -> None:
    together = threading.Barrier(12)
    ids: list[str] = []

    def start() -> None:
        together.wait()
        ids.append(interviews.start(OWNER, resume_id, THREE).id)

    threads = [threading.Thread(target=start) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 12
    assert len(set(ids)) == 1
    assert len(interviews.history(OWNER)) == 1


def test_the_same_answer_given_many_times_at_once_counts_once(
    interviews: Interviews, resume_id: int, interviewer: ScriptedInterviewer
) -> None:
    interviewer.follows_up = True
    session = interviews.start(OWNER, resume_id, THREE)
    together = threading.Barrier(10)
    errors: list[Exception] = []

    def answer() -> None:
        together.wait()
        try:
            interviews.answer(OWNER, session.id, 0, "good")
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=answer) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    turns = interviews.get(OWNER, session.id).turns
    assert [turn.answer is not None for turn in turns] == [True, False, False, False]


def test_answers_out_of_turn_are_refused(interviews: Interviews, resume_id: int) -> None:
    session = interviews.start(OWNER, resume_id, THREE)
    for index in (-1, 1, 3, 99):
        with pytest.raises(QuestionNotFound) as raised:
            interviews.answer(OWNER, session.id, index, "good")
        assert raised.value.params == {"index": index}
    interviews.answer(OWNER, session.id, 0, "good")
    assert interviews.answer(OWNER, session.id, 0, "  good \n").current is not None
    with pytest.raises(AlreadyAnswered):
        interviews.answer(OWNER, session.id, 0, "something else")
    with pytest.raises(AlreadyAnswered):
        interviews.save_draft(OWNER, session.id, 0, "something else")
    with pytest.raises(QuestionNotFound):
        interviews.save_draft(OWNER, session.id, 2, "ahead")
    interviews.complete(OWNER, session.id)
    assert interviews.answer(OWNER, session.id, 0, "good").status is SessionStatus.COMPLETED
    for late in (
        lambda: interviews.answer(OWNER, session.id, 1, "good"),
        lambda: interviews.answer(OWNER, session.id, 99, "good"),
        lambda: interviews.save_draft(OWNER, session.id, 1, "good"),
        lambda: interviews.complete(OWNER, session.id),
        lambda: interviews.pause(OWNER, session.id),
        lambda: interviews.resume(OWNER, session.id),
    ):
        with pytest.raises(AlreadyCompleted):
            late()


def test_a_draft_is_kept_and_counts_when_finishing_early(interviews: Interviews, resume_id: int) -> None:
    session = interviews.start(OWNER, resume_id, THREE)
    interviews.save_draft(OWNER, session.id, 0, "half a tho")
    interviews.save_draft(OWNER, session.id, 0, "half a thought")
    session = interviews.get(OWNER, session.id)
    assert session.status is SessionStatus.IN_PROGRESS
    assert session.turns[0].draft == "half a thought"
    session = interviews.complete(OWNER, session.id)
    answer = session.turns[0].answer
    assert answer is not None
    assert answer.text == "half a thought"
    assert session.turns[0].draft == ""
    assert session.turns[1].answer is None


def test_a_blank_draft_is_no_answer_when_finishing_early(interviews: Interviews, resume_id: int) -> None:
    session = interviews.start(OWNER, resume_id, THREE)
    interviews.save_draft(OWNER, session.id, 0, " \n\t ")
    assert interviews.complete(OWNER, session.id).turns[0].answer is None


def test_a_session_finished_before_any_answer_still_gets_its_summary(
    interviews: Interviews, judging: Judging, resume_id: int
) -> None:
    session = interviews.start(OWNER, resume_id, THREE)
    interviews.complete(OWNER, session.id)
    judging.run_pending()
    report = interviews.report(OWNER, session.id)
    assert report.session.status is SessionStatus.EVALUATED
    assert (report.overall_score, report.partial, report.answered) == (None, True, 0)


def test_long_and_odd_answers(interviews: Interviews, resume_id: int) -> None:
    session = interviews.start(OWNER, resume_id, THREE)
    with pytest.raises(BadRequest):
        interviews.answer(OWNER, session.id, 0, "x" * (ANSWER_LIMIT + 1))
    with pytest.raises(BadRequest):
        interviews.save_draft(OWNER, session.id, 0, "x" * (ANSWER_LIMIT + 1))
    interviews.answer(OWNER, session.id, 0, "y" * ANSWER_LIMIT)
    session = interviews.answer(OWNER, session.id, 1, "a\0b <script>alert(1)</script> '; drop table session; --")
    assert session.turns[0].answer is not None
    assert len(session.turns[0].answer.text) == ANSWER_LIMIT
    assert session.turns[1].answer is not None
    assert session.turns[1].answer.text == "ab <script>alert(1)</script> '; drop table session; --"


def test_another_person_sees_and_changes_nothing(interviews: Interviews, resume_id: int) -> None:
    session = interviews.start(OWNER, resume_id, THREE)
    with pytest.raises(ResumeNotFound):
        interviews.start("stranger", resume_id, THREE)
    for attempt in (
        lambda: interviews.get("stranger", session.id),
        lambda: interviews.show("stranger", session.id),
        lambda: interviews.answer("stranger", session.id, 0, "good"),
        lambda: interviews.save_draft("stranger", session.id, 0, "good"),
        lambda: interviews.pause("stranger", session.id),
        lambda: interviews.complete("stranger", session.id),
        lambda: interviews.judge_again("stranger", session.id),
        lambda: interviews.report("stranger", session.id),
        lambda: interviews.delete("stranger", session.id),
    ):
        with pytest.raises(SessionNotFound):
            attempt()
    assert interviews.history("stranger") == []
    assert interviews.category_history("stranger") == []
    assert interviews.unfinished("stranger") is None
    assert len(interviews.history(OWNER)) == 1


def test_a_failing_follow_up_moves_on(interviews: Interviews, resume_id: int, interviewer: ScriptedInterviewer) -> None:
    interviewer.follows_up = True
    interviewer.failures["follow_up"] = 1
    session = interviews.start(OWNER, resume_id, THREE)
    session = interviews.answer(OWNER, session.id, 0, "good")
    assert session.current is not None
    assert session.current.question.text == "Question 2"


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_follow_ups_keep_their_limit(
    interviews: Interviews, resume_id: int, interviewer: ScriptedInterviewer, limit: int
) -> None:
    interviewer.follows_up = True
    session = interviews.start(OWNER, resume_id, Brief(question_count=3, follow_ups=limit))
    index = 0
    while session.current is not None:
        session = interviews.answer(OWNER, session.id, index, f"answer {index}")
        index += 1
    assert [turn.follow_up for turn in session.turns] == [*range(limit + 1)] * 3
    if limit == 2:
        assert session.turns[2].question.text == "More on: answer 1 (1)"


def test_the_plan_is_told_what_was_asked_before(
    interviews: Interviews, resume_id: int, interviewer: ScriptedInterviewer
) -> None:
    interviews.start(OWNER, resume_id, THREE)
    interviews.start(OWNER, resume_id, THREE, force=True)
    first, second = interviewer.seen_briefs
    assert first.recent_questions == ()
    assert set(second.recent_questions) == {"Question 1", "Question 2", "Question 3"}
    assert (first.seed, second.seed) == (0, 1)
    assert first.language == "en"


def test_deleting_leaves_no_row_of_the_session(
    store: DuckStore, interviews: Interviews, judging: Judging, library: Library, resume_id: int
) -> None:
    library.set_target_job(OWNER, resume_id, "Baker")
    session = interviews.start(OWNER, resume_id, THREE, wait=False)
    with charged(OWNER, session.id):
        StoreLedger(store).record(Usage(call="evaluate", input_tokens=5))
    with charged(OWNER, resume_id=resume_id):
        StoreLedger(store).record(Usage(call="analyze", input_tokens=5))
    interviews.show(OWNER, session.id)
    interviews.answer(OWNER, session.id, 0, "good")
    interviews.save_draft(OWNER, session.id, 1, "half")
    for table in ("question_authors", "questions"):
        assert store.rows(table, owner=OWNER, session_id=session.id)
    assert interviews.usage(OWNER, session.id).calls == 1
    interviews.complete(OWNER, session.id)
    judging.run_pending()
    session_again = interviews.start(OWNER, resume_id, THREE)
    interviews.save_draft(OWNER, session_again.id, 0, "half")
    interviews.delete(OWNER, session.id)
    with pytest.raises(SessionNotFound):
        interviews.get(OWNER, session.id)
    assert store.rows("question_authors", owner=OWNER, session_id=session.id) == []
    assert interviews.usage(OWNER, session.id).calls == 0
    assert len(interviews.history(OWNER)) == 1
    library.delete(OWNER, resume_id)
    assert library.list(OWNER) == []
    store.close()
    with duckdb.connect(str(store.path)) as direct:
        tables = [row[0] for row in direct.execute("select table_name from duckdb_tables()").fetchall()]
        counts = {table: direct.execute(f"select count(*) from {table}").fetchall()[0][0] for table in tables}
    assert counts.pop("migration") > 0
    assert set(counts.values()) == {0}, counts


class Sessions(RuleBasedStateMachine):
    """Whatever order the steps come in, a session moves forward only and loses nothing acknowledged."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []
        self.draft: tuple[int, str] | None = None
        self.finished = False

    @initialize(follow_ups=st.integers(0, 2), count=st.integers(3, 4))
    def begin(self, follow_ups: int, count: int) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(Path(self.folder.name) / "a.duckdb")
        self.interviewer = ScriptedInterviewer(follows_up=True)
        self.interviews = Interviews(self.store, Only(self.interviewer))
        self.judging = Judging(self.store, Only(self.interviewer), 60, 0)
        resume = Library(self.store, Limits()).add(OWNER, "robin.txt", RESUME).resume
        assert resume.id is not None
        self.id = self.interviews.start(OWNER, resume.id, Brief(question_count=count, follow_ups=follow_ups)).id

    @rule()
    def look(self) -> None:
        self.interviews.show(OWNER, self.id)

    @rule(text=st.sampled_from(["good", "fair", "", "words"]))
    def answer(self, text: str) -> None:
        index = len(self.given)
        if self.finished:
            with pytest.raises(AlreadyCompleted):
                self.interviews.answer(OWNER, self.id, index, "late words")
            return
        session = self.interviews.answer(OWNER, self.id, index, text)
        self.given.append(text)
        self.draft = None
        self.finished = session.current is None

    @rule(data=st.data())
    @precondition(lambda self: self.given)
    def answer_again(self, data: st.DataObject) -> None:
        index = data.draw(st.integers(0, len(self.given) - 1))
        session = self.interviews.answer(OWNER, self.id, index, self.given[index])
        assert session.turns[index].answer is not None

    @rule(text=st.text(max_size=20).filter(lambda text: text.strip("\0 ") == text.strip()))
    @precondition(lambda self: not self.finished)
    def type(self, text: str) -> None:
        text = text.encode("utf-8", "ignore").decode()
        self.interviews.save_draft(OWNER, self.id, len(self.given), text)
        kept = text.replace("\0", "")
        self.draft = (len(self.given), kept if kept.strip() else "")

    @rule()
    @precondition(lambda self: not self.finished)
    def pause(self) -> None:
        assert self.interviews.pause(OWNER, self.id).paused

    @rule()
    @precondition(lambda self: not self.finished)
    def go_on(self) -> None:
        assert not self.interviews.resume(OWNER, self.id).paused

    @rule()
    @precondition(lambda self: not self.finished)
    def complete(self) -> None:
        self.interviews.complete(OWNER, self.id)
        if self.draft and self.draft[1]:
            self.given.append(self.draft[1].strip())
        self.draft = None
        self.finished = True

    @rule()
    def judge(self) -> None:
        self.judging.run_pending()
        session = self.interviews.get(OWNER, self.id)
        assert (session.status is SessionStatus.EVALUATED) == self.finished
        assert all(turn.evaluation is not None for turn in session.turns if turn.answer is not None)

    @rule()
    def restart(self) -> None:
        path = self.store.path
        self.store.close()
        self.store = open_store(path)
        self.interviews = Interviews(self.store, Only(self.interviewer))
        self.judging = Judging(self.store, Only(self.interviewer), 60, 0)

    @invariant()
    def nothing_is_lost(self) -> None:
        if not hasattr(self, "id"):
            return
        session = self.interviews.get(OWNER, self.id)
        answers = [turn.answer.text for turn in session.turns if turn.answer is not None]
        assert answers == [text.strip() for text in self.given]
        assert [turn.index for turn in session.turns] == list(range(len(session.turns)))
        assert session.is_open != self.finished
        assert (session.evaluate_status is None) == session.is_open
        assert all(turn.answer is None for turn in session.turns[len(answers) :])
        if self.draft is not None:
            assert session.turns[self.draft[0]].draft == self.draft[1]

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()


TestSessions = Sessions.TestCase
TestSessions.settings = hypothesis_settings(max_examples=15, stateful_step_count=20, deadline=None)
