"""How often a client may ask, and who the client is."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final, Literal

import limits
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers
from starlette.types import Scope

from engine.errors import TooManyRequests
from engine.settings import Settings

Action = Literal["create", "upload", "answer"]
_EVERYONE: Final = "*"


class RateLimits:
    """Moving windows over requests that passed validation. Safe to share between threads.

    Creating and uploading are counted for each address and over all, answering for each address.
    """

    def __init__(self, settings: Settings) -> None:
        create = _rate(settings.create_limit)
        self._rates = {"create": create, "upload": create, "answer": _rate(settings.answer_limit)}
        self._windows = MovingWindowRateLimiter(storage_from_string(settings.limit_storage))
        self._door = threading.Lock()
        self._proxies = tuple(ip_network(each.strip()) for each in settings.trusted_proxies.split(",") if each.strip())

    def address(self, scope: Scope) -> str:
        """Who asks: the peer, or whoever a trusted proxy says it asks for."""
        return client_address(scope, self._proxies)

    def count(self, action: Action, address: str) -> None:
        """Count a request, unless one of its limits is reached: then none of them counts it.

        Raises:
            TooManyRequests: the limit is reached; it says for how many seconds.
        """
        rate = self._rates[action]
        if rate is None:
            return
        keys = [(action, address)] if action == "answer" else [(action, address), (action, _EVERYONE)]
        with self._door:
            full = [key for key in keys if not self._windows.test(rate, *key)]
            if not full:
                for key in keys:
                    self._windows.hit(rate, *key)
                return
            free_at = max(self._windows.get_window_stats(rate, *key).reset_time for key in full)
        raise TooManyRequests(retry_after=max(1, math.ceil(free_at - time.time())))


def _rate(text: str) -> limits.RateLimitItem | None:
    return limits.parse(text) if text else None


def client_address(scope: Scope, proxies: Sequence[IPv4Network | IPv6Network]) -> str:
    """The peer's address, or what X-Forwarded-For says where the peer is one of ``proxies``.

    Of the addresses that proxies wrote one after another, the last that is not itself a proxy's counts: what stands
    before it may be the client's own invention.
    """
    address = _peer(scope)
    forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
    for each in reversed([part.strip() for part in forwarded.split(",") if part.strip()]):
        if not _is_in(address, proxies):
            break
        address = each
    return address


def _peer(scope: Scope) -> str:
    """Who is at the other end of the connection.

    The server program may have put there what X-Forwarded-For claims (uvicorn believes any program of this computer);
    but whoever reached a loopback address came from one.
    """
    server = (scope.get("server") or ("", None))[0]
    if _is_loopback(server):
        return str(server)
    return str((scope.get("client") or ("", 0))[0])


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _is_in(address: str, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)
