"""Bodies read strictly: what is malformed anywhere is refused before anyone looks at its meaning.

Numbers are numbers (8.0 is 8, "8" and true are not), text is Unicode that any database keeps, and null is the same as
leaving a field out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Final

from fastapi import Request, Response
from fastapi.exceptions import HTTPException
from fastapi.routing import APIRoute
from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictBool, StrictStr, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from engine.errors import TooLarge

BODY_LIMIT: Final = 16 * 2**20
"""Bytes of a JSON body: a resume text of 1,000,000 characters takes 12 million where each is escaped."""

_DRAINED: Final = 64 * 2**20
"""Bytes of a body too large that are still taken in and dropped, so that the client hears why it is refused."""

_FORM_EXTRA: Final = 2**20  # bytes of a multipart body beside its file


class StrictRequest(Request):
    """A request whose body is limited and whose JSON is checked."""

    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            self._body = await _read(self, BODY_LIMIT)
        return self._body

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = parse(await self.body())
        return self._json


class StrictRoute(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            return await handler(StrictRequest(request.scope, request.receive))

        return handle


async def _read(request: Request, limit: int) -> bytes:
    """Raises Malformed where the body is larger than ``limit`` bytes."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size <= limit:
            parts.append(part)
        elif size > _DRAINED:
            break
    if size > limit:
        raise Malformed("body")
    return b"".join(parts)


class Malformed(HTTPException):
    """``field`` cannot be used, whatever it means; 400. An HTTPException, since the framework lets no other through."""

    def __init__(self, field: str) -> None:
        super().__init__(400, field)
        self.field = field


def parse(data: bytes) -> Any:
    """The value of a JSON body.

    Raises:
        Malformed: it is not JSON in UTF-8, nests too deeply, or holds a number no float can,
            a NUL, or half a surrogate pair; it names the field where one is to blame.
    """
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("body") from None
    if isinstance(value, dict):
        for name, part in value.items():
            if not _is_sound(name):
                raise Malformed("body")
            if not _is_sound(part):
                raise Malformed(name)
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _is_sound(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" not in value and _is_unicode(value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(_is_sound(name) and _is_sound(part) for name, part in value.items())
    if isinstance(value, list):
        return all(map(_is_sound, value))
    return True


def _is_unicode(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class FormLimit:
    """Counts the bytes of a multipart body as they come in."""

    def __init__(self, request: Request, file_limit: int) -> None:
        self._receive = request.receive
        self._limit = file_limit + _FORM_EXTRA
        self._file_limit = file_limit
        self._size = 0

    async def __call__(self) -> Any:
        """The next message. Raises TooLarge once there is more than fits."""
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > self._limit:
            while message.get("more_body") and self._size <= _DRAINED:
                message = await self._receive()
                self._size += len(message.get("body", b""))
            raise TooLarge(limit_mib=f"{self._file_limit / 2**20:g}")
        return message


def _whole(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("whole", "not a whole number")
    if isinstance(value, float):
        if not value.is_integer():
            raise PydanticCustomError("whole", "not a whole number")
        return int(value)
    return value


def _not_blank(value: Any) -> Any:
    if isinstance(value, str) and not value.strip():
        raise PydanticCustomError("blank", "blank")
    return value


WHOLE: Final = BeforeValidator(_whole)
Whole = Annotated[int, WHOLE]
Text = Annotated[StrictStr, BeforeValidator(_not_blank)]
Flag = StrictBool
"""Field types: a whole number, a text that is not blank, true or false.

Bounds of a number stand before WHOLE, as in ``Annotated[int, Field(ge=3), WHOLE]``: after it the description of the
field would not have them.
"""


class Body(BaseModel):
    """A request body: camelCase, unknown fields ignored."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=False, validate_by_alias=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _null_is_missing(cls, value: Any) -> Any:
        return {name: part for name, part in value.items() if part is not None} if isinstance(value, dict) else value
