"""The background threads that do pending work while people read and type."""

from __future__ import annotations

import logging
import threading
import time
from typing import Final

from engine.judging import Judging

_IDLE_SECONDS: Final = 1.0
"""Longest wait between two looks at the queue: retries and leases come due without anyone calling ``wake``."""

_STOP_SECONDS: Final = 5.0
"""How long ``stop`` waits for work in hand, such as a call to a model."""

_LOG = logging.getLogger(__name__)


class Worker:
    """As many threads over one queue as ``resize`` says. ``start`` and ``stop`` may be called again and again."""

    def __init__(
        self,
        judging: Judging,
        threads: int = 1,
        *,
        idle_seconds: float = _IDLE_SECONDS,
        stop_seconds: float = _STOP_SECONDS,
    ) -> None:
        self._judging = judging
        self._wanted = threads
        self._idle = idle_seconds
        self._patience = stop_seconds
        self._changed = threading.Condition()
        self._news = 0  # grows with each piece of news, so that none is missed between a look and a wait
        self._crew: _Crew | None = None

    @property
    def alive(self) -> bool:
        """Whether work is being done, or would be."""
        return self.threads > 0

    @property
    def threads(self) -> int:
        """Threads at work or waiting for some."""
        with self._changed:
            return len(self._crew.living()) if self._crew else 0

    def start(self) -> None:
        """Free what a killed process left and begin to work."""
        with self._changed:
            if self._crew is not None and self._crew.living():
                return
            self._judging.release()
            self._crew = _Crew()
            self._hire(self._crew)

    def resize(self, threads: int) -> None:
        """Have so many threads from now on. One too many ends after the piece of work in hand."""
        with self._changed:
            self._wanted = threads
            if self._crew is not None and not self._crew.stopping:
                self._hire(self._crew)
            self._news += 1
            self._changed.notify_all()

    def wake(self) -> None:
        """Say that work was written."""
        with self._changed:
            self._news += 1
            # Whoever finds work tells the next, so that a lone answer does not make all of them look.
            self._changed.notify()

    def stop(self) -> None:
        """End after the work in hand; what is not done after ``stop_seconds`` is left as if it had not been begun."""
        with self._changed:
            crew, self._crew = self._crew, None
            if crew is None:
                return
            crew.stopping = True
            self._changed.notify_all()
        deadline = time.monotonic() + self._patience
        for thread in crew.living():
            thread.join(timeout=max(0.0, deadline - time.monotonic()))
        if crew.living():
            self._judging.give_back()

    def run_pending(self) -> int:
        """Do all the work there is in the calling thread, for programs that start no thread."""
        done = self._judging.run_pending()
        while self._judging.catch_up():
            pass
        return done

    # --- the threads ------------------------------------------------------------------------------

    def _hire(self, crew: _Crew) -> None:
        for number in range(self._wanted):
            thread = crew.threads.get(number)
            if thread is None or not thread.is_alive():
                name = f"rehearsal-worker-{number}"
                crew.threads[number] = threading.Thread(target=self._loop, args=(crew, number), name=name, daemon=True)
                crew.threads[number].start()

    def _goes_on(self, crew: _Crew, number: int) -> bool:
        return not crew.stopping and number < self._wanted

    def _loop(self, crew: _Crew, number: int) -> None:
        told = True
        while self._goes_on(crew, number):
            with self._changed:
                seen = self._news
            try:
                if told or self._judging.is_due():
                    while self._goes_on(crew, number) and self._judging.run_next(self.wake):
                        pass
                # What people wait for goes before what an earlier version left undone, which one thread does.
                while number == 0 and self._goes_on(crew, number) and self._judging.catch_up():
                    while self._goes_on(crew, number) and self._judging.run_next(self.wake):
                        pass
            except Exception:
                # A full disk must not end all judging: it is tried again, and told in the log each time.
                if not crew.stopping:
                    _LOG.exception("the queue could not be worked on")
            told = self._wait(crew, number, seen)

    def _wait(self, crew: _Crew, number: int, seen: int) -> bool:
        """Wait for news after ``seen``, for an end, or for a while; whether there is any of the former."""
        with self._changed:
            return self._changed.wait_for(
                lambda: self._news != seen or not self._goes_on(crew, number), timeout=self._idle
            )


class _Crew:
    """The threads of one start."""

    def __init__(self) -> None:
        self.threads: dict[int, threading.Thread] = {}
        self.stopping = False

    def living(self) -> list[threading.Thread]:
        return [thread for thread in self.threads.values() if thread.is_alive()]
