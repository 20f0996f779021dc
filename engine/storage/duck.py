"""The embedded store: one DuckDB file.

Facts measured on DuckDB 1.5 that shape this module: a connection shared between threads hands one thread
the rows of another, so every read takes its own cursor; two threads that update one row conflict about half
the time, so writes pass one lock and start again on a conflict; one process alone may open the file.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb

from engine.errors import StoreBusy, StoreUnusable
from engine.model import Row, T, Transaction
from engine.storage.migrate import migrate
from engine.storage.queries import sql_of

_TRIES: Final = 6


def open_store(path: Path | str) -> DuckStore:
    """Open the database file at ``path``, made with its folders where absent, at the newest schema.

    Raises:
        StoreBusy: another process has the file open.
        StoreTooNew: a newer Rehearsal wrote it.
        StoreUnusable: it is not a database, or cannot be read or written.
    """
    return DuckStore(Path(path))


class _Cursor:
    """Runs named queries on one DuckDB cursor."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def rows(self, name: str, /, **binds: Any) -> list[Row]:
        cursor = self._connection.execute(sql_of(name), binds)
        columns = [column[0] for column in cursor.description or ()]
        return [dict(zip(columns, map(_utc, row), strict=True)) for row in cursor.fetchall()]

    def one(self, name: str, /, **binds: Any) -> Row | None:
        found = self.rows(name, **binds)
        return found[0] if found else None

    def run(self, name: str, /, **binds: Any) -> None:
        self._connection.execute(sql_of(name), binds)

    def script(self, sql: str) -> None:
        self._connection.execute(sql)


def _utc(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


class DuckStore:
    """One DuckDB file. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._door = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = duckdb.connect(str(path))
        except (duckdb.Error, OSError) as error:
            # DuckDB has no error class of its own for a file another process holds.
            if "lock" in str(error).lower():
                raise StoreBusy(path=str(path)) from error
            raise StoreUnusable(path=str(path)) from error
        try:
            self._writer = self._connection.cursor()
            self._transact(lambda cursor: migrate(cursor, str(path)))
        except BaseException:
            self._connection.close()
            raise

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
        """See ``engine.model.Store.write``."""
        return self._transact(work)

    def _transact(self, work: Callable[[_Cursor], T]) -> T:
        for attempt in range(1, _TRIES + 1):
            try:
                with self._door:
                    return self._once(work)
            except duckdb.TransactionException:
                if attempt == _TRIES:
                    raise
                # Waits longer each time, and unevenly, so that two writers do not meet again.
                time.sleep(random.uniform(0, 0.005 * 2**attempt))
        raise AssertionError("unreachable")

    def _once(self, work: Callable[[_Cursor], T]) -> T:
        self._writer.execute("begin transaction")
        try:
            result = work(_Cursor(self._writer))
            self._writer.execute("commit")
        except BaseException:
            # A failed commit has already rolled back; there is nothing to undo then.
            try:
                self._writer.execute("rollback")
            except duckdb.TransactionException as nothing_open:
                if "no transaction is active" not in str(nothing_open):
                    raise
            raise
        return result

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
