"""How the tests' model server speaks HTTP."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final

from support.model_faults import STATUSES, Fault, Reply, spoilt, written
from support.model_replies import CHARACTERS_A_TOKEN, call_of, input_tokens, schema_of, tokens_of

if TYPE_CHECKING:
    from support.model_server import ModelServer

_UNPACED_PIECE: Final = 240  # characters of a streamed piece where no pace is kept


@dataclass(frozen=True)
class Received:
    """A request as it came."""

    call: str  # "plan", "follow_up", "evaluate", "summarize", "analyze", "test", "all_questions", "all_judging" or ""
    method: str  # "json_schema", "function_calling" or "text"
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    fault: Fault | None
    tokens: tuple[int, int]  # of the input and of the whole reply, by the server's rule

    @property
    def text(self) -> str:
        return "\n".join(str(message.get("content") or "") for message in self.body.get("messages", []))


class Httpd(ThreadingHTTPServer):
    """One thread a connection; ``owner`` says what to answer."""

    owner: ModelServer
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._sockets: set[socket.socket] = set()
        super().__init__(*args, **kwargs)

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._sockets.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        self._sockets.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        for connection in list(self._sockets):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error of this server."""


class Handler(BaseHTTPRequestHandler):
    """Speaks the API: ``POST /v1/chat/completions`` and ``GET /v1/models``."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Httpd

    @property
    def owner(self) -> ModelServer:
        return self.server.owner

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        if not self.path.endswith("/models") or not self.owner.supports.models:
            self._error(404, "not_found", "Not found")
        elif self._is_known():
            model = {"id": self.owner.model, "object": "model", "created": 0, "owned_by": "tests"}
            self._json(200, {"object": "list", "data": [model]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        if not self.path.endswith("/chat/completions"):
            self._error(404, "not_found", "Not found")
        elif self._is_known():
            self.owner.entered(1)
            try:
                self._complete(body)
            finally:
                self.owner.entered(-1)

    def _is_known(self) -> bool:
        if self.owner.api_key and self.headers.get("Authorization") != f"Bearer {self.owner.api_key}":
            self._error(*STATUSES[Fault.UNAUTHORIZED])
            return False
        return True

    # --- one completion ----------------------------------------------------------------------------

    def _complete(self, body: dict[str, Any]) -> None:
        call = call_of(body)
        method, _, _ = schema_of(body)
        refused = self._unsupported(method, body)
        fault = None if refused else self.owner.next_fault(call)
        reply = Reply(("",)) if refused else self._reply(call, body, fault)
        tokens = (input_tokens(body), tokens_of(reply.text))
        self.owner.note(Received(call, method, body, dict(self.headers.items()), fault, tokens))
        if refused:
            self._error(400, "invalid_request_error", refused)
        elif fault is Fault.REFUSED:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif fault is Fault.HANG:
            self.owner.stopping.wait()
            self.close_connection = True
        elif fault is not None and fault in STATUSES:
            status, code, message = STATUSES[fault]
            self._error(status, code, message.replace("{model}", str(body.get("model"))))
        elif body.get("model") != self.owner.model:
            self._error(404, "model_not_found", f"The model `{body.get('model')}` does not exist.")
        else:
            self._speak(body, method, reply, fault, tokens)

    def _reply(self, call: str, body: dict[str, Any], fault: Fault | None) -> Reply:
        method, _, _ = schema_of(body)
        supports = self.owner.supports
        if (method == "json_schema" and supports.json_schema == "ignored") or not call:
            return Reply(("Sure. Here is what I would say, in my own words.",))
        made = self.owner.writer.items(call, body)
        reply = spoilt(fault, *made) if fault else written(*made)
        if method == "text" and reply.text.startswith("{") and fault is None:
            return Reply(("```json\n" + reply.pieces[0], *reply.pieces[1:], "\n```"))
        return reply

    def _unsupported(self, method: str, body: dict[str, Any]) -> str:
        supports = self.owner.supports
        if method == "json_schema" and supports.json_schema == "no":
            return "response_format: type json_schema is not supported by this server"
        if method == "function_calling" and supports.tools == "no":
            return '"auto" tool choice requires tools to be enabled; tools are not supported'
        if body.get("stream") and supports.streaming == "no":
            return "stream: streaming is not supported"
        return ""

    def _speak(
        self, body: dict[str, Any], method: str, reply: Reply, fault: Fault | None, tokens: tuple[int, int]
    ) -> None:
        as_tool = method == "function_calling" and self.owner.supports.tools == "yes" and not reply.refusal
        counted = {
            "prompt_tokens": tokens[0],
            "completion_tokens": tokens[1],
            "total_tokens": sum(tokens),
        }
        usage = counted if self.owner.supports.usage else None
        if body.get("stream") and self.owner.supports.streaming == "yes":
            wanted = (body.get("stream_options") or {}).get("include_usage")
            self._stream(body, Shape(as_tool, body), reply, fault, usage if wanted else None)
        else:
            self._whole(body, Shape(as_tool, body), reply, fault, usage)

    def _whole(
        self, body: dict[str, Any], shape: Shape, reply: Reply, fault: Fault | None, usage: dict[str, int] | None
    ) -> None:
        self._wait(self.owner.pace.first_token)
        self._pause(call_of(body), 0)
        if self.owner.pace.tokens_per_second:
            self._wait(tokens_of(reply.text) / self.owner.pace.tokens_per_second)
        choice = {"index": 0, "message": shape.message(reply), "finish_reason": shape.finish(reply)}
        sent = json.dumps({**shape.head("chat.completion"), "choices": [choice], **({"usage": usage} if usage else {})})
        data = sent.encode()
        self._head(200, "application/json", length=len(data))
        if fault in (Fault.CUT, Fault.SILENT):
            self.wfile.write(data[: len(data) // 2])
            self.wfile.flush()
            if fault is Fault.SILENT:
                self.owner.stopping.wait()
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif fault is Fault.SLOW:
            for at in range(len(data)):
                self.wfile.write(data[at : at + 1])
                self.wfile.flush()
                self._wait(self.owner.drip_seconds)
        else:
            self.wfile.write(data)

    def _stream(
        self, body: dict[str, Any], shape: Shape, reply: Reply, fault: Fault | None, usage: dict[str, int] | None
    ) -> None:
        self._head(200, "text/event-stream")
        self._wait(self.owner.pace.first_token)
        call, written_so_far, began = call_of(body), 0, time.monotonic()
        stop_at = len(reply.text) // 2 if fault in (Fault.CUT, Fault.SILENT) else None
        self._event(shape.chunk(shape.opening()))
        for number, item in enumerate(reply.pieces):
            self._pause(call, number)
            for piece in self._split(item, fault):
                if stop_at is not None and written_so_far >= stop_at:
                    if fault is Fault.SILENT:
                        self.owner.stopping.wait()
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self._event(shape.chunk(shape.delta(piece)))
                written_so_far += len(piece)
                if fault is Fault.SLOW:
                    self._wait(self.owner.drip_seconds)
                if self.owner.pace.tokens_per_second:
                    due = began + written_so_far / CHARACTERS_A_TOKEN / self.owner.pace.tokens_per_second
                    self._wait(due - time.monotonic())
        if fault is Fault.BROKEN_EVENT:
            self._chunk(b'data: {"choices": [\n\n')
        if fault is Fault.ERROR_EVENT:
            self._event({"error": {"message": "The model crashed.", "type": "server_error", "code": 500}})
        if reply.refusal:
            self._event(shape.chunk({"refusal": reply.refusal}))
        self._event(shape.chunk({}, shape.finish(reply)))
        if usage:
            self._event({**shape.head("chat.completion.chunk"), "choices": [], "usage": usage})
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _split(self, text: str, fault: Fault | None) -> Iterator[str]:
        paced = bool(self.owner.pace.tokens_per_second)
        size = 1 if fault is Fault.SLOW else CHARACTERS_A_TOKEN if paced else _UNPACED_PIECE
        yield from (text[at : at + size] for at in range(0, len(text), size))

    def _pause(self, call: str, number: int) -> None:
        hold = self.owner.hold_of(call)
        if hold and number >= hold.after and not hold.released.is_set():
            hold.reached.set()
            hold.released.wait()

    def _wait(self, seconds: float) -> None:
        if seconds > 0:
            self.owner.stopping.wait(seconds)

    # --- HTTP --------------------------------------------------------------------------------------

    def _head(self, status: int, content_type: str, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        if length is None:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.flush()

    def _json(self, status: int, value: Any, **headers: str) -> None:
        data = json.dumps(value).encode()
        self._head(status, "application/json", len(data), **headers)
        self.wfile.write(data)
        self.wfile.flush()

    def _error(self, status: int, code: str, message: str) -> None:
        if message.startswith("<"):
            self._head(status, "text/html", len(message))
            self.wfile.write(message.encode())
            return
        headers = {"Retry_After": self.owner.retry_after} if status == 429 else {}
        self._json(status, {"error": {"message": message, "type": code, "code": code, "param": None}}, **headers)

    def _event(self, value: Mapping[str, Any]) -> None:
        self._chunk(b"data: " + json.dumps(value).encode() + b"\n\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
        self.wfile.flush()


class Shape:
    """Puts what is written into the form of the API, as content or as the arguments of a tool call."""

    def __init__(self, as_tool: bool, body: Mapping[str, Any]) -> None:
        self._as_tool, self._body = as_tool, body
        self._name = body["tools"][0]["function"]["name"] if as_tool else ""

    def head(self, kind: str) -> dict[str, Any]:
        return {"id": "chatcmpl-1", "object": kind, "created": 0, "model": self._body.get("model")}

    def finish(self, reply: Reply) -> str:
        return "tool_calls" if self._as_tool and reply.finish == "stop" else reply.finish

    def message(self, reply: Reply) -> dict[str, Any]:
        if not self._as_tool:
            refusal = {"refusal": reply.refusal} if reply.refusal else {}
            return {"role": "assistant", "content": reply.text or None, **refusal}
        call = {"id": "call_1", "type": "function", "function": {"name": self._name, "arguments": reply.text}}
        return {"role": "assistant", "content": None, "tool_calls": [call]}

    def opening(self) -> dict[str, Any]:
        if not self._as_tool:
            return {"role": "assistant", "content": ""}
        call = {"index": 0, "id": "call_1", "type": "function", "function": {"name": self._name, "arguments": ""}}
        return {"role": "assistant", "content": None, "tool_calls": [call]}

    def delta(self, piece: str) -> dict[str, Any]:
        if not self._as_tool:
            return {"content": piece}
        return {"tool_calls": [{"index": 0, "function": {"arguments": piece}}]}

    def chunk(self, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return {**self.head("chat.completion.chunk"), "choices": [choice]}
