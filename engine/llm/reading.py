"""What a model said, as it comes: its text, its tokens, and the JSON in it.

The parsers for partial JSON that come with the library mend a truncated reply without a word, and take time quadratic
in the length of a malformed one; here a reply counts only as far as it is complete.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage

from engine.llm.endpoint import Method
from engine.llm.failures import Invalid

_HAN: Final = re.compile("[㐀-鿿]")
_LIST: Final = re.compile(r"\[\s*(?=[{\]])")
_BETWEEN: Final = re.compile(r"[\s,]*")
_LONGEST_ITEM: Final = 6_000  # characters; a long question with all that belongs to it has some two thousand
_THOUGHT: Final = "</think>"  # ends what some models write before their reply


@dataclass
class Attempt:
    """What one call of the model said and took, as far as it got."""

    method: Method
    messages: list[BaseMessage]
    text: list[str] = field(default_factory=list)
    usage: tuple[int, int] | None = None
    finish: str = ""

    @property
    def said(self) -> str:
        return "".join(self.text)

    def take(self, message: BaseMessage) -> str:
        """Note a message or a piece of one; returns what it adds to the reply."""
        if isinstance(message, AIMessage) and message.usage_metadata:
            self.usage = message.usage_metadata["input_tokens"], message.usage_metadata["output_tokens"]
        self.finish = message.response_metadata.get("finish_reason") or self.finish
        added = str(message.content) if isinstance(message.content, str) else ""
        if self.method == "function_calling":
            added = _arguments(message)
        self.text.append(added)
        return added

    def tokens(self) -> tuple[int, int]:
        """Input and output tokens as the server counted them; where it did not, an estimate.

        The estimate is four characters a token, a Chinese character one: enough for a budget, not for a bill. What a
        schema that is not in the messages takes is left out of it.
        """
        if self.usage:
            return self.usage
        return sum(_estimate(str(message.content)) for message in self.messages), _estimate(self.said)


def _arguments(message: BaseMessage) -> str:
    if isinstance(message, AIMessageChunk):
        return "".join(str(piece.get("args") or "") for piece in message.tool_call_chunks)
    if isinstance(message, AIMessage):
        calls = [json.dumps(call["args"]) for call in message.tool_calls]
        return (calls or [str(call.get("args") or "") for call in message.invalid_tool_calls] or [""])[0]
    return ""


def _estimate(text: str) -> int:
    chinese = len(_HAN.findall(text))
    return chinese + -(-(len(text) - chinese) // 4)


def object_in(text: str) -> Mapping[str, Any]:
    """The first JSON object of a reply, whatever stands around it; a bare list counts as that of a plan.

    Raises:
        ValueError: there is none.
    """
    text = text.rpartition(_THOUGHT)[2]
    start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=-1)
    if start < 0:
        raise ValueError("it is not JSON")
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not valid JSON: {error.msg}") from error
    if isinstance(value, list):
        return {"questions": value}
    if not isinstance(value, dict):
        raise ValueError("it is not a JSON object")
    return value


class Items:
    """Finds the complete objects of the first list of objects in a text that is still being written.

    Looks at each object anew only when a brace closes, so that the time stays near to linear in the text. Gives up on
    what cannot become such a list any more: the library itself goes through the whole of a stream when that ends, in
    time quadratic in what is malformed.
    """

    def __init__(self, before: int = 100_000) -> None:
        self._text = ""
        self._before = before  # characters that may come before the list
        self._place = -1  # where the next object is looked for; -1 before the list begins
        self._decoder = json.JSONDecoder(strict=False)
        self.ended = False

    @property
    def length(self) -> int:
        return len(self._text)

    def feed(self, piece: str) -> Iterator[Mapping[str, Any]]:
        """The objects that ``piece`` completes.

        Raises:
            Invalid: the list is broken, or an object grows beyond any measure.
        """
        self._text += piece
        if self._place < 0:
            self._begin()
            if self._place < 0 and len(self._text) > self._before:
                raise Invalid("it is not the JSON object that was asked for", self._text)
        if self._place < 0 or self.ended:
            return
        if "}" in piece or "]" in piece:
            yield from self._complete()
        between = _BETWEEN.match(self._text, self._place)
        place = between.end() if between else self._place
        if not self.ended and self._text[place : place + 1] not in ("", "{", "]"):
            raise Invalid("its list is broken", self._text)
        if len(self._text) - self._place > _LONGEST_ITEM and not self.ended:
            raise Invalid("one of its questions is far too long", self._text)

    def _begin(self) -> None:
        if self._text.lstrip().startswith("<think>") and _THOUGHT not in self._text:
            return
        found = _LIST.search(self._text, self._text.rfind(_THOUGHT) + 1)
        if found:
            self._place = found.end()

    def _complete(self) -> Iterator[Mapping[str, Any]]:
        while True:
            between = _BETWEEN.match(self._text, self._place)
            place = between.end() if between else self._place
            if self._text[place : place + 1] == "]":
                self.ended = True
                return
            try:
                item, self._place = self._decoder.raw_decode(self._text, place)
            except (json.JSONDecodeError, RecursionError):
                return
            if isinstance(item, dict):
                yield item
