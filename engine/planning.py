"""Writing a plan while its session is under way: each question is stored as soon as it is there.

A session begun this way is stored with its first question and a row in ``plan``. Whoever writes holds that row by a
claim and a lease that each stored question extends; when the session is deleted or finished early the claim is gone,
and the writer stops. What a killed process left is gone on with by the worker, which knows what was asked already.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from engine import resume as reading
from engine import steps
from engine.errors import InterviewerError, InterviewerUnavailable, ResumeNotFound, SessionNotFound
from engine.model import (
    Brief,
    Interviewer,
    Interviewers,
    Question,
    Reader,
    Resume,
    Session,
    Store,
    Transaction,
    charged,
    utc_now,
)
from engine.storage.loading import load_resume, load_session, load_standing

ATTEMPTS: Final = 3
"""Tries that bring no question; then the interview ends with those it has."""

_RECENT_QUESTIONS: Final = 60
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Opening:
    """A session that is not stored yet. ``store`` keeps it with its first questions, and returns its id, or that of
    the session which is there instead by now."""

    owner: str
    session_id: str
    resume: Resume
    brief: Brief
    interviewer: Interviewer
    store: Callable[[Transaction, list[Question]], str]
    given: tuple[Question, ...] = ()  # asked first; the plan gives the rest

    def questions(self) -> Iterator[Question]:
        yield from self.given
        if len(self.given) < self.brief.question_count:
            asked = (*self.brief.asked, *(question.text for question in self.given))
            yield from self.interviewer.plan(self.resume, self.brief.model_copy(update={"asked": asked}))


@dataclass(frozen=True)
class _Held:
    owner: str
    session_id: str
    claim: str


class _Wanted(Enum):
    MORE = auto()
    ENOUGH = auto()
    NOTHING = auto()  # the session is over, or somebody else writes


class Planning:
    """Writes plans. Safe to share between threads; several processes may share the store.

    Plans are written in the calling thread until ``start``, and from then on each in a thread of its own, until
    ``stop``: tests and small programs see whole plans.
    """

    def __init__(
        self,
        store: Store,
        interviewers: Interviewers,
        *,
        lease_seconds: float = 120,
        retry_seconds: float = 2,
        on_work: Callable[[], None] = lambda: None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._interviewers = interviewers
        self._lease = timedelta(seconds=lease_seconds)
        self._retry = retry_seconds
        self._on_work = on_work
        self._now = now
        self._threaded = False
        self._stopping = threading.Event()
        self._waiting: set[Future[str]] = set()

    def start(self) -> None:
        """From now on write in the background."""
        self._stopping.clear()
        self._threaded = True

    def stop(self) -> None:
        """Write no further question; whoever waits for a first one is told that there will be none."""
        self._stopping.set()
        self._threaded = False
        for first in tuple(self._waiting):
            with suppress(InvalidStateError):
                first.set_exception(InterviewerUnavailable())

    # --- a new session ----------------------------------------------------------------------------

    def whole(self, opening: Opening) -> str:
        """Store the session once all its questions are written.

        Raises:
            InterviewerError: the interviewer does not serve; nothing is stored.
        """
        with charged(opening.owner, opening.session_id, opening.resume.id):
            questions = list(opening.questions())
        if len(questions) < opening.brief.question_count:
            raise InterviewerUnavailable(reason="invalid_reply")
        return self._store.write(lambda tx: opening.store(tx, questions))

    def streamed(self, opening: Opening) -> str:
        """Store the session with its first question as soon as that is written; the rest follows.

        Raises:
            InterviewerError: there is no first question; nothing is stored.
        """
        first: Future[str] = Future()
        self._waiting.add(first)
        try:
            if self._threaded:
                threading.Thread(target=self._open, args=(opening, first), name="rehearsal-plan", daemon=True).start()
            else:
                self._open(opening, first)
            return first.result()
        finally:
            self._waiting.discard(first)

    def _open(self, opening: Opening, first: Future[str]) -> None:
        try:
            self._write_from_start(opening, first)
        except Exception as error:
            with suppress(InvalidStateError):
                first.set_exception(error)
                return
            if not self._stopping.is_set():
                _LOG.exception("the plan of session %s could not be stored", opening.session_id)

    def _write_from_start(self, opening: Opening, first: Future[str]) -> None:
        questions = opening.questions()
        held = _Held(opening.owner, opening.session_id, secrets.token_hex(8))
        # The session is not stored yet, so that the resume answers for what this costs.
        with charged(held.owner, held.session_id, opening.resume.id):
            question = next(questions, None)
        if question is None:
            raise InterviewerUnavailable(reason="invalid_reply")

        def store(tx: Transaction) -> str:
            stored = opening.store(tx, [question])
            if stored == held.session_id:
                now = self._now()
                binds = {"claim": held.claim, "now": now, "lease_until": now + self._lease}
                tx.run("insert_plan", session_id=held.session_id, owner=held.owner, **binds)
            return stored

        stored = self._store.write(store)
        with suppress(InvalidStateError):
            first.set_result(stored)
        if stored == held.session_id:
            self._write(held, questions)
        else:
            _close(questions, held)

    # --- going on ---------------------------------------------------------------------------------

    def release(self) -> None:
        """Free the plans of a process that was killed, where only this one can have the store open."""
        if self._store.exclusive:
            self._store.write(lambda tx: tx.run("release_plans"))

    def is_due(self) -> bool:
        """Whether some plan may be gone on with now."""
        return self._store.one("next_plan", now=self._now()) is not None

    def top_up(self) -> bool:
        """Write what is missing of one plan that nobody writes any more. False where there is none."""
        held = self._store.write(self._claim) if self.is_due() else None
        if held is None:
            return False
        try:
            session = load_session(self._store, held.owner, held.session_id)
            resume = load_resume(self._store, held.owner, session.resume_id)
        except (SessionNotFound, ResumeNotFound):
            return True
        if session.resume_text != resume.text:
            resume = resume.model_copy(update={"text": reading.clean(session.resume_text)})
        brief = self._rest(session)
        if len(brief.asked) >= brief.question_count:
            self._end(held)
            return True
        self._write(held, self._interviewers.named(session.interviewer).plan(resume, brief))
        return True

    def _claim(self, tx: Transaction) -> _Held | None:
        now = self._now()
        plan = tx.one("next_plan", now=now)
        if plan is None:
            return None
        held = _Held(plan["owner"], plan["session_id"], secrets.token_hex(8))
        if plan["attempts"] >= ATTEMPTS:
            # Each attempt ended with its process: the writing itself may be what kills it.
            self._finish(tx, held)
            return None
        tx.run("claim_plan", session_id=held.session_id, claim=held.claim, lease_until=now + self._lease)
        return held

    def _rest(self, session: Session) -> Brief:
        rows = self._store.rows("main_questions", owner=session.owner, session_id=session.id)
        recent = recent_questions(self._store, session.owner, session.candidate_id, session.id)
        return session.brief.model_copy(
            update={"asked": tuple(row["text"] for row in rows), "recent_questions": recent},
        )

    # --- writing ----------------------------------------------------------------------------------

    def _write(self, held: _Held, questions: Iterator[Question]) -> None:
        """Store each of ``questions`` in a transaction of its own, until there are enough or the claim is lost."""
        try:
            while True:
                with charged(held.owner, held.session_id):
                    question = next(questions, None)
                if self._stopping.is_set():
                    return
                if question is None:
                    break
                wanted = self._keep(held, question)
                if wanted is not _Wanted.MORE:
                    _close(questions, held, to_its_end=wanted is _Wanted.ENOUGH)
                    return
            _LOG.warning("session %s got fewer questions than it should have", held.session_id)
        except Exception as error:
            if self._stopping.is_set():
                return
            if isinstance(error, InterviewerError):
                _LOG.warning("the plan of session %s came to a halt: %s", held.session_id, error)
            else:
                _LOG.exception("the plan of session %s came to a halt", held.session_id)
        self._halt(held)

    def _keep(self, held: _Held, question: Question) -> _Wanted:
        """Store ``question`` as the next main one; what else is wanted from this writer."""

        def store(tx: Transaction) -> _Wanted:
            if not self._holds(tx, held):
                return _Wanted.NOTHING
            now = self._now()
            session = load_standing(tx, held.owner, held.session_id)
            main = 1 + max(spot.main for spot in session.spots)
            steps.insert_question(tx, held.owner, held.session_id, (main, 0), question, session.language, now)
            if main + 1 < session.question_count:
                tx.run("extend_plan", session_id=held.session_id, lease_until=now + self._lease)
                return _Wanted.MORE
            tx.run("end_plan", owner=held.owner, session_id=held.session_id)
            return _Wanted.ENOUGH

        return self._store.write(store)

    def _halt(self, held: _Held) -> None:
        """Nothing more came this time: leave the rest for later, or, after the last attempt, be content."""

        def halt(tx: Transaction) -> None:
            plan = tx.one("held_plan", session_id=held.session_id, owner=held.owner, claim=held.claim)
            if plan is None:
                return
            if plan["attempts"] >= ATTEMPTS:
                self._finish(tx, held)
                return
            wait = timedelta(seconds=self._retry * 2 ** (plan["attempts"] - 1))
            tx.run("postpone_plan", session_id=held.session_id, run_after=self._now() + wait)

        self._store.write(halt)
        self._on_work()

    def _end(self, held: _Held) -> None:
        self._store.write(lambda tx: self._finish(tx, held) if self._holds(tx, held) else None)

    def _finish(self, tx: Transaction, held: _Held) -> None:
        """End the plan as it is, and the session where it only waited for another question."""
        tx.run("end_plan", owner=held.owner, session_id=held.session_id)
        session = load_standing(tx, held.owner, held.session_id)
        if session.is_open and session.current is None:
            steps.finish(tx, session, self._now())

    def _holds(self, tx: Transaction, held: _Held) -> bool:
        found = tx.one("held_plan", session_id=held.session_id, owner=held.owner, claim=held.claim)
        return found is not None


def recent_questions(reader: Reader, owner: str, candidate_id: int | None, session_id: str) -> tuple[str, ...]:
    """What the candidate was asked lately, in other sessions than this one."""
    binds = {"owner": owner, "candidate_id": candidate_id, "session_id": session_id}
    return tuple(row["text"] for row in reader.rows("recent_questions", most=_RECENT_QUESTIONS, **binds))


def _close(questions: Iterator[Question], held: _Held, *, to_its_end: bool = False) -> None:
    """Have no more of a plan: its model stops writing, or, ``to_its_end``, tells what it cost."""
    with charged(held.owner, held.session_id), suppress(Exception):
        if to_its_end:
            next(questions, None)
        close = getattr(questions, "close", None)
        if close is not None:
            close()
