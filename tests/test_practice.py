from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Rating

from conftest import OWNER
from engine import cards
from engine.errors import NothingToPractise, PersonNotFound
from engine.interview import Interviews
from engine.judging import Judging
from engine.model import Brief, Row, Session
from engine.practice import Practice
from engine.serving import Only
from engine.storage import DuckStore
from support import ScriptedInterviewer

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class Clock:
    time: datetime = NOON

    def __call__(self) -> datetime:
        return self.time


@dataclass
class Desk:
    """A person who practises, and the clock on the wall."""

    store: DuckStore
    resume: int

    def __post_init__(self) -> None:
        self.clock = Clock()
        interviewer = Only(ScriptedInterviewer())
        self.interviews = Interviews(self.store, interviewer, now=self.clock)
        self.judging = Judging(self.store, interviewer, 60, 0, self.clock)
        self.practice = Practice(self.store, self.interviews, self.clock)

    def hold(self, *texts: str) -> Session:
        started = self.interviews.start(OWNER, self.resume, Brief(question_count=len(texts), follow_ups=0), force=True)
        return self.answer(started, *texts)

    def answer(self, session: Session, *texts: str) -> Session:
        for index, text in enumerate(texts):
            self.interviews.answer(OWNER, session.id, index, text)
        self.judging.run_pending()
        return self.interviews.get(OWNER, session.id)

    @property
    def candidate(self) -> int:
        return self.interviews.history(OWNER)[0]["candidate_id"]  # type: ignore[no-any-return]

    def cards(self) -> list[Row]:
        return self.practice.questions(OWNER, self.candidate)


@pytest.fixture
def desk(store: DuckStore, resume_id: int) -> Desk:
    return Desk(store, resume_id)


@pytest.mark.parametrize(
    ("score", "rating"),
    [(0, Rating.Again), (39, Rating.Again), (40, Rating.Hard), (59, Rating.Hard), (60, Rating.Good), (84, Rating.Good),
     (85, Rating.Easy), (100, Rating.Easy)],
)  # fmt: skip
def test_a_score_is_graded(score: int, rating: Rating) -> None:
    assert cards.grade(score) is rating


def test_weak_answers_make_cards_and_good_ones_do_not(desk: Desk) -> None:
    desk.hold("good", "fair", "wrong", "")
    found = desk.cards()
    assert {card["text"]: card["last_score"] for card in found} == {"Question 2": 50, "Question 3": 0, "Question 4": 0}
    assert desk.practice.due(OWNER, desk.candidate) == (0, 3)
    desk.clock.time += timedelta(days=1)
    assert desk.practice.due(OWNER, desk.candidate).due >= 2, "what was wrong comes back the next day"


def test_reviews_follow_the_schedule(desk: Desk) -> None:
    """As the library says of the same reviews: Again, then Easy each time when due; the gaps grow."""
    desk.hold("wrong", "good", "good")
    gaps = []
    for _ in range(4):
        card = next(each for each in desk.cards() if each["text"] == "Question 1")
        gaps.append(card["due"] - card["reviewed_at"])
        desk.clock.time = card["due"]
        desk.answer(desk.practice.start(OWNER, desk.candidate, force=True), "good", "good", "good")
    assert gaps[0] == timedelta(days=1)
    assert gaps == sorted(gaps)
    assert gaps[-1] > timedelta(days=10)
    assert next(each for each in desk.cards() if each["text"] == "Question 1")["reps"] == 5


def test_judging_an_answer_again_is_no_second_review(desk: Desk) -> None:
    session = desk.hold("fair", "good", "good")
    before = desk.cards()
    asking = cards.Asking(OWNER, desk.candidate, session.id, 0, NOON)
    desk.store.write(lambda tx: cards.review(tx, asking, "Question 1", 50))
    assert desk.cards() == before
    desk.store.write(lambda tx: cards.review(tx, asking, "Question 1", 80))
    assert desk.cards() == [], "judged again, it was not weak"


def test_a_late_judgement_of_an_older_answer_changes_nothing(desk: Desk) -> None:
    desk.hold("fair", "good", "good")
    before = desk.cards()
    late = cards.Asking(OWNER, desk.candidate, "0" * 16, 0, NOON - timedelta(days=3))
    desk.store.write(lambda tx: cards.review(tx, late, "Question 1", 10))
    assert desk.cards() == before


def test_practice_asks_the_weak_questions_with_all_they_are_judged_by(desk: Desk) -> None:
    desk.hold("wrong", "fair", "wrong", "good")
    session = desk.practice.start(OWNER, desk.candidate, count=3)
    assert [turn.question.text for turn in session.turns] == ["Question 1", "Question 3", "Question 2"]
    assert session.turns[0].question.key_points == ("a point",)
    assert session.turns[0].question.reference_answer == "good"
    assert desk.practice.start(OWNER, desk.candidate, count=3).id == session.id, "it is unfinished"


def test_few_weak_questions_are_filled_up_from_the_plan(desk: Desk) -> None:
    desk.hold("good", "fair", "good")
    session = desk.practice.start(OWNER, desk.candidate, request_id="once")
    assert len(session.turns) == 3
    assert session.turns[0].question.text == "Question 2"
    assert desk.practice.start(OWNER, desk.candidate, request_id="once", force=True).id == session.id


def test_there_may_be_nothing_to_practise(desk: Desk) -> None:
    desk.hold("good", "good", "good")
    with pytest.raises(NothingToPractise):
        desk.practice.start(OWNER, desk.candidate)
    for unknown in (99, 2**80):
        with pytest.raises(PersonNotFound):
            desk.practice.start(OWNER, unknown)
    with pytest.raises(PersonNotFound):
        desk.practice.start("stranger", desk.candidate)


def test_what_is_practised_follows_from_the_sessions_that_are_left(desk: Desk) -> None:
    first = desk.hold("wrong", "good", "good")
    card = desk.cards()[0]
    desk.clock.time += timedelta(days=2)
    second = desk.hold("good", "good", "fair")
    assert {each["text"] for each in desk.cards()} == {"Question 1", "Question 3"}
    desk.interviews.delete(OWNER, second.id)
    assert desk.cards() == [{**card, "is_due": True}]
    desk.interviews.delete(OWNER, first.id)
    assert desk.store.rows("due_cards", owner=OWNER, candidate_id=1, now=NOON, most=9) == []
