"""Everything that can be set from outside, as environment variables with the prefix ``REHEARSAL_``."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """One frozen object, read from the environment once; see the README for a table of all fields."""

    model_config = SettingsConfigDict(
        env_prefix="REHEARSAL_", frozen=True, extra="ignore", use_attribute_docstrings=True
    )

    database: Path = Path("data/rehearsal.duckdb")
    """DuckDB file that keeps everything; created with its folder on first start."""

    allowed_hosts: str = "localhost,127.0.0.1,[::1]"
    """Comma-separated names the server answers to; a request with any other Host header gets 403."""

    upload_limit_mib: int = Field(default=10, ge=1, le=100)
    """Largest resume file, in MiB. The upload widget has its own limit in .streamlit/config.toml."""

    parse_seconds: float = Field(default=10, gt=0, le=120)
    """Time a resume file may take to read, in seconds; then its reader is ended."""

    parse_memory_mib: int = Field(default=1024, ge=256)
    """Memory the reader of a resume file may take, in MiB."""

    parse_pages: int = Field(default=200, ge=1)
    """Pages a PDF may have."""

    lease_seconds: float = Field(default=120, gt=0)
    """Time after which unfinished background work may be claimed by another worker, in seconds."""

    retry_seconds: float = Field(default=2, ge=0)
    """Wait before failed background work is tried again, in seconds; doubled at each try."""
