"""How a structured reply is asked for: by what the server supports, found once and remembered."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any, get_args

import pytest

from engine.errors import InterviewerMisconfigured
from engine.llm import LLMInterviewer
from engine.llm.failures import unsupported, words_of
from support.model_calls import CALLS, Book, do
from support.model_server import Fault, ModelServer, Support, Supports

Make = Callable[..., LLMInterviewer]
ALL: tuple[Support, ...] = get_args(Support)


def best(supports: Supports) -> str:
    if supports.json_schema == "yes":
        return "json_schema"
    return "function_calling" if supports.tools == "yes" else "text"


@pytest.mark.parametrize(("json_schema", "tools", "streaming"), list(product(ALL, ALL, ALL)))
def test_every_call_is_served_whatever_the_server_supports(
    make: Make, book: Book, json_schema: Support, tools: Support, streaming: Support
) -> None:
    supports = Supports(json_schema=json_schema, tools=tools, streaming=streaming)
    with ModelServer(supports=supports) as server:
        interviewer = make(server)
        for call in CALLS:
            assert do(interviewer, call), call
        found = len(server.requests)
        for call in CALLS:
            do(interviewer, call)
        # What was found out is remembered: the second time every call takes one request, by the right method.
        later = server.requests[found:]
        assert [request.call for request in later] == list(CALLS)
        assert {request.method for request in later} == {best(supports)}
    assert all(usage.output_tokens > 0 for usage in book.usages if usage.outcome == "ok")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("supports", [Supports(json_schema="ignored"), Supports(json_schema="no")])
def test_the_method_is_found_by_whichever_call_comes_first(make: Make, supports: Supports, call: str) -> None:
    with ModelServer(supports=supports) as server:
        do(make(server), call)
        assert server.requests[-1].method == "function_calling"
        assert do(make(server), "evaluate").score == 65
        assert [request.method for request in server.of("evaluate")][-1] == "function_calling"


def test_format_instructions_are_sent_only_where_nothing_else_carries_the_schema(make: Make) -> None:
    for supports in (Supports(), Supports(json_schema="no"), Supports(json_schema="no", tools="no")):
        with ModelServer(supports=supports) as server:
            do(make(server), "evaluate")
            last = server.requests[-1]
            assert ("JSON schema" in last.text) == (last.method == "text")
            assert ("response_format" in last.body) == (last.method == "json_schema")
            assert ("tools" in last.body) == (last.method == "function_calling")


def test_schemas_are_strict_and_ask_for_every_property(server: ModelServer, make: Make) -> None:
    for call in CALLS:
        do(make(server), call)
    for request in server.requests:
        form = request.body["response_format"]["json_schema"]
        assert form["strict"] is True
        assert form["name"] == request.call
        assert_closed(form["schema"])


def assert_closed(schema: Any) -> None:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False
            assert set(schema["required"]) == set(schema["properties"])
        for value in schema.values():
            assert_closed(value)
    elif isinstance(schema, list):
        for value in schema:
            assert_closed(value)


def test_an_unknown_model_is_not_taken_for_a_missing_feature(server: ModelServer, make: Make) -> None:
    with pytest.raises(InterviewerMisconfigured) as told:
        do(make(server, model="another"), "evaluate")
    assert told.value.reason == "unknown_model"
    assert len(server.requests) == 1


def test_a_model_that_has_gone_is_told_even_after_the_method_is_known(server: ModelServer, make: Make) -> None:
    do(make(server), "evaluate")
    server.fail("*", Fault.UNKNOWN_MODEL)
    with pytest.raises(InterviewerMisconfigured):
        do(make(server), "evaluate")
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("status", "message", "method", "feature"),
    [
        (400, "This model does not support response_format", "json_schema", "json_schema"),
        (
            400,
            "'response_format' of type 'json_schema' is not supported with this model.",
            "json_schema",
            "json_schema",
        ),
        (422, "body.response_format.type: Input should be 'text' or 'json_object'", "json_schema", "json_schema"),
        (400, "registry.example/llama does not support tools", "function_calling", "function_calling"),
        (404, "No endpoints found that support tool use", "function_calling", "function_calling"),
        (
            400,
            "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
            "text",
            "max_completion_tokens",
        ),
        (400, "Unsupported value: 'temperature' does not support 0.2 with this model.", "text", "temperature"),
        (400, "extra fields not permitted: stream_options", "text", "stream_options"),
        (501, "Not implemented", "json_schema", "json_schema"),
        (400, "The model `x` does not exist", "json_schema", None),
        (404, "model 'x' not found, try pulling it first", "function_calling", None),
        (400, "This model's maximum context length is 2048 tokens", "json_schema", None),
        (401, "response_format", "json_schema", None),
        (500, "tools", "function_calling", None),
    ],
)
def test_what_a_refusal_is_about(status: int, message: str, method: Any, feature: str | None) -> None:
    import httpx2
    import openai

    request = httpx2.Request("POST", "http://127.0.0.1/v1/chat/completions")
    error = openai.APIStatusError(message, response=httpx2.Response(status, request=request), body=None)
    found = unsupported(error, method, streams=False)
    if feature == "max_completion_tokens":
        # Both names stand in such a sentence; whichever is dropped first, the other is tried.
        assert found is not None
        assert found.feature in ("max_tokens", "max_completion_tokens")
    else:
        assert (found.feature if found else None) == feature


def test_no_key_is_repeated_from_what_a_server_says() -> None:
    assert "abcd" not in words_of(ValueError("Incorrect API key provided: sk-proj-abcd1234"))
