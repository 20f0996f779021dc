"""The embedded store: one DuckDB file.

Facts measured on DuckDB 1.5 that shape this module: a connection shared between threads hands one thread
the rows of another, so every read takes its own cursor; two threads that update one row conflict about half
the time, so writes pass one lock and start again on a conflict; one process alone may open the file.
"""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb

from engine.errors import StoreBusy, StoreUnusable
from engine.model import Row, T, Transaction
from engine.storage.migrate import migrate
from engine.storage.queries import is_reading, sql_of

_TRIES: Final = 6
_QUERY_THREADS: Final = 1
"""Threads for one query. Nearly all look up a few rows, which one thread does faster than two; requests run side
by side anyway. Measured with fifty clients on two cores: 137 answers a second against 117."""
_MOST_TOGETHER: Final = 64
"""Pieces of work in one transaction; more would only make the first of them wait."""


def open_store(path: Path | str) -> DuckStore:
    """Open the database file at ``path``, made with its folders where absent, at the newest schema.

    Raises:
        StoreBusy: another process has the file open.
        StoreTooNew: a newer Rehearsal wrote it.
        StoreUnusable: it is not a database, or cannot be read or written.
    """
    return DuckStore(Path(path))


class _Cursor:
    """Runs named queries on one DuckDB cursor. ``untouched`` until one of them may have changed something."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self.untouched = True

    def rows(self, name: str, /, **binds: Any) -> list[Row]:
        self.untouched &= is_reading(name)
        cursor = self._connection.execute(sql_of(name), binds)
        columns = [column[0] for column in cursor.description or ()]
        return [dict(zip(columns, map(_utc, row), strict=True)) for row in cursor.fetchall()]

    def one(self, name: str, /, **binds: Any) -> Row | None:
        found = self.rows(name, **binds)
        return found[0] if found else None

    def run(self, name: str, /, **binds: Any) -> None:
        self.untouched = False
        self._connection.execute(sql_of(name), binds)

    def script(self, sql: str) -> None:
        self._connection.execute(sql)


class _Piece:
    """One caller's work, and how it ended."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self.work = work
        self.reopen()

    def reopen(self) -> None:
        """As if it had never been tried, unless it failed by itself."""
        self.done = False
        self.result: Any = None
        self.error: Exception | None = None

    def fail(self, error: Exception) -> None:
        self.error = error
        self.done = True


def _utc(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


class DuckStore:
    """One DuckDB file. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._door = threading.Lock()
        self._waiting: deque[_Piece] = deque()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = duckdb.connect(str(path), config={"threads": _QUERY_THREADS})
        except (duckdb.Error, OSError) as error:
            # DuckDB has no error class of its own for a file another process holds.
            if "could not set lock" in str(error).lower():
                raise StoreBusy(path=str(path)) from error
            raise StoreUnusable(path=str(path)) from error
        try:
            self._writer = self._connection.cursor()
            self._migrate()
        except BaseException:
            self._connection.close()
            raise

    def _migrate(self) -> None:
        self._writer.execute("begin transaction")
        migrate(_Cursor(self._writer), str(self.path))
        self._writer.execute("commit")

    @property
    def exclusive(self) -> bool:
        return True

    def rows(self, name: str, /, **binds: Any) -> list[Row]:
        with self._connection.cursor() as cursor:
            return _Cursor(cursor).rows(name, **binds)

    def one(self, name: str, /, **binds: Any) -> Row | None:
        with self._connection.cursor() as cursor:
            return _Cursor(cursor).one(name, **binds)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """See ``engine.model.Store.write``.

        Whoever comes through the door takes along all that waits behind it: many pieces of work share one
        transaction, whose commit is what takes the time. None of them is told it is done before that.
        """
        piece = _Piece(work)
        self._waiting.append(piece)
        try:
            with self._door:
                while not piece.done:
                    self._run(self._taken())
        except BaseException:
            # Interrupted: nobody waits for it any more, so nobody may do it.
            with suppress(ValueError):
                self._waiting.remove(piece)
            raise
        if piece.error is not None:
            raise piece.error
        result: T = piece.result
        return result

    def _taken(self) -> list[_Piece]:
        taken: list[_Piece] = []
        while self._waiting and len(taken) < _MOST_TOGETHER:
            taken.append(self._waiting.popleft())
        return taken

    def _run(self, pieces: list[_Piece]) -> None:
        """Do ``pieces`` in one transaction. One that fails is left out, and the others begin anew without it."""
        try:
            for attempt in range(1, _TRIES + 1):
                try:
                    while not self._once([piece for piece in pieces if not piece.done]):
                        pass
                    return
                except duckdb.TransactionException:
                    if attempt == _TRIES:
                        raise
                    # Waits longer each time, and unevenly, so that two writers do not meet again.
                    time.sleep(random.uniform(0, 0.005 * 2**attempt))
        except Exception as error:
            # Nothing was committed, so each of them failed.
            for piece in pieces:
                if not piece.done:
                    piece.fail(error)
        except BaseException:
            self._waiting.extendleft(reversed([piece for piece in pieces if not piece.done]))
            raise

    def _once(self, pieces: list[_Piece]) -> bool:
        """One transaction; False where a piece had to be taken out, so that nothing is committed yet."""
        self._writer.execute("begin transaction")
        try:
            for piece in pieces:
                cursor = _Cursor(self._writer)
                try:
                    piece.result = piece.work(cursor)
                except duckdb.TransactionException:
                    raise
                except Exception as error:
                    if not cursor.untouched or isinstance(error, duckdb.Error):
                        self._rollback()
                        for each in pieces:
                            each.reopen()
                        piece.fail(error)
                        return False
                    piece.fail(error)  # it only read, so the others need not know
            self._writer.execute("commit")
        except BaseException:
            self._rollback()
            for piece in pieces:
                piece.reopen()
            raise
        for piece in pieces:
            piece.done = True
        return True

    def _rollback(self) -> None:
        # A failed commit has already rolled back; there is nothing to undo then.
        try:
            self._writer.execute("rollback")
        except duckdb.TransactionException as nothing_open:
            if "no transaction is active" not in str(nothing_open):
                raise

    @property
    def is_reachable(self) -> bool:
        """Whether a query is answered."""
        try:
            return self.one("alive") is not None
        except duckdb.Error:
            return False

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        with self._door:
            self._writer.close()
            self._connection.close()
