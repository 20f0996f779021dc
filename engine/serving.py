"""Who serves whom: the model that is chosen, stood in for where it fails, or the offline interviewer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from engine.choices import Choice, Choices
from engine.fallback import Absent, Breaker, Fallback
from engine.model import Interviewer

LLM: Final = "llm"
"""The name of the interviewer that a model serves."""

Make = Callable[[Choice], Interviewer]
_LOG = logging.getLogger(__name__)


class Only:
    """One interviewer for everyone: where there is nothing to choose."""

    def __init__(self, interviewer: Interviewer) -> None:
        self._interviewer = interviewer

    @property
    def name(self) -> str:
        return self._interviewer.name

    def chosen(self) -> Interviewer:
        return self._interviewer

    def named(self, name: str) -> Interviewer:  # noqa: ARG002
        return self._interviewer

    def try_again(self) -> None:
        """Nothing failed that anyone would remember."""


class Serving:
    """Serves by ``choices``. Sessions begun offline stay offline; sessions begun with a model are served by the one
    chosen now, or offline and labelled where none is.

    ``make`` turns a choice into an interviewer; it may be slow, and is called when that is first needed and after each
    change. Without ``stands_in`` an interviewer's errors go through.
    """

    def __init__(
        self,
        offline: Interviewer,
        choices: Choices,
        make: Make,
        owner: str,
        breaker: Breaker,
        *,
        stands_in: bool = True,
    ) -> None:
        self._offline = offline
        self._choices = choices
        self._make = make
        self._owner = owner
        self._breaker = breaker
        self._stands_in = stands_in
        self._door = threading.Lock()
        self._made: tuple[Choice, Interviewer] | None = None

    @property
    def name(self) -> str:
        return LLM if self._choices.current(self._owner).model else self._offline.name

    def chosen(self) -> Interviewer:
        choice = self._choices.current(self._owner)
        return self._served_by(self._model_of(choice)) if choice.model else self._offline

    def named(self, name: str) -> Interviewer:
        if name == self._offline.name:
            return self._offline
        choice = self._choices.current(self._owner)
        return self._served_by(self._model_of(choice) if choice.model else Absent(name))

    def try_again(self) -> None:
        self._breaker.reset()

    def _served_by(self, primary: Interviewer) -> Interviewer:
        return Fallback(primary, self._offline, self._breaker) if self._stands_in else primary

    def _model_of(self, choice: Choice) -> Interviewer:
        with self._door:
            if self._made is None or self._made[0] != choice:
                self._breaker.reset()
                try:
                    self._made = (choice, self._make(choice))
                except Exception:
                    # Said once for each use; the interview goes on with the stand-in.
                    _LOG.exception("the chosen model cannot be used")
                    return Absent(LLM)
            return self._made[1]
