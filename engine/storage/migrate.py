"""Numbered migrations: ``migrations/NNNN_name.sql``, applied once each, in order, never changed afterwards.

They create tables and never alter one: DuckDB 1.5 cannot replay an ALTER of a table with a default from its log, so a
process killed soon after would leave a file that does not open (a test kills one).
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from engine.errors import StoreTooNew
from engine.model import Transaction

FOLDER = Path(__file__).parent / "migrations"


class _Scripting(Transaction, Protocol):
    def script(self, sql: str) -> None: ...


def migrate(cursor: _Scripting, path: str) -> None:
    """Bring the schema to the newest number, inside the caller's transaction.

    Raises:
        StoreTooNew: the store knows a migration that this program does not.
    """
    cursor.run("create_migrations")
    applied = {int(row["number"]) for row in cursor.rows("applied_migrations")}
    known = {int(file.name[:4]): file for file in sorted(FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))}
    if applied - known.keys():
        raise StoreTooNew(path=path)
    for number, file in known.items():
        if number not in applied:
            cursor.script(file.read_text(encoding="utf-8"))
            cursor.run("insert_migration", number=number, name=file.stem, applied_at=datetime.now(UTC))
