"""Refuses requests that name another host, so that a page elsewhere cannot reach this computer's server.

A browser that was lured to a foreign name pointing at 127.0.0.1 (DNS rebinding) still sends that name.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from engine.i18n import preferred, t


class HostGuard:
    """ASGI middleware: 403 where the Host header is not one of ``allowed`` ("*" allows all); ports are ignored."""

    def __init__(self, app: ASGIApp, allowed: Iterable[str]) -> None:
        self._app = app
        self._allowed = {name.strip().lower() for name in allowed}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or self._allows(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            # Before the handshake is accepted a close is answered as HTTP 403.
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _refusal(scope)(scope, receive, send)

    def _allows(self, scope: Scope) -> bool:
        if "*" in self._allowed:
            return True
        host = Headers(scope=scope).get("host", "").lower()
        name = host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]
        return name in self._allowed


def _refusal(scope: Scope) -> Response:
    if not scope["path"].startswith("/api"):
        return PlainTextResponse("This server does not answer to that host name.\n", status_code=403)
    language = preferred(Headers(scope=scope).get("accept-language", ""), otherwise="zh")
    return JSONResponse({"code": 403, "message": t("api.forbidden", language), "data": None}, status_code=403)
