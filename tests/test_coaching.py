from __future__ import annotations

import pytest

from conftest import OWNER
from engine import analytics
from engine.coaching import TEXT_LIMIT, Coaching
from engine.errors import BadRequest, NotFound, QuestionNotFound, SessionNotFound
from engine.interview import Interviews
from engine.judging import Judging
from engine.model import Brief
from engine.storage import DuckStore


@pytest.fixture
def coaching(store: DuckStore) -> Coaching:
    return Coaching(store)


@pytest.fixture
def session_id(interviews: Interviews, judging: Judging, resume_id: int) -> str:
    held = interviews.start(OWNER, resume_id, Brief(question_count=3, follow_ups=0))
    for index, text in enumerate(("good", "fair", "wrong")):
        interviews.answer(OWNER, held.id, index, text)
    judging.run_pending()
    return held.id


def test_notes_are_written_changed_and_deleted(coaching: Coaching, session_id: str) -> None:
    on_answer = coaching.note(OWNER, session_id, " Calm. ", place=(1, 0), author="coach")
    on_session = coaching.note(OWNER, session_id, "=1+1 <b>Good start</b>")
    assert [(note["id"], note["text"], note["author"]) for note in coaching.notes(OWNER, session_id)] == [
        (on_session, "=1+1 <b>Good start</b>", OWNER),
        (on_answer, "Calm.", "coach"),
    ]
    coaching.change_note(OWNER, on_answer, "Calmer.")
    assert [note["text"] for note in coaching.notes_of(OWNER, 1)] == ["=1+1 <b>Good start</b>", "Calmer."]
    coaching.delete_note(OWNER, on_session)
    assert [note["id"] for note in coaching.notes(OWNER, session_id)] == [on_answer]
    for refused in (
        lambda: coaching.delete_note("stranger", on_answer),
        lambda: coaching.change_note(OWNER, 2**70, "x"),
    ):
        with pytest.raises(NotFound):
            refused()
    assert coaching.notes("stranger", session_id) == []


def test_what_cannot_be_noted(coaching: Coaching, session_id: str) -> None:
    for text in ("", " \n", "x" * (TEXT_LIMIT + 1)):
        with pytest.raises(BadRequest):
            coaching.note(OWNER, session_id, text)
    with pytest.raises(SessionNotFound):
        coaching.note("stranger", session_id, "x")
    for place in ((9, 0), (0, 1), (-1, 0), (0, 99)):
        with pytest.raises(QuestionNotFound):
            coaching.note(OWNER, session_id, "x", place=place)


def test_a_mark_stands_beside_the_machines_and_can_be_withdrawn(
    coaching: Coaching, interviews: Interviews, session_id: str
) -> None:
    before = interviews.report(OWNER, session_id)
    coaching.override(OWNER, session_id, (0, 0), 70, "No example was given.")
    coaching.override(OWNER, session_id, (0, 0), 80, "I heard it again.")
    coaching.override(OWNER, session_id, (2, 0), 20, "There was something in it.")
    assert {place: row["score"] for place, row in coaching.overrides(OWNER, session_id).items()} == {
        (0, 0): 80,
        (2, 0): 20,
    }
    assert interviews.report(OWNER, session_id) == before
    coaching.override(OWNER, session_id, (0, 0), None, "Withdrawn.")
    assert list(coaching.overrides(OWNER, session_id)) == [(2, 0)]
    pairs = coaching.pairs(OWNER)
    assert [(pair["machine"], pair["coach"]) for pair in pairs] == [(0, 20)]
    assert coaching.pairs(OWNER, 1) == pairs
    assert coaching.pairs(OWNER, 2) == coaching.pairs("stranger") == []
    table = analytics.agreement(analytics.pairs_frame(pairs))
    assert table.loc[table["category"] == "", "difference"].tolist() == [20.0]


@pytest.mark.parametrize(("score", "reason"), [(101, "x"), (-1, "x"), (50, " "), (None, "")])
def test_a_mark_needs_a_score_and_a_reason(coaching: Coaching, session_id: str, score: int | None, reason: str) -> None:
    with pytest.raises(BadRequest):
        coaching.override(OWNER, session_id, (0, 0), score, reason)


def test_marks_and_notes_go_with_their_session(
    coaching: Coaching, interviews: Interviews, store: DuckStore, session_id: str
) -> None:
    coaching.note(OWNER, session_id, "x")
    coaching.override(OWNER, session_id, (0, 0), 5, "x")
    interviews.delete(OWNER, session_id)
    for table in ("note", "override", "card", "result", "category_result", "dimension_result", "answer_result"):
        assert store._connection.cursor().execute(f"select count(*) from {table}").fetchall() == [(0,)], table
