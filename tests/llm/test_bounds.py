"""What surrounds a call: bounds, places, budget, and nothing sent to anyone but the server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
from pydantic import SecretStr

from engine.errors import InterviewerError, InterviewerSlow, InterviewerUnavailable
from engine.llm import Endpoint, LLMInterviewer
from engine.llm.connection import connect
from support.model_calls import ANSWER, CALLS, QUESTION, Book, do
from support.model_server import Fault, ModelServer, Supports

Make = Callable[..., LLMInterviewer]


def test_no_more_calls_run_at_a_time_than_are_allowed(server: ModelServer, make: Make) -> None:
    interviewer = make(server, calls=3)
    with server.held("evaluate") as hold, ThreadPoolExecutor(12) as pool:
        runs = [pool.submit(interviewer.evaluate, QUESTION, ANSWER) for _ in range(12)]
        hold.reached.wait(10)
        hold.released.set()
        assert all(run.result().score == 65 for run in runs)
    assert server.most_active <= 3
    assert len(server.requests) == 12


def test_interviewers_of_one_endpoint_share_its_places(server: ModelServer, make: Make) -> None:
    first, second = make(server, calls=1), make(server, calls=1)
    with server.held("evaluate") as hold, ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(each.evaluate, QUESTION, ANSWER) for each in (first, second)]
        hold.reached.wait(10)
        hold.released.set()
        assert all(run.result() for run in runs)
    assert server.most_active == 1


def test_who_waits_for_a_follow_up_does_not_wait_for_a_place(server: ModelServer, make: Make, book: Book) -> None:
    interviewer = make(server, calls=1, follow_up_seconds=0.1)
    with server.held("evaluate") as hold, ThreadPoolExecutor(1) as pool:
        run = pool.submit(interviewer.evaluate, QUESTION, ANSWER)
        hold.reached.wait(10)
        with pytest.raises(InterviewerSlow):
            interviewer.follow_up(QUESTION, ANSWER, ())
        hold.released.set()
        assert run.result()
    assert [usage.outcome for usage in book.usages] == ["timeout", "ok"]


def test_requests_are_spread_over_time(server: ModelServer, make: Make) -> None:
    interviewer = make(server, requests_per_second=100)
    assert connect(interviewer.endpoint).chat(0).rate_limiter is not None
    assert interviewer.evaluate(QUESTION, ANSWER).score == 65


@pytest.mark.parametrize(
    ("fault", "call"),
    [*product((Fault.SLOW, Fault.HANG), ("plan", "evaluate")), (Fault.HUGE, "evaluate")],
)
@pytest.mark.parametrize("supports", [Supports(), Supports(json_schema="no"), Supports(streaming="no")])
def test_no_call_outlives_its_bounds_whatever_is_dripped(
    make: Make, fault: Fault, call: str, supports: Supports
) -> None:
    with ModelServer(supports=supports, drip_seconds=0.01) as server:
        server.fail("*", fault)
        with pytest.raises(InterviewerError) as told:
            do(make(server, **({} if fault is Fault.HUGE else {"seconds": 0.4, "silence_seconds": 0.4})), call)
    assert told.value.reason == ("invalid_reply" if fault is Fault.HUGE else "timeout")


def test_a_budget_that_is_spent_sends_nothing(server: ModelServer, make: Make, book: Book) -> None:
    book.limit = 100
    assert make(server).evaluate(QUESTION, ANSWER).score == 65
    for call in CALLS:
        with pytest.raises(InterviewerUnavailable) as told:
            do(make(server), call)
        assert told.value.reason == "budget"
    assert len(server.requests) == 1


def test_every_call_is_counted_as_the_server_counts(server: ModelServer, make: Make, book: Book) -> None:
    server.fail("evaluate", Fault.OUT_OF_RANGE, times=1)
    for call in CALLS:
        do(make(server), call)
    assert [(usage.input_tokens, usage.output_tokens) for usage in book.usages] == [
        request.tokens for request in server.requests
    ]
    assert [usage.outcome for usage in book.usages if usage.call == "evaluate"] == ["invalid_reply", "ok"]
    assert {usage.model for usage in book.usages} == {"test-model"}


def test_what_a_server_does_not_count_is_estimated(make: Make, book: Book) -> None:
    with ModelServer(supports=Supports(usage=False)) as server:
        for call in CALLS:
            do(make(server), call)
        for usage, request in zip(book.usages, server.requests, strict=True):
            assert 0.5 < usage.input_tokens / request.tokens[0] < 1.2
            assert 0.7 < usage.output_tokens / request.tokens[1] < 1.3


def test_output_is_capped_by_the_name_that_the_server_knows(server: ModelServer, make: Make) -> None:
    for call in CALLS:
        do(make(server), call)
    for request in server.requests:
        assert 0 < request.body["max_tokens"] <= 600 * 4 + 1_600
        assert "max_completion_tokens" not in request.body
    own = Endpoint(model="m", api_key=SecretStr("k"))
    assert own.is_openai
    assert connect(own)._limit(10) == {"max_completion_tokens": 10}


# --- what leaves the computer -------------------------------------------------------------------------


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A server that the environment names in every way that the libraries know, and that must hear nothing."""
    with ModelServer() as other:
        for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING_V2"):
            monkeypatch.setenv(name, "true")
        for name in (
            "LANGSMITH_ENDPOINT",
            "LANGCHAIN_ENDPOINT",
            "LANGSMITH_GATEWAY",
            "OPENAI_BASE_URL",
            "OPENAI_API_BASE",
        ):
            monkeypatch.setenv(name, other.base_url)
        monkeypatch.setenv("OPENAI_PROXY", other.base_url)
        monkeypatch.setenv("LANGSMITH_API_KEY", "lsv2_secret")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-environment")
        monkeypatch.setenv("OPENAI_ADMIN_KEY", "sk-admin")
        monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
        monkeypatch.setenv("OPENAI_PROJECT_ID", "project-secret")
        monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Secret: value")
        yield other


