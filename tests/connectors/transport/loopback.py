"""A server that says what a test tells it to, on loopback, and a made-up internet."""

import gzip
import socket
from collections.abc import Callable
from dataclasses import dataclass, field

import httpcore

from connectors.transport import Network

Reply = bytes | Callable[[socket.socket], None]
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//T//T//EN\r\nEND:VCALENDAR\r\n"
PUBLIC = "93.184.216.34"


def reply(body: bytes = CALENDAR, status: str = "200 OK", **headers: str) -> bytes:
    fields = {"Content_Length": str(len(body)), **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1") + body


def moved(location: str, status: str = "302 Found") -> bytes:
    return reply(b"gone", status, Location=location)


def packed(body: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        body = gzip.compress(body)
    return body


@dataclass
class Server:
    """Gives its replies in order, one a connection, the last one for ever."""

    replies: list[Reply]
    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    requests: list[bytes] = field(default_factory=list)
    wrap: Callable[[socket.socket], socket.socket] = lambda plain: plain

    @property
    def port(self) -> int:
        return self.listener.getsockname()[1]

    @property
    def allowed(self) -> frozenset[tuple[str, int]]:
        return frozenset({("127.0.0.1", self.port)})

    def url(self, path: str = "/calendar.ics") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                try:
                    self._serve(connection)
                except OSError:
                    continue  # the client hung up, as it may

    def _serve(self, plain: socket.socket) -> None:
        plain.settimeout(5)
        with self.wrap(plain) as connection:
            request = b""
            while b"\r\n\r\n" not in request:
                part = connection.recv(65536)
                if not part:
                    return
                request += part
            self.requests.append(request)
            answer = self.replies[min(len(self.requests), len(self.replies)) - 1]
            answer(connection) if callable(answer) else connection.sendall(answer)


@dataclass
class World:
    """A made-up internet: names to addresses; whatever is dialled reaches one loopback port."""

    names: dict[str, list[list[str]]]
    port: int = 9
    asked: list[tuple[str, int]] = field(default_factory=list)
    dialled: list[tuple[str, int]] = field(default_factory=list)

    def resolve(self, host: str, port: int) -> list[str]:
        self.asked.append((host, port))
        answers = self.names.get(host)
        if answers is None:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def dial(self, address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        self.dialled.append((address, port))
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self.port, timeout=seconds)

    @property
    def network(self) -> Network:
        return Network(resolve=self.resolve, dial=self.dial)
