"""ASGI middleware that decides who may call at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from engine.api.failures import answer
from engine.errors import Forbidden, Unauthorized

_OPEN: Final = ("/health", "/resumes/health")
_READING: Final = ("GET", "HEAD", "OPTIONS")


class SameSite:
    """403 where a page of another site tries to change something.

    Browsers send some forms across sites without asking first; what they do not hide is where the page comes from.
    """

    def __init__(self, app: ASGIApp, allowed: Iterable[str]) -> None:
        self._app = app
        self._allowed = frozenset(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in _READING and not self._allows(Headers(scope=scope)):
            await answer(Request(scope), Forbidden())(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _allows(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None or origin in self._allowed:
            return True
        try:
            return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
        except ValueError:  # no address at all
            return False


class Bearer:
    """401 where a request does not show the token; health is open."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._allows(scope):
            await self._app(scope, receive, send)
            return
        refusal = answer(Request(scope), Unauthorized())
        refusal.headers["WWW-Authenticate"] = "Bearer"
        await refusal(scope, receive, send)

    def _allows(self, scope: Scope) -> bool:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        scheme, _, shown = Headers(scope=scope).get("authorization", "").partition(" ")
        return path in _OPEN or (
            scheme.lower() == "bearer" and secrets.compare_digest(shown.encode("latin-1"), self._token)
        )
