"""The steps a session takes, each inside the caller's transaction.

CREATED becomes IN_PROGRESS with the first question shown, drafted or answered (``begin``); the last answer, or
finishing early, makes it COMPLETED and asks for a summary (``finish``); ``engine.judging`` makes it EVALUATED.
While its plan is being written, no answer is the last.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from engine.errors import AlreadyAnswered, AlreadyCompleted, BadRequest, QuestionNotFound
from engine.model import Language, Question, Session, SessionStatus, Transaction, Turn
from engine.storage.loading import Spot, Standing
from engine.storage.rows import author_bind, question_binds

IDLE_SECONDS: Final = 180.0
"""Active time counts at most this much between two signs of life, so that a closed laptop is not thinking."""

ANSWER_LIMIT: Final = 100_000
"""Characters of an answer or a draft."""


def cleaned(text: str) -> str:
    """The text as stored: without NUL, which no database keeps, and "" where it is blank."""
    if len(text) > ANSWER_LIMIT:
        raise BadRequest(field="answer")
    text = text.replace("\0", "")
    return text if text.strip() else ""


def repeats(session: Standing, index: int, text: str) -> bool:
    if not 0 <= index < len(session.spots):
        return False
    given = session.spots[index].answer
    return given is not None and given.strip() == text.strip()


def answerable(session: Standing, index: int) -> Spot:
    """The question at ``index`` of an open session, asked already."""
    if not session.is_open:
        raise AlreadyCompleted()
    current = session.current
    # Without a current question the next is being written, and all there are were asked.
    latest = current.index if current else len(session.spots) - 1
    if not 0 <= index <= latest:
        raise QuestionNotFound(index=index)
    return session.spots[index]


def unanswered(session: Standing, index: int) -> Spot:
    """The current question, if that is the one at ``index``."""
    spot = answerable(session, index)
    if spot.answer is not None:
        raise AlreadyAnswered()
    return spot


def wants_judging(turn: Turn) -> bool:
    evaluation = turn.evaluation
    return evaluation is None or evaluation.score is None or bool(evaluation.provenance.fallback_reason)


def begin(tx: Transaction, session: Standing) -> None:
    if session.status is SessionStatus.CREATED:
        tx.run(
            "set_status",
            owner=session.owner,
            session_id=session.id,
            status=SessionStatus.IN_PROGRESS.value,
        )


def elapsed(session: Session | Standing, turn: Turn | Spot, now: datetime) -> float:
    """Active seconds of a turn up to ``now``, of which the part since the last sign of life is capped."""
    if session.paused or turn.seen_at is None:
        return turn.active_seconds
    gap = max(0.0, (now - turn.seen_at).total_seconds())
    return turn.active_seconds + min(gap, IDLE_SECONDS)


def tick(tx: Transaction, session: Standing, turn: Spot, now: datetime) -> None:
    where = place(session, turn)
    if turn.shown_at is None:
        tx.run("start_timing", **where, now=now)
    else:
        tx.run("set_timing", **where, active_seconds=elapsed(session, turn, now), seen_at=now)


def store_answer(tx: Transaction, session: Standing, turn: Spot, text: str, now: datetime) -> None:
    where = place(session, turn)
    tx.run(
        "insert_answer",
        **where,
        text=text.strip(),
        shown_at=turn.shown_at or now,
        answered_at=now,
        active_seconds=elapsed(session, turn, now),
    )
    if turn.draft:
        tx.run("delete_draft", **where)
    if session.paused:
        # Whoever answers is back; the next question's clock runs.
        tx.run("set_paused", owner=session.owner, session_id=session.id, paused=False)
    queue(tx, "evaluation", session, turn, now)


def finish(tx: Transaction, session: Standing, now: datetime) -> None:
    """Complete the session; what was not asked by now never is, also where it is still being written."""
    if session.is_planning:
        tx.run("end_plan", owner=session.owner, session_id=session.id)
    tx.run("set_completed", owner=session.owner, session_id=session.id, completed_at=now)
    queue(tx, "summary", session, None, now)


def queue(tx: Transaction, kind: str, session: Session | Standing, turn: Turn | Spot | None, now: datetime) -> None:
    tx.run(
        "insert_job",
        kind=kind,
        owner=session.owner,
        session_id=session.id,
        main=turn.main if turn else None,
        follow_up=turn.follow_up if turn else None,
        resume_id=None,
        run_after=now,
    )


def place(session: Standing, turn: Spot) -> dict[str, Any]:
    return {
        "owner": session.owner,
        "session_id": session.id,
        "main": turn.main,
        "follow_up": turn.follow_up,
    }


def insert_question(
    tx: Transaction,
    owner: str,
    session_id: str,
    place_of: tuple[int, int],
    question: Question,
    language: Language,
    now: datetime,
) -> None:
    """Store a question at ``place_of`` = (main, follow_up); ``language`` holds where it names none itself."""
    tx.run(
        "insert_question",
        owner=owner,
        session_id=session_id,
        main=place_of[0],
        follow_up=place_of[1],
        created_at=now,
        **question_binds(question, language),
    )
    provenance = author_bind(question)
    if provenance is not None:
        tx.run(
            "insert_question_author",
            owner=owner,
            session_id=session_id,
            main=place_of[0],
            follow_up=place_of[1],
            provenance=provenance,
        )
