from __future__ import annotations

import socket

from engine.nodelay import send_at_once


def test_connections_of_a_bound_socket_send_at_once() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as bound:
        bound.bind(("127.0.0.1", 0))
        assert not bound.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert send_at_once() >= 1
        bound.listen()
        with socket.create_connection(bound.getsockname()), bound.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_sockets_of_other_kinds_are_left_alone() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as loose, socket.socketpair()[0] as paired:
        send_at_once()
        assert loose.fileno() >= 0
        assert paired.fileno() >= 0
