"""Structured calls: the method that the server knows, one retry that names the error, and a count of every token."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final, Generic, TypeVar

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from pydantic import ValidationError

from engine.errors import InterviewerError
from engine.llm.connection import Connection
from engine.llm.endpoint import Method
from engine.llm.failures import Invalid, Unsupported, failed, reason_of, unsupported
from engine.llm.reading import Attempt, Items, object_in
from engine.llm.replies import written
from engine.model import Ledger, Usage

T = TypeVar("T")
_LOG = logging.getLogger(__name__)
_CHARACTERS_A_TOKEN: Final = 8  # beyond which a stream holds more than was asked for
_BEFORE_ARGUMENTS: Final = 500  # characters before the list in the arguments of a tool; elsewhere a model may think
_SHOWN: Final = 1_500  # characters of an unusable reply that the model is shown again
_TRIES: Final = 2
_MOST_METHODS: Final = 8  # tried in one call, parameters refused on the way included
_FORMAT: Final = "\n\nReply with one JSON object and nothing else. It must match this JSON schema:\n{schema}"
_AGAIN: Final = "That reply cannot be used: {why}. Write the whole reply once more, mended."


@dataclass(frozen=True)
class Task(Generic[T]):
    """One structured call. ``read`` makes a value of the reply's object and raises ValueError where it cannot."""

    call: str  # "plan", "follow_up", "evaluate", "summarize", "analyze" or "test"
    messages: Sequence[BaseMessage]
    schema: Mapping[str, Any]
    read: Callable[[Mapping[str, Any]], T]
    tokens: int  # most of the reply
    seconds: float
    retries: int
    tries: int = _TRIES


@dataclass
class Spent:
    """Tokens of all the calls that one piece of work took."""

    input_tokens: int = 0
    output_tokens: int = 0

    def add(self, tokens: tuple[int, int]) -> None:
        self.input_tokens += tokens[0]
        self.output_tokens += tokens[1]


