"""Frames as Parquet files, by the database's own writer."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd


def parquet(frame: pd.DataFrame, types: Mapping[str, str]) -> bytes:
    """``frame`` as Parquet; ``types`` names each column's SQL type, which a frame without a value cannot tell."""
    # In memory, beside the store: nothing of it waits for the other.
    with duckdb.connect() as database, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.parquet"
        cast = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in types.items())
        database.from_df(frame).project(cast).write_parquet(str(file))
        return file.read_bytes()
