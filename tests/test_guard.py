from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from engine.guard import HostGuard


async def _page(_request: object) -> PlainTextResponse:
    return PlainTextResponse("in")


async def _socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("in")
    await websocket.close()


def _client(*allowed: str) -> TestClient:
    app = Starlette(
        routes=[Route("/", _page), WebSocketRoute("/ws", _socket)],
        middleware=[Middleware(HostGuard, allowed=allowed)],
    )
    return TestClient(app, base_url="http://localhost")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8501", 200),
        ("127.0.0.1:8501", 200),
        ("[::1]:8501", 200),
        ("evil.example", 403),
        ("localhost.evil.example", 403),
        ("evil.example:8501", 403),
        ("[::2]", 403),
        ("", 403),
    ],
)
def test_only_known_hosts_are_answered(host: str, status: int) -> None:
    client = _client("localhost", " 127.0.0.1 ", "[::1]")
    assert client.get("/", headers={"host": host}).status_code == status


def test_a_star_answers_all() -> None:
    assert _client("*").get("/", headers={"host": "any.example"}).status_code == 200


def test_sockets_are_guarded_too() -> None:
    client = _client("localhost")
    with client.websocket_connect("/ws", headers={"host": "localhost"}) as socket:
        assert socket.receive_text() == "in"
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/ws", headers={"host": "evil.example"}),
    ):
        pass
