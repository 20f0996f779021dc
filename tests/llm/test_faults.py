"""Every fault of an endpoint with every call: it is mended, or told by the right error and no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from engine.errors import (
    InterviewerError,
    InterviewerLimited,
    InterviewerMisconfigured,
    InterviewerSlow,
    InterviewerUnavailable,
)
from engine.llm import LLMInterviewer
from support.model_calls import CALLS, Book, do
from support.model_faults import Fault
from support.model_server import ModelServer, closed_port

Make = Callable[..., LLMInterviewer]

REASONS: Final = {
    Fault.REFUSED: "refused",
    Fault.UNAUTHORIZED: "unauthorized",
    Fault.FORBIDDEN: "unauthorized",
    Fault.UNKNOWN_MODEL: "unknown_model",
    Fault.LIMITED: "limited",
    Fault.QUOTA: "limited",
    Fault.TOO_LONG: "too_long",
    Fault.ERROR: "server_error",
    Fault.OVERLOADED: "server_error",
    Fault.BAD_GATEWAY: "server_error",
    Fault.HANG: "timeout",
    Fault.SILENT: "timeout",
    Fault.SLOW: "timeout",
    Fault.CUT: "cut",
    Fault.NOT_JSON: "invalid_reply",
    Fault.TRUNCATED: "invalid_reply",
    Fault.EMPTY: "invalid_reply",
    Fault.REFUSAL: "invalid_reply",
    Fault.WRONG_SCHEMA: "invalid_reply",
    Fault.MISSING_KEYS: "invalid_reply",
    Fault.NULLS: "invalid_reply",
    Fault.WRONG_TYPES: "invalid_reply",
    Fault.HUGE: "invalid_reply",
    Fault.ENDLESS: "invalid_reply",
}
"""What is told where a fault lasts."""
KINDS: Final = {
    "timeout": InterviewerSlow,
    "limited": InterviewerLimited,
    "unauthorized": InterviewerMisconfigured,
    "unknown_model": InterviewerMisconfigured,
}
MENDED: Final = {
    # These concern streams, or an item that only some replies have; elsewhere the reply is a good one.
    **{("plan", fault): None for fault in (Fault.SURPLUS, Fault.HTML, Fault.FOREIGN_QUOTE, Fault.OUT_OF_RANGE)},
    ("plan", Fault.WRONG_COUNT): "invalid_reply",
    ("plan", Fault.DUPLICATES): "invalid_reply",
    ("plan", Fault.FOREIGN_TECHNOLOGY): "invalid_reply",
    ("plan", Fault.INJECTED): "invalid_reply",
    ("plan", Fault.BROKEN_EVENT): None,  # what came before it is a whole plan
    ("plan", Fault.ERROR_EVENT): None,
    ("plan", Fault.HUGE): None,
    ("evaluate", Fault.WRONG_COUNT): "invalid_reply",
    ("evaluate", Fault.FOREIGN_QUOTE): "invalid_reply",
    ("evaluate", Fault.OUT_OF_RANGE): "invalid_reply",
    ("evaluate", Fault.INJECTED): "invalid_reply",
    ("follow_up", Fault.WRONG_COUNT): "invalid_reply",
    ("summarize", Fault.WRONG_COUNT): "invalid_reply",
    ("analyze", Fault.WRONG_COUNT): "invalid_reply",
    ("analyze", Fault.OUT_OF_RANGE): "invalid_reply",
}
SHORT: Final = {
    Fault.HANG: {"seconds": 0.4, "follow_up_seconds": 0.4},
    Fault.SILENT: {"seconds": 0.4, "silence_seconds": 0.4, "follow_up_seconds": 0.4},
    Fault.SLOW: {"seconds": 0.4, "silence_seconds": 0.4, "follow_up_seconds": 0.4},
}


def expected(call: str, fault: Fault) -> str | None:
    return MENDED.get((call, fault), REASONS.get(fault))


@pytest.mark.parametrize("fault", list(Fault))
@pytest.mark.parametrize("call", CALLS)
def test_a_fault_that_lasts(server: ModelServer, make: Make, book: Book, call: str, fault: Fault) -> None:
    server.fail("*", fault)
    interviewer = make(server, **SHORT.get(fault, {}))
    reason = expected(call, fault)
    if reason is None:
        do(interviewer, call)
        assert book.usages
        return
    with pytest.raises(InterviewerError) as told:
        do(interviewer, call)
    assert told.value.reason == reason
    assert type(told.value) is KINDS.get(reason, InterviewerUnavailable)
    assert {usage.call for usage in book.usages} == {call}
    assert len(server.requests) <= 6


ONCE: Final = [fault for fault in Fault if REASONS.get(fault) == "invalid_reply"]


@pytest.mark.parametrize("fault", ONCE)
@pytest.mark.parametrize("call", [call for call in CALLS if call != "follow_up"])
def test_a_reply_that_is_unusable_once_is_asked_for_again_by_naming_the_error(
    server: ModelServer, make: Make, book: Book, call: str, fault: Fault
) -> None:
    server.fail(call, fault, times=1)
    interviewer = make(server)
    do(interviewer, call)
    first, *again = server.of(call)
    assert len(again) == 1 or (call == "plan" and len(again) <= 1)
    if again and call != "plan":
        assert len(again[0].body["messages"]) == len(first.body["messages"]) + 2
        assert again[0].body["messages"][-1]["content"].startswith("That reply cannot be used: ")
    assert book.spent > 0


def test_a_follow_up_is_asked_for_once(server: ModelServer, make: Make) -> None:
    do(make(server), "evaluate")  # the server's method is known from here on
    server.fail("follow_up", Fault.NOT_JSON)
    with pytest.raises(InterviewerUnavailable):
        do(make(server), "follow_up")
    assert len(server.of("follow_up")) == 1


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.OVERLOADED, Fault.BAD_GATEWAY, Fault.LIMITED, Fault.REFUSED])
@pytest.mark.parametrize("call", [call for call in CALLS if call != "follow_up"])
def test_a_fault_that_passes_is_waited_out(server: ModelServer, make: Make, call: str, fault: Fault) -> None:
    server.fail("*", fault, times=1)
    assert do(make(server, retries=1), call) is not None
    assert len(server.requests) == 2


def test_a_wait_that_the_call_has_no_time_for_is_not_waited(server: ModelServer, make: Make) -> None:
    server.retry_after = "100"
    server.fail("*", Fault.LIMITED)
    with pytest.raises(InterviewerLimited):
        do(make(server, retries=2), "evaluate")
    assert len(server.requests) == 1


def test_a_silent_server_is_not_asked_again(server: ModelServer, make: Make) -> None:
    server.fail("*", Fault.HANG)
    with pytest.raises(InterviewerSlow):
        do(make(server, retries=2, seconds=1), "evaluate")
    assert len(server.requests) == 1


@pytest.mark.parametrize("call", CALLS)
def test_an_address_where_nothing_listens(make: Make, book: Book, call: str) -> None:
    with pytest.raises(InterviewerUnavailable) as told:
        do(make(closed_port()), call)
    assert told.value.reason == "refused"
    assert [usage.outcome for usage in book.usages] == ["refused"]
    assert book.spent == 0


def test_a_server_that_ends_in_the_middle_of_an_interview(server: ModelServer, make: Make) -> None:
    interviewer = make(server)
    do(interviewer, "evaluate")
    server.stop()
    for call in CALLS:
        with pytest.raises(InterviewerUnavailable) as told:
            do(interviewer, call)
        assert told.value.reason in ("refused", "cut")
