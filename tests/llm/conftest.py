from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engine.llm import Endpoint, LLMInterviewer
from support.model_calls import Book, says_nothing
from support.model_server import ModelServer


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(retry_after="0.01", drip_seconds=0.01) as running:
        yield running


@pytest.fixture
def book() -> Book:
    return Book()


Make = Callable[..., LLMInterviewer]
"""Makes an interviewer for a server: ``make(server, judge_repeats=1, **fields_of_the_endpoint)``."""


@pytest.fixture
def make(book: Book) -> Make:
    """Makes an interviewer for a server; it tries nothing again."""

    def made(server: ModelServer | str, judge_repeats: int = 1, **chosen: Any) -> LLMInterviewer:
        address = server if isinstance(server, str) else server.base_url
        short = {"seconds": 30, "silence_seconds": 30, "follow_up_seconds": 30, "retries": 0, "model": "test-model"}
        endpoint = Endpoint(**{"base_url": address, **short, **chosen})
        return LLMInterviewer(endpoint, contentless=says_nothing, ledger=book, judge_repeats=judge_repeats)

    return made
