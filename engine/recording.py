"""Facts of judged sessions as rows, in the caller's transaction; and those of sessions judged before there were any."""

from __future__ import annotations

from typing import Final

from engine import cards, facts
from engine.errors import SessionNotFound
from engine.model import Report, Session, Store, Transaction
from engine.storage.loading import load_session
from engine.storage.wipe import delete_resume_rows, delete_session_rows

_TOGETHER: Final = 5
_TABLES: Final = ("delete_result", "delete_category_results", "delete_dimension_results", "delete_answer_results")


def record(tx: Transaction, session: Session, report: Report | None = None) -> None:
    """Write the facts of ``session`` anew, in place of those there are."""
    found = facts.of_session(session, report)
    for statement in _TABLES:
        tx.run(statement, owner=session.owner, session_id=session.id)
    tx.run("insert_result", **found.result)
    where = {name: found.result[name] for name in ("session_id", "owner", "number", "candidate_id", "created_at")}
    tx.run("insert_category_results", **where, **found.categories)
    tx.run("insert_dimension_results", **where, **found.dimensions)
    tx.run("insert_answer_results", **where, **found.answers)


def remove_session(tx: Transaction, owner: str, session_id: str) -> None:
    """Delete a session; what is to be practised again follows from the sessions that are left."""
    touched = tx.rows("cards_of_session", owner=owner, session_id=session_id)
    delete_session_rows(tx, owner, session_id)
    cards.rebuild_those_of(tx, owner, touched)


def remove_resume(tx: Transaction, owner: str, resume_id: int) -> None:
    """Delete a resume with its sessions."""
    for session in tx.rows("sessions_of_resume", owner=owner, resume_id=resume_id):
        remove_session(tx, owner, session["id"])
    delete_resume_rows(tx, owner, resume_id)


class CatchingUp:
    """Writes the facts of sessions that were judged by an earlier version, a few in each transaction.

    Killed halfway, it goes on with what is left at the next start.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._after = 0
        self._done = False

    def step(self) -> bool:
        """Do a little of it; False where nothing is left."""
        if self._done:
            return False
        rows = self._store.rows("sessions_without_result", after=self._after, most=_TOGETHER)
        if not rows:
            self._done = True
            return False

        def catch_up(tx: Transaction) -> None:
            for row in rows:
                try:
                    session = load_session(tx, row["owner"], row["id"])
                except SessionNotFound:
                    continue  # deleted meanwhile
                record(tx, session)
                _review(tx, session)

        self._store.write(catch_up)
        self._after = rows[-1]["number"]
        return True


def _review(tx: Transaction, session: Session) -> None:
    for turn in session.turns:
        score = turn.evaluation.score if turn.evaluation else None
        if turn.follow_up == 0 and turn.answer is not None and score is not None:
            at = turn.answer.answered_at or session.created_at
            asking = cards.Asking(session.owner, session.candidate_id, session.id, turn.main, at)
            cards.review(tx, asking, turn.question.text, score)