def test_the_environment_can_neither_trace_nor_redirect_nor_add(
    server: ModelServer, make: Make, elsewhere: ModelServer
) -> None:
    from langchain_core.tracers.langchain import wait_for_all_tracers

    heard: list[str] = []
    taken = elsewhere._httpd.get_request

    def listening() -> tuple[object, object]:
        heard.append("a connection")
        return taken()

    elsewhere._httpd.get_request = listening  # type: ignore[method-assign, assignment]
    for call in CALLS:
        do(make(server), call)
    wait_for_all_tracers()
    assert not heard
    for request in server.requests:
        sent = " ".join(f"{name}: {value}" for name, value in request.headers.items())
        assert request.headers["authorization"] == "Bearer none"
        for secret in ("secret", "sk-", "stainless", "lsv2"):
            assert secret not in sent.lower()


def test_the_endpoints_own_key_is_sent(make: Make) -> None:
    with ModelServer(api_key="sk-own") as server:
        assert do(make(server, api_key=SecretStr("sk-own")), "evaluate").score == 65
    assert "sk-own" not in repr(Endpoint(model="m", api_key=SecretStr("sk-own")))


def test_a_redirect_is_not_followed(server: ModelServer, make: Make, elsewhere: ModelServer) -> None:
    import http.server

    class Redirecting(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(307)
            self.send_header("Location", f"{elsewhere.base_url}/chat/completions")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with http.server.HTTPServer(("127.0.0.1", 0), Redirecting) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        with pytest.raises(InterviewerUnavailable) as told:
            do(make(f"http://127.0.0.1:{httpd.server_address[1]}/v1"), "evaluate")
        httpd.shutdown()
    assert told.value.reason == "server_error"
    assert not elsewhere.requests


def test_a_ledger_sees_no_text(server: ModelServer, make: Make, book: Book) -> None:
    do(make(server), "evaluate")
    assert ANSWER.text[:20] not in repr(book.usages)
