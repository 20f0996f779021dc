"""Where rows are kept: one DuckDB file, opened by one process, behind named SQL."""

from __future__ import annotations

from engine.storage.duck import DuckStore, open_store

__all__ = ["DuckStore", "open_store"]
