"""Questions to practise again, spaced by how well they were answered (FSRS, by the library ``fsrs``).

A main question scored below ``WEAK`` gets a card; each later answer to the same question is a review. A review is
written in the transaction that scores the answer. Judging an answer again replaces its review; an answer older than
the last review changes nothing.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final, NamedTuple

from fsrs import Card, Rating, Scheduler

from engine.facts import question_key
from engine.model import Row, Transaction
from engine.storage.rows import as_json

WEAK: Final = 75
"""Below this score a main question is to be practised again; the band from there on is "good"."""

_GRADES: Final = ((40, Rating.Again), (60, Rating.Hard), (85, Rating.Good))
_SCHEDULER: Final = Scheduler(
    # A question comes back after days, not minutes, and always after the same number of them.
    learning_steps=(),
    relearning_steps=(),
    enable_fuzzing=False,
    maximum_interval=180,
)


class Asking(NamedTuple):
    """One scored answer to a main question."""

    owner: str
    candidate_id: int
    session_id: str
    main: int
    at: datetime  # answered


def grade(score: int) -> Rating:
    """Below 40 Again, below 60 Hard, below 85 Good, else Easy."""
    return next((rating for floor, rating in _GRADES if score < floor), Rating.Easy)


def review(tx: Transaction, asking: Asking, text: str, score: int) -> None:
    """Note that the question ``text`` was answered with ``score``."""
    key = question_key(text)
    where = {"owner": asking.owner, "candidate_id": asking.candidate_id}
    row = tx.one("card", **where, question_key=key)
    if row is None:
        if score < WEAK:
            _save(tx, key, asking, score, None, 1)
        return
    again = (row["session_id"], row["main"]) == (asking.session_id, asking.main)
    if again:
        if row["earlier"] is None and score >= WEAK:
            tx.run("delete_card", **where, question_key=key)
        else:
            _save(tx, key, asking, score, row["earlier"], row["reps"])
    elif asking.at >= row["reviewed_at"]:
        _save(tx, key, asking, score, row["state"], row["reps"] + 1)


def rebuild(tx: Transaction, owner: str, candidate_id: int, key: str) -> None:
    """Make a card anew from the facts there are; without a weak asking there is none."""
    where = {"owner": owner, "candidate_id": candidate_id}
    tx.run("delete_card", **where, question_key=key)
    state: str | None = None
    reps = 0
    for row in tx.rows("askings", **where, question_key=key):
        if state is None and row["score"] >= WEAK:
            continue
        asking = Asking(owner, candidate_id, row["session_id"], row["main"], row["answered_at"])
        reps += 1
        state = _save(tx, key, asking, row["score"], state, reps)


def rebuild_those_of(tx: Transaction, owner: str, rows: list[Row]) -> None:
    """``rebuild`` each of ``rows`` (candidate_id, question_key)."""
    for row in rows:
        rebuild(tx, owner, row["candidate_id"], row["question_key"])


def _save(tx: Transaction, key: str, asking: Asking, score: int, earlier: str | None, reps: int) -> str:
    # The library would stamp a new card with the time of day and wait for the next millisecond.
    before = Card(card_id=0, due=asking.at) if earlier is None else Card.from_dict(json.loads(earlier))
    after, _ = _SCHEDULER.review_card(before, grade(score), asking.at)
    state = as_json(after.to_dict())
    tx.run(
        "save_card",
        **{name: getattr(asking, name) for name in ("owner", "candidate_id", "session_id", "main")},
        question_key=key,
        state=state,
        earlier=earlier,
        due=after.due,
        last_score=score,
        reps=reps,
        reviewed_at=asking.at,
    )
    return state
