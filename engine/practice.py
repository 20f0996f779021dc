"""Practising again what went badly: which questions are due, and a session made of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from engine.errors import NothingToPractise, PersonNotFound
from engine.interview import Interviews
from engine.model import Brief, Question, Row, Session, Store, utc_now
from engine.storage.loading import LARGEST_ID
from engine.storage.rows import question_of

FEWEST: Final = 3
MOST: Final = 20


class Due(NamedTuple):
    """How many questions are due now, of how many there are to practise again."""

    due: int
    cards: int


class Practice:
    """The cards of an owner's people; ``engine.cards`` says how they are made and spaced."""

    def __init__(self, store: Store, interviews: Interviews, now: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._interviews = interviews
        self._now = now

    def due(self, owner: str, candidate_id: int) -> Due:
        """Counts; 0 of 0 for someone unknown."""
        row = self._store.one("due_count", owner=owner, candidate_id=candidate_id, now=self._now())
        return Due(row["due"], row["cards"]) if row else Due(0, 0)

    def questions(self, owner: str, candidate_id: int, most: int = MOST) -> list[Row]:
        """What to practise again: what is due first, longest due first, then what went worst.

        Columns: question_key, session_id, main (its newest asking), due (UTC), is_due, last_score, reps (times
        answered since it first went badly), reviewed_at, text, category, type, difficulty, skill, language.
        """
        return self._store.rows("due_cards", owner=owner, candidate_id=candidate_id, now=self._now(), most=most)

    def start(
        self, owner: str, candidate_id: int, count: int = 5, *, request_id: str = "", force: bool = False
    ) -> Session:
        """A session of up to ``count`` (3-20) of ``questions``, in the language of the first of them.

        Where there are fewer than three, the plan adds others. It is held on the person's newest resume, and as any
        session it is found again by ``request_id`` or, without ``force``, where one is unfinished.

        Raises:
            PersonNotFound: there is no such person, or no resume of theirs to hold it on.
            NothingToPractise: there is no card.
        """
        count = min(MOST, max(FEWEST, count))
        where = {"owner": owner, "candidate_id": candidate_id}
        known = abs(candidate_id) <= LARGEST_ID
        resume = self._store.one("newest_resume_of_candidate", **where) if known else None
        if resume is None:
            raise PersonNotFound()
        asked = self._asked(owner, candidate_id, count)
        if not asked:
            raise NothingToPractise()
        last = self._store.one("newest_brief_of_candidate", **where) or {}
        brief = Brief(
            question_count=max(FEWEST, len(asked)),
            language=asked[0].language,
            level=last.get("level", "mid"),
            target_role=last.get("target_role", ""),
            job_description=last.get("job_description", ""),
        )
        return self._interviews.start(owner, resume["id"], brief, given=asked, force=force, request_id=request_id)

    def _asked(self, owner: str, candidate_id: int, count: int) -> list[Question]:
        """Copies of the questions as they were last asked, with all they are judged by."""
        cards = self.questions(owner, candidate_id, count)
        cards = [card for card in cards if card["language"] == cards[0]["language"]]
        rows = [
            self._store.one("question_at", owner=owner, session_id=card["session_id"], main=card["main"], follow_up=0)
            for card in cards
        ]
        return [question_of(row) for row in rows if row]
