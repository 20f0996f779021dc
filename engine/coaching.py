"""What a coach adds: notes, a score of their own beside the machine's, and how far the two agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from engine.errors import BadRequest, NotFound, QuestionNotFound, SessionNotFound
from engine.model import Row, Store, Transaction, utc_now
from engine.storage.loading import LARGEST_ID
from engine.storage.rows import storable

TEXT_LIMIT: Final = 5_000
"""Characters of a note or a reason."""


class Coaching:
    """Notes and overrides of an owner. ``author`` is who is signed in; the owner where nobody is."""

    def __init__(self, store: Store, now: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._now = now

    # --- notes ------------------------------------------------------------------------------------

    def note(
        self, owner: str, session_id: str, text: str, *, author: str = "", place: tuple[int, int] | None = None
    ) -> int:
        """Write a note on an answer at ``place`` = (main, follow_up), or on the session; returns its id.

        Raises:
            SessionNotFound, QuestionNotFound: there is no such session or answer.
            BadRequest: the text is blank or too long.
        """
        text = _text(text, "text")
        main, follow_up = place or (None, None)

        def write(tx: Transaction) -> int:
            candidate_id = _candidate(tx, owner, session_id)
            if place is not None:
                _must_be_answered(tx, owner, session_id, place)
            row = tx.one(
                "insert_note",
                owner=owner,
                candidate_id=candidate_id,
                session_id=session_id,
                main=main,
                follow_up=follow_up,
                author=author or owner,
                text=text,
                now=self._now(),
            )
            assert row is not None
            return int(row["id"])

        return self._store.write(write)

    def notes(self, owner: str, session_id: str) -> list[Row]:
        """Notes of a session: id, session_id, main and follow_up (None on the session), author, text, created_at,
        changed_at; those on the session first, then by place.
        """
        return self._store.rows("notes", owner=owner, session_id=session_id)

    def notes_of(self, owner: str, candidate_id: int, most: int = 50) -> list[Row]:
        """The newest notes on a person's sessions, newest first; columns as in ``notes``."""
        return self._store.rows("notes_of_candidate", owner=owner, candidate_id=candidate_id, most=most)

    def change_note(self, owner: str, note_id: int, text: str) -> None:
        """Raises NotFound, BadRequest."""
        text = _text(text, "text")

        def change(tx: Transaction) -> None:
            _must_have_note(tx, owner, note_id)
            tx.run("change_note", owner=owner, id=note_id, text=text, now=self._now())

        self._store.write(change)

    def delete_note(self, owner: str, note_id: int) -> None:
        """Raises NotFound."""

        def delete(tx: Transaction) -> None:
            _must_have_note(tx, owner, note_id)
            tx.run("delete_note", owner=owner, id=note_id)

        self._store.write(delete)

    # --- scores beside the machine's --------------------------------------------------------------

    def override(
        self, owner: str, session_id: str, place: tuple[int, int], score: int | None, reason: str, *, author: str = ""
    ) -> None:
        """Put a score of one's own (0-100) beside that of the answer at ``place`` = (main, follow_up).

        Nothing is overwritten: the newest one counts, and a ``score`` of None withdraws it.

        Raises:
            SessionNotFound, QuestionNotFound: there is no such session or answer.
            BadRequest: the score lies outside 0-100, or the reason is blank or too long.
        """
        if score is not None and not 0 <= score <= 100:
            raise BadRequest(field="score")
        reason = _text(reason, "reason")

        def write(tx: Transaction) -> None:
            candidate_id = _candidate(tx, owner, session_id)
            _must_be_answered(tx, owner, session_id, place)
            tx.run(
                "insert_override",
                owner=owner,
                candidate_id=candidate_id,
                session_id=session_id,
                main=place[0],
                follow_up=place[1],
                author=author or owner,
                score=score,
                reason=reason,
                now=self._now(),
            )

        self._store.write(write)

    def overrides(self, owner: str, session_id: str) -> dict[tuple[int, int], Row]:
        """By (main, follow_up), the score that counts of each answer with one: author, score, reason, created_at."""
        rows = self._store.rows("overrides", owner=owner, session_id=session_id)
        return {(row["main"], row["follow_up"]): row for row in rows}

    def pairs(self, owner: str, candidate_id: int | None = None) -> list[Row]:
        """Answers that both have scored, of one person or of all, for ``analytics.pairs_frame``."""
        return self._store.rows("pairs", owner=owner, candidate_id=candidate_id)


def _text(text: str, field: str) -> str:
    text = storable(text).strip()
    if not text or len(text) > TEXT_LIMIT:
        raise BadRequest(field=field)
    return text


def _candidate(tx: Transaction, owner: str, session_id: str) -> int:
    row = tx.one("candidate_of_session", owner=owner, session_id=session_id)
    if row is None:
        raise SessionNotFound()
    return int(row["candidate_id"])


def _must_be_answered(tx: Transaction, owner: str, session_id: str, place: tuple[int, int]) -> None:
    main, follow_up = place
    small = 0 <= main <= 1000 and 0 <= follow_up <= 2
    if not small or tx.one("answer_at", owner=owner, session_id=session_id, main=main, follow_up=follow_up) is None:
        raise QuestionNotFound(index=main)


def _must_have_note(tx: Transaction, owner: str, note_id: int) -> None:
    if abs(note_id) > LARGEST_ID or tx.one("note_by_id", owner=owner, id=note_id) is None:
        raise NotFound()
