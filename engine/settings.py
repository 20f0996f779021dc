"""Everything that can be set from outside, as environment variables with the prefix ``REHEARSAL_``."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from typing import Any

import limits
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """One frozen object, read from the environment once; see the README for a table of all fields.

    The two that other programs read too go by the names those use, without the prefix.
    """

    model_config = SettingsConfigDict(
        env_prefix="REHEARSAL_", frozen=True, extra="ignore", use_attribute_docstrings=True, populate_by_name=True
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

    model: str = ""
    """Model that asks and judges; without one the offline interviewer does. The Settings page may choose another."""

    openai_base_url: str = Field(default="", validation_alias="OPENAI_BASE_URL")
    """Address of the model's server, such as http://localhost:11434/v1; "" for OpenAI's."""

    openai_api_key: SecretStr = Field(default=SecretStr(""), validation_alias="OPENAI_API_KEY")
    """Key for that server, sent nowhere else; by itself it sends nothing. Servers at home need none."""

    fallback: bool = True
    """Whether the offline interviewer stands in where the model fails; else what fails stays unasked or unscored."""

    judge_repeats: int = Field(default=1, ge=1, le=9)
    """How often a model judges an answer; the median is the score, and the spread is shown."""

    session_tokens: int = Field(default=0, ge=0)
    """Tokens, read and written, that one session may cost; then the offline interviewer goes on. 0 for no limit."""

    model_seconds: float = Field(default=60, gt=0, le=600)
    """Time one call to the model may take with all its tries, in seconds."""

    model_retries: int = Field(default=2, ge=0, le=10)
    """Further tries of a call that failed for a passing reason."""

    model_calls: int = Field(default=8, ge=1, le=100)
    """Calls to the model at the same time."""

    model_requests_per_second: float = Field(default=0, ge=0)
    """Calls to the model a second; 0 for no limit."""

    temperature: float | None = Field(default=None, ge=0, le=2)
    """How freely the model words things; by default as its server has it."""

    price_input: float | None = Field(default=None, ge=0)
    """Price of a million tokens read, in any currency; with the other price, sessions show what they cost."""

    price_output: float | None = Field(default=None, ge=0)
    """Price of a million tokens written."""

    @property
    def whole_lease_seconds(self) -> float:
        """Lease of background work: longer than a call to the model with those that mend its reply."""
        return max(self.lease_seconds, 4 * self.model_seconds + 30)

    @field_validator("temperature", "price_input", "price_output", mode="before")
    @classmethod
    def _may_be_empty(cls, value: Any) -> Any:
        return None if value == "" else value

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
