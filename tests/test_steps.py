from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from conftest import OWNER
from engine import steps
from engine.errors import BadRequest
from engine.interview import Interviews
from engine.model import Brief, Evaluation, Provenance, Question, Session, SessionStatus, Turn
from engine.serving import Only
from engine.storage import DuckStore
from support import ScriptedInterviewer

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def _session(*, paused: bool = False) -> Session:
    return Session(
        id="0" * 16,
        number=1,
        owner="o",
        candidate_id=1,
        resume_id=1,
        resume_text="",
        brief=Brief(),
        language="en",
        status=SessionStatus.IN_PROGRESS,
        paused=paused,
        created_at=NOON,
    )


def _turn(seen_at: datetime | None, active_seconds: float = 10.0) -> Turn:
    return Turn(
        index=0,
        main=0,
        follow_up=0,
        question=Question(text="Why?"),
        seen_at=seen_at,
        active_seconds=active_seconds,
    )


@pytest.mark.parametrize(
    ("gap", "counted"),
    [(0, 0), (5, 5), (steps.IDLE_SECONDS, steps.IDLE_SECONDS), (86_400, steps.IDLE_SECONDS), (-5, 0)],
)
def test_active_time_counts_short_silences_only(gap: float, counted: float) -> None:
    elapsed = steps.elapsed(_session(), _turn(NOON), NOON + timedelta(seconds=gap))
    assert elapsed == 10.0 + counted


def test_a_paused_clock_stands_still() -> None:
    assert steps.elapsed(_session(paused=True), _turn(NOON), NOON + timedelta(seconds=60)) == 10.0


def test_a_clock_not_started_stands_still() -> None:
    assert steps.elapsed(_session(), _turn(None, 0.0), NOON) == 0.0


def test_pausing_takes_time_out_of_the_answer(
    store: DuckStore, interviewer: ScriptedInterviewer, resume_id: int
) -> None:
    minute = iter(range(0, 100))
    interviews = Interviews(store, Only(interviewer), now=lambda: NOON + timedelta(minutes=next(minute)))
    session = interviews.start(OWNER, resume_id, Brief(question_count=3))  # 12:00 and 12:01
    interviews.show(OWNER, session.id)
    interviews.show(OWNER, session.id)
    interviews.save_draft(OWNER, session.id, 0, "half")
    assert interviews.get(OWNER, session.id).turns[0].active_seconds == 120
    assert interviews.pause(OWNER, session.id).paused
    interviews.pause(OWNER, session.id)
    interviews.show(OWNER, session.id)
    assert interviews.get(OWNER, session.id).turns[0].active_seconds == 180
    assert not interviews.resume(OWNER, session.id).paused
    interviews.resume(OWNER, session.id)
    session = interviews.answer(OWNER, session.id, 0, "good")
    answer = session.turns[0].answer
    assert answer is not None
    assert answer.shown_at is not None
    assert answer.answered_at is not None
    assert answer.active_seconds == 240
    assert (answer.answered_at - answer.shown_at).total_seconds() > 240


def test_answering_ends_a_pause(interviews: Interviews, resume_id: int) -> None:
    session = interviews.start(OWNER, resume_id, Brief(question_count=3))
    interviews.show(OWNER, session.id)
    interviews.pause(OWNER, session.id)
    assert not interviews.answer(OWNER, session.id, 0, "good").paused


def test_cleaned() -> None:
    assert steps.cleaned("  kept as typed ") == "  kept as typed "
    assert steps.cleaned(" \n\0") == ""
    assert steps.cleaned("x" * steps.ANSWER_LIMIT)
    with pytest.raises(BadRequest, match="field='answer'"):
        steps.cleaned("x" * (steps.ANSWER_LIMIT + 1))


@pytest.mark.parametrize(
    ("evaluation", "wanted"),
    [
        (None, True),
        (Evaluation(score=None), True),
        (Evaluation(score=0), False),
        (Evaluation(score=80), False),
        (Evaluation(score=80, provenance=Provenance(fallback_reason="the model was away")), True),
    ],
)
def test_what_is_judged_again(evaluation: Evaluation | None, wanted: bool) -> None:
    turn = _turn(None).model_copy(update={"evaluation": evaluation})
    assert steps.wants_judging(turn) is wanted
