"""A test of the connection: whether the server answers, and what it can do."""

from __future__ import annotations

from contextlib import closing
from time import monotonic
from typing import Final

from langchain_core.messages import AIMessageChunk, HumanMessage, SystemMessage

from engine.errors import InterviewerError
from engine.llm.asking import Asker, Spent, Task
from engine.llm.connection import Connection, connect
from engine.llm.endpoint import Endpoint, Probe
from engine.llm.failures import failed, message_of, reason_of
from engine.llm.replies import Greeting, schema_of
from engine.model import Ledger

_TOKENS: Final = 500
_MOST_MODELS: Final = 200
_MEASURABLE: Final = 0.05  # seconds
_ASKED: Final = (SystemMessage("You test a connection."), HumanMessage("Greet in one word."))
_COUNT: Final = (HumanMessage("Count from 1 to 20, separated by spaces."),)


def probe(endpoint: Endpoint, ledger: Ledger | None = None) -> Probe:
    """Ask the server for its models, a structured reply and a stream. Never raises; takes at most three calls.

    What the server can do is found out anew, so that one that was updated is not held to its past.
    """
    connection = connect(endpoint)
    connection.forget()
    models: tuple[str, ...] = ()
    try:
        models = _models(connection)
    except Exception as error:
        reason = reason_of(error)
        if reason in ("refused", "timeout", "unauthorized"):
            return Probe(reachable=reason == "unauthorized", failure=reason, detail=message_of(error))
        # Many servers have no list of models; the calls below tell whether this one has the model.
    known = (endpoint.model in models) if models else None
    found = Probe(reachable=True, models=models, model_known=known)
    try:
        schema = schema_of(Greeting, "test")
        Asker(connection, ledger).ask(
            Task(
                call="test",
                messages=_ASKED,
                schema=schema,
                read=Greeting.model_validate,
                tokens=_TOKENS,
                seconds=endpoint.seconds,
                retries=0,
            ),
            Spent(),
        )
        found = found.model_copy(update={"method": connection.proven, "model_known": True})
        return found.model_copy(update=_stream(connection))
    except Exception as error:
        reason = reason_of(error)
        reachable = reason not in ("refused", "timeout")
        detail = message_of(error.__cause__ or error)
        return found.model_copy(
            update={
                "reachable": reachable or bool(models),
                "failure": reason,
                "detail": "" if isinstance(error, InterviewerError) and not error.__cause__ else detail,
                "model_known": False if reason == "unknown_model" else found.model_known,
            }
        )


def _models(connection: Connection) -> tuple[str, ...]:
    """The models that the server offers, as it lists them."""
    with connection.call(connection.endpoint.seconds, _TOKENS * 100) as call:
        page = call.run(connection.chat(0).root_client.models.list)
        return tuple(sorted(str(model.id) for model in page.data))[:_MOST_MODELS]


def _stream(connection: Connection) -> dict[str, object]:
    """Whether the server streams and counts, and how fast it writes."""
    began = monotonic()
    first = last = None
    pieces, counted = 0, 0
    with connection.call(connection.endpoint.seconds, _TOKENS, streams=True) as call:
        model = connection.model("text", None, _TOKENS, 0)
        try:
            with closing(call.each(model.stream, list(_COUNT))) as messages:
                for message in messages:
                    if message.content:
                        first = first or monotonic()
                        last = monotonic()
                        pieces += 1
                    if isinstance(message, AIMessageChunk) and message.usage_metadata:
                        counted = message.usage_metadata["output_tokens"]
        except Exception as error:
            if reason_of(error) in ("refused", "timeout", "unauthorized", "limited"):
                raise failed(reason_of(error)) from error
            connection.refuse("stream")
            return {"streams": False}
    written = (counted or pieces) - 1
    # What arrives all at once tells nothing of the model's pace.
    pace = written / (last - first) if first and last and last - first > _MEASURABLE and written > 0 else None
    return {
        "streams": pieces > 0,
        "counts_usage": counted > 0,
        "first_token_seconds": round(first - began, 3) if first else None,
        "tokens_per_second": round(pace, 1) if pace else None,
    }
