"""The fixtures of a network nobody leaves."""

import socket
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from threading import Thread

import pytest

from tests.connectors.transport.loopback import Reply, Server, World


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    servers: list[tuple[Server, Thread]] = []

    def start(*replies: Reply, **options: object) -> Server:
        server = Server(list(replies), **options)
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        servers.append((server, thread))
        return server

    yield start
    for server, thread in servers:
        server.listener.shutdown(socket.SHUT_RDWR)
        server.listener.close()
        thread.join(6)


@pytest.fixture(autouse=True)
def connections(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every address a socket was asked to connect to; anything but loopback fails at once."""
    attempts: list[tuple[str, int]] = []
    connect = socket.socket.connect

    def watched(self: socket.socket, address: tuple[str, int]) -> None:
        attempts.append(address)
        assert ip_address(address[0]).is_loopback, f"a test left the machine: {address}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    return attempts


@pytest.fixture
def world() -> Callable[..., World]:
    def make(port: int = 9, **names: list[str]) -> World:
        return World({name.replace("_", "."): [found] for name, found in names.items()}, port)

    return make
