"""The test of a connection says what a server can do, and what is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from engine.llm import Endpoint, Probe, probe
from support.model_calls import Book
from support.model_server import Fault, ModelServer, Pace, Supports, closed_port


def place(server: ModelServer | str, **chosen: Any) -> Endpoint:
    address = server if isinstance(server, str) else server.base_url
    return Endpoint(**{"base_url": address, "model": "test-model", "seconds": 5, **chosen})


@pytest.mark.parametrize(
    ("supports", "method", "streams", "counts"),
    [
        (Supports(), "json_schema", True, True),
        (Supports(json_schema="no"), "function_calling", True, True),
        (Supports(json_schema="ignored", tools="ignored"), "text", True, True),
        (Supports(streaming="no"), "json_schema", False, False),
        (Supports(streaming="ignored"), "json_schema", False, False),
        (Supports(usage=False), "json_schema", True, False),
    ],
)
def test_what_a_server_can_do(supports: Supports, method: str, streams: bool, counts: bool) -> None:
    with ModelServer(supports=supports) as server:
        found = probe(place(server))
    assert (found.reachable, found.failure, found.model_known) == (True, "", True)
    assert found.models == ("test-model",)
    assert (found.method, found.streams, found.counts_usage) == (method, streams, counts)
    assert (found.first_token_seconds is not None) is streams


def test_a_server_without_a_list_of_models() -> None:
    with ModelServer(supports=Supports(models=False)) as server:
        found = probe(place(server))
        assert (found.models, found.model_known, found.failure) == ((), True, "")
        missing = probe(place(server, model="another"))
    assert (missing.model_known, missing.failure) == (False, "unknown_model")
    assert "another" in missing.detail


def test_an_unknown_model_beside_the_known_ones(server: ModelServer) -> None:
    found = probe(place(server, model="another"))
    assert (found.reachable, found.failure, found.model_known) == (True, "unknown_model", False)
    assert found.models == ("test-model",)


def test_nothing_there() -> None:
    found = probe(place(closed_port()))
    assert (found.reachable, found.failure) == (False, "refused")


def test_a_wrong_key() -> None:
    with ModelServer(api_key="sk-right") as server:
        wrong = probe(place(server, api_key=SecretStr("sk-wrong-0123456789")))
        assert (wrong.reachable, wrong.failure) == (True, "unauthorized")
        assert "0123456789" not in wrong.model_dump_json()
        assert probe(place(server, api_key=SecretStr("sk-right"))).failure == ""


@pytest.mark.parametrize("fault", list(Fault))
def test_a_probe_never_raises(server: ModelServer, fault: Fault) -> None:
    server.fail("*", fault)
    short = {"seconds": 0.4, "silence_seconds": 0.4, "retries": 0}
    found = probe(place(server, **short))
    assert isinstance(found, Probe)
    assert "\n" not in found.detail


def test_what_was_found_out_before_is_found_out_anew(server: ModelServer) -> None:
    server.supports = Supports(json_schema="no", tools="no", streaming="no")
    assert probe(place(server)).method == "text"
    server.supports = Supports()
    again = probe(place(server))
    assert (again.method, again.streams) == ("json_schema", True)


def test_the_pace_of_a_server_is_measured() -> None:
    with ModelServer(Pace(first_token=0.05, tokens_per_second=100)) as server:
        found = probe(place(server))
    assert found.first_token_seconds is not None
    assert found.first_token_seconds >= 0.05
    assert found.tokens_per_second is not None
    assert found.tokens_per_second < 200


def test_a_probe_is_counted(server: ModelServer, book: Book) -> None:
    probe(place(server), book)
    assert [usage.call for usage in book.usages] == ["test"]
