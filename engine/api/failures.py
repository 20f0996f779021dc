"""Every error as an envelope, in one place; only what is unexpected is logged with its traceback."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.api.calls import language_of_request
from engine.api.envelope import message_of
from engine.api.strict import Malformed
from engine.errors import (
    BadRequest,
    BlankResume,
    Forbidden,
    MethodNotAllowed,
    NoResumeId,
    NotFound,
    RehearsalError,
    StoreError,
    TooFewQuestions,
    TooManyQuestions,
    Unauthorized,
)

_LOG = logging.getLogger("rehearsal.api")
_TOLD: Final[dict[tuple[str, str], type[BadRequest]]] = {
    ("resumeText", "missing"): BlankResume,
    ("resumeText", "blank"): BlankResume,
    ("questionCount", "missing"): TooFewQuestions,
    ("questionCount", "greater_than_equal"): TooFewQuestions,
    ("questionCount", "less_than_equal"): TooManyQuestions,
    ("resumeId", "missing"): NoResumeId,
}
"""Fields with sentences of their own, by what is wrong with them."""

_BY_STATUS: Final[dict[int, RehearsalError]] = {
    401: Unauthorized(),
    403: Forbidden(),
    404: NotFound(),
    405: MethodNotAllowed(),
}


def answer(request: Request, error: RehearsalError) -> JSONResponse:
    """``error`` as the client is told it."""
    headers = {"Retry-After": str(error.params["retry_after"])} if "retry_after" in error.params else {}
    return _envelope(error.status, error.code, message_of(error, language_of_request(request)), headers)


def _envelope(status: int, code: int, message: str, headers: dict[str, str]) -> JSONResponse:
    return JSONResponse({"code": code, "message": message, "data": None}, status_code=status, headers=headers)


def install(api: FastAPI, routes: Sequence[BaseRoute]) -> None:
    """Make ``api``, which answers ``routes``, answer each kind of error."""

    @api.exception_handler(RehearsalError)
    async def known(request: Request, error: RehearsalError) -> JSONResponse:
        if isinstance(error, StoreError):
            raise error
        return answer(request, error)

    @api.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        language = language_of_request(request)
        told = dict.fromkeys(message_of(_of(each), language) for each in error.errors())
        return _envelope(400, 400, ", ".join(told), {})

    @api.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        field = error.field if isinstance(error, Malformed) else "body"
        found = answer(request, _BY_STATUS.get(error.status_code, BadRequest(field=field)))
        if error.status_code == 405:
            found.headers["Allow"] = ", ".join(_methods(routes, request.scope))
        return found


def _of(invalid: dict[str, Any]) -> BadRequest:
    place = [part for part in invalid["loc"][1:] if isinstance(part, str)]
    field = place[0] if place else "body"
    told = _TOLD.get((field, invalid["type"]))
    return told() if told else BadRequest(field=field)


def _methods(routes: Sequence[BaseRoute], scope: Scope) -> list[str]:
    """What can be done with a path, by any of ``routes``."""
    found: set[str] = set()
    for route in routes:
        if route.matches(scope)[0] is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return sorted(found)


class Outermost:
    """ASGI middleware around the whole API: paths with and without a final slash are one, each answer carries a
    request id, and an error nobody expected becomes ``Server error`` and a traceback in the log under that id."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identity = secrets.token_hex(8)
        started = False

        async def send_named(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", identity.encode())]
            await send(message)

        scope = {**scope, "path": _without_final_slash(scope)}
        try:
            await self._app(scope, receive, send_named)
        except ClientDisconnect:
            _LOG.info("request %s: the client hung up", identity)
        except Exception:
            _LOG.exception("request %s failed: %s %s", identity, scope["method"], scope["path"])
            if started:
                raise  # the answer is cut off, which the server shows by closing the connection
            await answer(Request(scope), RehearsalError())(scope, receive, send_named)


def _without_final_slash(scope: Scope) -> str:
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    shorter = path.rstrip("/")
    return shorter if len(shorter) > len(root) else f"{root}/"
