"""The named SQL of ``sql/*.sql``, loaded once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import aiosql
from aiosql.adapters.duckdb import DuckDBAdapter
from aiosql.queries import Queries

FOLDER = Path(__file__).parent / "sql"


@cache
def _queries() -> Queries:
    # Binds are checked by the database itself, which refuses a missing or an unknown one.
    loaded: Queries = aiosql.from_path(FOLDER, DuckDBAdapter, mandatory_parameters=False)
    return loaded


@cache
def sql_of(name: str) -> str:
    """The SQL text of a named query, its ``:binds`` in DuckDB's spelling.

    Raises:
        KeyError: there is no query of that name.
    """
    query = getattr(_queries(), name, None)
    if query is None:
        raise KeyError(name)
    return str(query.sql)


@cache
def is_reading(name: str) -> bool:
    """Whether a named query leaves everything as it is."""
    return sql_of(name).lstrip().lower().startswith(("select", "with"))
