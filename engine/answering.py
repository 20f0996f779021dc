"""Giving an answer: stored together with the follow-up it brings, and judged from then on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from engine import steps
from engine.errors import InterviewerError
from engine.model import Answer, Interviewers, Progress, Question, Store, Transaction, Turn, charged
from engine.storage.loading import Standing, load_question, load_standing, load_turn

_LOG = logging.getLogger(__name__)


class Answering:
    """Takes answers. Safe to call from many threads at once."""

    def __init__(
        self, store: Store, interviewers: Interviewers, on_work: Callable[[], None], now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._interviewers = interviewers
        self._on_work = on_work
        self._now = now

    def submit(self, owner: str, session_id: str, index: int, text: str) -> Progress:
        """See ``engine.interview.Interviews.submit``."""
        text = steps.cleaned(text)
        outcome = self._store.write(lambda tx: self._take(tx, owner, session_id, index, text, None))
        if isinstance(outcome, _Asking):
            # Written outside the transaction, since an interviewer may be slow; stored inside it, so that an
            # answer and its follow-up appear together or not at all.
            found = _Found(self._follow_up(owner, session_id, outcome, text))
            outcome = self._store.write(lambda tx: self._take(tx, owner, session_id, index, text, found))
        assert isinstance(outcome, Progress)
        self._on_work()
        return outcome

    def _take(
        self, tx: Transaction, owner: str, session_id: str, index: int, text: str, found: _Found | None
    ) -> Progress | _Asking:
        """Store the answer and what follows from it; without ``found`` only where no follow-up can come."""
        session = load_standing(tx, owner, session_id)
        if steps.repeats(session, index, text):
            return _progress(tx, session, index)
        spot = steps.unanswered(session, index)
        if found is None and text and spot.follow_up < session.follow_ups:
            family = [each for each in session.spots if each.main == spot.main and each.follow_up]
            asked = [load_question(tx, session, each) for each in family]
            return _Asking(session.interviewer, load_question(tx, session, spot), asked)
        now = self._now()
        steps.begin(tx, session)
        steps.store_answer(tx, session, spot, text, now)
        if found is not None and found.question is not None:
            place = (spot.main, spot.follow_up + 1)
            asked_next = found.question.model_copy(update={"language": found.question.language or session.language})
            steps.insert_question(tx, owner, session_id, place, asked_next, session.language, now)
            parent = index if spot.parent_index is None else spot.parent_index
            turn = Turn(index=index + 1, main=place[0], follow_up=place[1], parent_index=parent, question=asked_next)
            return Progress(index=index, total=len(session.spots) + 1, next=turn, is_planning=session.is_planning)
        if session.spots[-1].index == index and not session.is_planning:
            steps.finish(tx, session, now)
        return _progress(tx, session, index)

    def _follow_up(self, owner: str, session_id: str, asking: _Asking, text: str) -> Question | None:
        try:
            with charged(owner, session_id):
                interviewer = self._interviewers.named(asking.interviewer)
                return interviewer.follow_up(asking.question, Answer(text=text), asking.asked)
        except InterviewerError as error:
            _LOG.warning("no follow-up in session %s: %s", session_id, error)
        except Exception:
            # The interview goes on with the next main question, whatever befell the interviewer.
            _LOG.exception("no follow-up in session %s", session_id)
        return None


class _Asking(NamedTuple):
    """An answer that may bring a follow-up, before it is stored."""

    interviewer: str
    question: Question
    asked: list[Question]  # the main question's earlier follow-ups


class _Found(NamedTuple):
    question: Question | None  # the follow-up, if there is one


def _progress(tx: Transaction, session: Standing, index: int) -> Progress:
    after = next(iter(session.spots[index + 1 : index + 2]), None)
    return Progress(
        index=index,
        total=len(session.spots),
        next=load_turn(tx, session, after) if after else None,
        is_planning=session.is_open and session.is_planning,
    )