class Asker:
    """Asks one server, and keeps its ledger."""

    def __init__(self, connection: Connection, ledger: Ledger | None) -> None:
        self.connection = connection
        self._ledger = ledger

    def ask(self, task: Task[T], spent: Spent) -> T:
        """The value of the model's reply.

        Raises:
            InterviewerError: no usable reply; its reason says why.
        """
        for method in self.methods():
            why: Invalid | None = None
            for _ in range(task.tries):
                try:
                    value = self.once(task, method, why, spent)
                except Unsupported as refusal:
                    self.connection.refuse(refusal.feature)
                    why = None
                    break
                except Invalid as error:
                    why = error
                else:
                    self.connection.prove(method)
                    return value
            # A method that is known to work is not at fault.
            if why and self.connection.proven == method:
                break
        raise failed("invalid_reply")

    def methods(self) -> Iterator[Method]:
        """Methods to try, one after another; the same once more where the server refused no more than a parameter."""
        tried: list[Method] = []
        known: int | None = None
        while len(tried) < _MOST_METHODS:
            left = [each for each in self.connection.methods() if each not in tried]
            if tried and self.connection.refusals != known and tried[-1] in self.connection.methods():
                left.insert(0, tried[-1])
            if not left:
                return
            known = self.connection.refusals
            tried.append(left[0])
            yield left[0]

    def items(self, task: Task[Any], method: Method, why: Invalid | None, spent: Spent) -> Generator[Mapping[str, Any]]:
        """The objects of the reply's one list, each as soon as it is complete.

        Each object extends the time the call may take. Closing the iterator ends the call.

        Raises:
            InterviewerError, Invalid, Unsupported: the stream ends before its list does, or cannot begin.
        """
        attempt = self._begin(task, method, why)
        scanner = Items(_BEFORE_ARGUMENTS) if method == "function_calling" else Items()
        began, outcome = monotonic(), "ok"
        try:
            model = self.connection.model(method, task.schema, task.tokens, task.retries)
            with (
                self.connection.call(task.seconds, task.tokens, streams=True) as call,
                closing(call.each(model.stream, attempt.messages)) as messages,
            ):
                for message in messages:
                    for item in scanner.feed(attempt.take(message)):
                        call.bounds.extend(task.seconds)
                        yield item
                    if scanner.length > _CHARACTERS_A_TOKEN * task.tokens:
                        raise Invalid("it is too long", attempt.said)
            if not scanner.ended:
                raise _unended(attempt)
        except Exception as error:
            translated = _translated(error, attempt, method, streams=True)
            outcome = _outcome(translated)
            if translated is error:
                raise
            raise translated from error
        finally:
            self._note(task, attempt, monotonic() - began, outcome, spent)

    def once(self, task: Task[T], method: Method, why: Invalid | None, spent: Spent) -> T:
        """One call by ``method``; ``why`` is what the model is told of its last reply.

        Raises:
            InterviewerError, Invalid, Unsupported: there is no value.
        """
        attempt = self._begin(task, method, why)
        began, outcome = monotonic(), "ok"
        try:
            model = self.connection.model(method, task.schema, task.tokens, task.retries)
            with self.connection.call(task.seconds, task.tokens) as call:
                began = monotonic()
                attempt.take(call.run(model.invoke, attempt.messages))
            return _read(task, attempt)
        except Exception as error:
            translated = _translated(error, attempt, method, streams=False)
            outcome = _outcome(translated)
            if translated is error:
                raise
            raise translated from error
        finally:
            self._note(task, attempt, monotonic() - began, outcome, spent)

    def _begin(self, task: Task[Any], method: Method, why: Invalid | None) -> Attempt:
        left = self._ledger.left() if self._ledger else None
        if left is not None and left <= 0:
            raise failed("budget")
        messages = list(task.messages)
        if method == "text":
            last = messages[-1]
            messages[-1] = HumanMessage(f"{last.content}{_FORMAT.format(schema=written(task.schema))}")
        if why:
            messages.append(AIMessage(why.reply[:_SHOWN] or "(nothing)"))
            messages.append(HumanMessage(_AGAIN.format(why=why)))
        return Attempt(method, messages)

    def _note(self, task: Task[Any], attempt: Attempt, seconds: float, outcome: str, spent: Spent) -> None:
        tokens = attempt.tokens() if attempt.usage or attempt.said else (0, 0)
        spent.add(tokens)
        if self._ledger:
            self._ledger.record(
                Usage(
                    call=task.call,
                    model=self.connection.endpoint.model,
                    input_tokens=tokens[0],
                    output_tokens=tokens[1],
                    seconds=round(seconds, 3),
                    outcome=outcome,
                )
            )


def _translated(error: Exception, attempt: Attempt, method: Method, *, streams: bool) -> Exception:
    """``error`` as what callers know: Invalid, Unsupported, or an InterviewerError."""
    if isinstance(error, (Invalid, Unsupported, InterviewerError)):
        return error
    refused = unsupported(error, method, streams)
    if refused:
        return refused
    reason = reason_of(error)
    if reason == "invalid_reply":
        _LOG.info("unusable reply of the model", exc_info=error)
        return Invalid("it is not what the interface promises", attempt.said)
    return failed(reason)


def _outcome(error: Exception) -> str:
    if isinstance(error, InterviewerError):
        return error.reason
    return "unsupported" if isinstance(error, Unsupported) else "invalid_reply"


def _unended(attempt: Attempt) -> Exception:
    if attempt.finish == "length":
        return Invalid("it was not finished; be brief", attempt.said)
    if attempt.finish or not attempt.said:
        return Invalid("it is not the JSON object that was asked for", attempt.said)
    return failed("cut")


def _read(task: Task[T], attempt: Attempt) -> T:
    if attempt.finish == "length":
        raise Invalid("it was not finished; be brief", attempt.said)
    if not attempt.said.strip():
        raise Invalid("it is empty", attempt.said)
    try:
        return task.read(object_in(attempt.said))
    except ValidationError as error:
        raise Invalid(_told(error), attempt.said) from error
    except (ValueError, RecursionError) as error:
        raise Invalid(str(error)[:300], attempt.said) from error


def _told(error: ValidationError) -> str:
    """The first three faults of a reply, in one line."""
    faults = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()[:3]]
    return "; ".join(faults)[:300]
