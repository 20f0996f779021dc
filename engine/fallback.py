"""An interviewer who is stood in for whenever it fails, and is left alone for a while after it did."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NoReturn, Protocol, TypeVar

from engine.errors import InterviewerError, InterviewerUnavailable
from engine.model import (
    Analysis,
    Answer,
    Brief,
    Evaluation,
    Interviewer,
    Provenance,
    Question,
    Report,
    Resume,
    Summary,
)

_PAUSES: Final[Mapping[str, float]] = {"unauthorized": 300, "unknown_model": 300, "refused": 20, "timeout": 20}
"""Seconds for which nothing is sent after a failure. A wrong key stays wrong until someone acts; a server that is
starting is there in a moment. What is not named here may well be different at the next call."""

_UNUSABLE: Final = "invalid_reply"
_UNKNOWN: Final = "server_error"
_LOG = logging.getLogger(__name__)


class _Made(Protocol):
    @property
    def provenance(self) -> Provenance: ...


M = TypeVar("M", Evaluation, Summary, Analysis)


class Breaker:
    """Remembers that an interviewer failed, for as long as asking again would only make people wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._door = threading.Lock()
        self._reason = ""
        self._until = 0.0

    @property
    def reason(self) -> str:
        """Why nothing is to be sent now; "" where something may be."""
        with self._door:
            return self._reason if self._clock() < self._until else ""

    def failed(self, reason: str) -> None:
        """Note a failure by its key."""
        pause = _PAUSES.get(reason, 0.0)
        with self._door:
            until = self._clock() + pause
            # A short pause must not cut a long one: both may come from calls that were under way together.
            if pause and until > self._until:
                self._reason, self._until = reason, until

    def reset(self) -> None:
        """Forget it: something has changed, or someone asks for another try."""
        with self._door:
            self._until = 0.0


class Fallback:
    """``primary``, and ``stand_in`` at each call where ``primary`` fails, labelled with the reason.

    Only an ``InterviewerError`` is a failure of the interviewer. Anything else is a mistake of the program's, logged
    with its traceback: what can wait for another attempt gets it, while a plan and a follow-up, for which someone is
    waiting, are the stand-in's then too.
    """

    def __init__(self, primary: Interviewer, stand_in: Interviewer, breaker: Breaker) -> None:
        self._primary = primary
        self._stand_in = stand_in
        self._breaker = breaker

    @property
    def name(self) -> str:
        return self._primary.name

    def plan(self, resume: Resume, brief: Brief) -> Iterator[Question]:
        """What ``primary`` has yielded stays; the stand-in gives the rest, without repeating it."""
        asked = list(brief.asked)
        reason = self._breaker.reason
        if not reason:
            try:
                # Read to its end even when there are enough: a model tells at the end what it cost.
                for question in self._primary.plan(resume, brief):
                    if len(asked) >= brief.question_count:
                        break
                    asked.append(question.text)
                    yield question
                reason = _UNUSABLE  # where there are too few
            except InterviewerError as error:
                reason = self._noted("plan", error)
            except Exception:
                reason = _mistake("plan")
        if len(asked) >= brief.question_count:
            return
        rest = brief.model_copy(update={"asked": tuple(asked)})
        for question in self._stand_in.plan(resume, rest):
            yield _authored(question, reason)

    def follow_up(self, question: Question, answer: Answer, asked: Sequence[Question]) -> Question | None:
        reason = self._breaker.reason
        if not reason:
            try:
                return self._primary.follow_up(question, answer, asked)
            except InterviewerError as error:
                # The person is waiting, so that a follow-up has little time: running out of it says nothing of
                # calls that have more.
                reason = self._noted("follow_up", error, count=error.reason != "timeout")
            except Exception:
                reason = _mistake("follow_up")
        found = self._stand_in.follow_up(question, answer, asked)
        return _authored(found, reason) if found else None

    def evaluate(self, question: Question, answer: Answer) -> Evaluation:
        return self._served(
            "evaluate",
            lambda: self._primary.evaluate(question, answer),
            lambda: self._stand_in.evaluate(question, answer),
        )

    def summarize(self, report: Report) -> Summary:
        return self._served(
            "summarize", lambda: self._primary.summarize(report), lambda: self._stand_in.summarize(report)
        )

    def analyze(self, resume: Resume) -> Analysis:
        return self._served("analyze", lambda: self._primary.analyze(resume), lambda: self._stand_in.analyze(resume))

    def _served(self, call: str, primary: Callable[[], M], stand_in: Callable[[], M]) -> M:
        reason = self._breaker.reason
        if not reason:
            try:
                return primary()
            except InterviewerError as error:
                reason = self._noted(call, error)
        return _labelled(stand_in(), reason)

    def _noted(self, call: str, error: InterviewerError, *, count: bool = True) -> str:
        reason = error.reason or _UNKNOWN
        _LOG.warning("%s: the stand-in serves, since the interviewer does not: %s", call, reason)
        if count:
            self._breaker.failed(reason)
        return reason


class Absent:
    """Stands where an interviewer of ``name`` served and none is set up any more: each call fails as ``no_model``."""

    def __init__(self, name: str) -> None:
        self.name: Final = name

    def _fail(self, *_: Any, **__: Any) -> NoReturn:
        raise InterviewerUnavailable(reason="no_model")

    plan = follow_up = evaluate = summarize = analyze = _fail


def _mistake(call: str) -> str:
    _LOG.exception("%s: the interviewer failed in a way it should not", call)
    return _UNUSABLE


def _labelled(made: M, reason: str) -> M:
    provenance = made.provenance.model_copy(update={"fallback_reason": reason})
    return made.model_copy(update={"provenance": provenance})


def _authored(question: Question, reason: str) -> Question:
    author = question.author.model_copy(update={"fallback_reason": reason})
    return question.model_copy(update={"author": author})
