"""The background thread that does pending work while people read and type."""

from __future__ import annotations

import logging
import threading
from typing import Final

from engine.judging import Judging

_IDLE_SECONDS: Final = 1.0
"""Longest wait between two looks at the queue: retries and leases come due without anyone calling ``wake``."""

_LOG = logging.getLogger(__name__)


class Worker:
    """One thread over one queue. ``start`` and ``stop`` may be called again and again."""

    def __init__(self, judging: Judging) -> None:
        self._judging = judging
        self._work = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Free what a killed process left and begin to work."""
        if self.alive:
            return
        self._judging.release()
        self._stopping.clear()
        self._thread = threading.Thread(target=self._loop, name="rehearsal-worker", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Say that work was written."""
        self._work.set()

    def stop(self) -> None:
        """End after the piece of work in hand, or leave it to its lease after five seconds."""
        self._stopping.set()
        self._work.set()
        if self._thread is not None:
            self._thread.join(timeout=5)
            self._thread = None

    def run_pending(self) -> int:
        """Do all the work there is in the calling thread, for programs that start no thread."""
        done = self._judging.run_pending()
        while self._judging.catch_up():
            pass
        return done

    def _loop(self) -> None:
        while not self._stopping.is_set():
            self._work.clear()
            try:
                # What people wait for goes before what an earlier version left undone.
                while not self._stopping.is_set() and (self._judging.run_next() or self._judging.catch_up()):
                    pass
            except Exception:
                # A full disk must not end all judging: it is tried again, and told in the log each time.
                _LOG.exception("the queue could not be worked on")
            self._work.wait(_IDLE_SECONDS)
