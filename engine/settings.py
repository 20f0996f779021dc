"""Everything that can be set from outside, as environment variables with the prefix ``REHEARSAL_``."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import limits
from pydantic import Field, field_validator
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

    api_token: str = ""
    """Where set, the REST API asks for the header ``Authorization: Bearer <token>``; health alone is open."""

    cors_origins: str = ""
    """Comma-separated origins whose pages may call the REST API from a browser, such as https://app.example."""

    trusted_proxies: str = ""
    """Comma-separated addresses or networks of proxies whose X-Forwarded-For header is believed."""

    create_limit: str = "5/second"
    """Sessions created, and apart from them files uploaded, by one client address and by all; "" for no limit."""

    answer_limit: str = "10/second"
    """Answers submitted by one client address; "" for no limit."""

    limit_storage: str = "memory://"
    """Where requests are counted; redis://host:port shares the count between processes (needs the redis package)."""

    report_wait_seconds: float = Field(default=45, ge=0, le=600)
    """Time a request for a report waits for judging to end, in seconds; then it is told to ask again."""

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

    @field_validator("create_limit", "answer_limit")
    @classmethod
    def _is_a_rate(cls, value: str) -> str:
        if value:
            limits.parse(value)
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        for each in filter(None, map(str.strip, value.split(","))):
            ip_network(each)
        return value
