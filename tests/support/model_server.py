"""A model's endpoint on loopback: chat completions, streamed or not, at a known pace, wrong when told to be."""

from __future__ import annotations

import socket
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal

from support.model_faults import Fault
from support.model_http import Handler, Httpd, Received
from support.model_replies import Writer

__all__ = ["Fault", "Hold", "ModelServer", "Pace", "Received", "Supports", "closed_port"]

Support = Literal["yes", "no", "ignored"]
"""A feature that works, one refused with an error, one passed over in silence."""
_ANY: Final = "*"


@dataclass(frozen=True)
class Pace:
    """How fast the model writes: seconds to its first token, tokens a second after that (0: at once)."""

    first_token: float = 0.0
    tokens_per_second: float = 0.0


@dataclass(frozen=True)
class Supports:
    """What the server can do."""

    json_schema: Support = "yes"
    tools: Support = "yes"
    streaming: Support = "yes"
    usage: bool = True
    models: bool = True  # GET /v1/models


@dataclass
class _Planned:
    fault: Fault
    left: int | None  # None: for ever
    after: int  # requests that pass first


@dataclass
class Hold:
    """A reply stopped on its way."""

    after: int
    released: threading.Event = field(default_factory=threading.Event)
    reached: threading.Event = field(default_factory=threading.Event)


class ModelServer:
    """Serves while its ``with`` block runs. ``base_url`` is what a client is given; ``requests`` is what it sent.

    ``fail`` tells what goes wrong; ``held`` stops a reply between two of its items until it is let go.
    """

    def __init__(
        self,
        pace: Pace = Pace(),
        *,
        supports: Supports = Supports(),
        model: str = "test-model",
        api_key: str = "",
        retry_after: str = "0",
        drip_seconds: float = 0.02,
        port: int = 0,
    ) -> None:
        self.pace, self.supports, self.model, self.api_key = pace, supports, model, api_key
        self.retry_after, self.drip_seconds = retry_after, drip_seconds
        self.requests: list[Received] = []
        self.active = self.most_active = 0
        self.stopping = threading.Event()
        self.writer = Writer()
        self._lock = threading.Lock()
        self._script: defaultdict[str, list[_Planned]] = defaultdict(list)
        self._holds: dict[str, Hold] = {}
        self._httpd = Httpd(("127.0.0.1", port), Handler)
        self._httpd.owner = self
        self.port = int(self._httpd.server_address[1])
        self.base_url = f"http://127.0.0.1:{self.port}/v1"
        self._thread = threading.Thread(target=self._httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> ModelServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End now, in the middle of what is being written too; further connections are refused."""
        self.stopping.set()
        for hold in self._holds.values():
            hold.released.set()
        self._httpd.shutdown()
        self._httpd.close_connections()
        self._httpd.server_close()
        self._thread.join(timeout=10)

    def fail(self, call: str, fault: Fault | str, times: int | None = None, after: int = 0) -> None:
        """Answer the next ``times`` requests of ``call`` ("*": any; None: all from now on) with ``fault``.

        ``after`` requests are answered well first. Several faults of a call come one after another.
        """
        with self._lock:
            self._script[call].append(_Planned(Fault(fault), times, after))

    def mend(self) -> None:
        """Forget every fault."""
        with self._lock:
            self._script.clear()

    @contextmanager
    def held(self, call: str, after: int = 0) -> Iterator[Hold]:
        """Stop replies of ``call`` after so many items until ``released`` is set; ``reached`` tells that one waits."""
        hold = self._holds[call] = Hold(after)
        try:
            yield hold
        finally:
            hold.released.set()
            self._holds.pop(call, None)

    def of(self, call: str) -> list[Received]:
        """The requests of one call."""
        return [request for request in self.requests if request.call == call]

    # --- for the handler ---------------------------------------------------------------------------

    def next_fault(self, call: str) -> Fault | None:
        with self._lock:
            for planned in [*self._script[call], *self._script[_ANY]]:
                if planned.after:
                    planned.after -= 1
                    return None
                if planned.left is None:
                    return planned.fault
                if planned.left:
                    planned.left -= 1
                    return planned.fault
        return None

    def hold_of(self, call: str) -> Hold | None:
        return self._holds.get(call)

    def entered(self, by: int) -> None:
        with self._lock:
            self.active += by
            self.most_active = max(self.most_active, self.active)

    def note(self, received: Received) -> None:
        with self._lock:
            self.requests.append(received)


def closed_port() -> str:
    """The base URL of an address on loopback where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
