"""HTTP by hand, so that a connection can end wherever a fault wants it to."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

WORTH_ZIPPING = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    verb: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    payload: bytes

    def form(self) -> dict[str, str]:
        return {key: values[-1] for key, values in self.form_many().items()}

    def form_many(self) -> dict[str, list[str]]:
        return parse_qs(self.payload.decode("utf-8", "replace"), keep_blank_values=True)

    def json(self) -> Any:
        """The body; None for one that is no JSON."""
        try:
            return json.loads(self.payload)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    status: int = 200
    payload: bytes = b""
    kind: str = "application/json; charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False  #: the connection ends without an answer


def json_reply(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    payload = b"" if body is None else json.dumps(body, indent=1, ensure_ascii=False).encode()
    return Reply(status=status, payload=payload, headers=headers or {})


def html_reply(page: str, status: int = 200) -> Reply:
    return Reply(status=status, payload=page.encode(), kind="text/html; charset=UTF-8")


Respond = Callable[[Incoming], Reply]


class Server(ThreadingHTTPServer):
    """Knows its open connections, so that stopping leaves none behind."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, respond: Respond, port: int) -> None:
        self.respond = respond
        self.open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), Handler)

    def close_all(self) -> None:
        for connection in list(self.open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hung up is no news."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def setup(self) -> None:
        super().setup()
        self.server.open.add(self.connection)

    def finish(self) -> None:
        self.server.open.discard(self.connection)
        super().finish()

    def log_message(self, *_arguments: object) -> None:
        """Tokens travel in these lines: they are written nowhere."""

    def _answer(self) -> None:
        reply = self.server.respond(self._incoming())
        if reply.silent:
            self.close_connection = True
            return
        payload, headers = self._zipped(reply)
        lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1") + payload)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815 - names of the library

    def _incoming(self) -> Incoming:
        parts = urlsplit(self.path)
        payload = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = parse_qs(parts.query, keep_blank_values=True)
        verb = self.headers.get("X-HTTP-Method-Override", self.command)
        if verb != self.command and verb == "GET":
            # What a client does whose address grew too long; the query is in the body then.
            query = parse_qs(payload.decode(), keep_blank_values=True) | query
        return Incoming(
            verb=verb,
            path=parts.path,
            query=query,
            headers=cast("Mapping[str, str]", self.headers),
            payload=payload,
        )

    def _zipped(self, reply: Reply) -> tuple[bytes, dict[str, str]]:
        headers = {"Content-Type": reply.kind, **reply.headers}
        payload = reply.payload
        if reply.status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
            return b"", {**reply.headers}
        if len(payload) > WORTH_ZIPPING and "gzip" in self.headers.get("Accept-Encoding", ""):
            payload = gzip.compress(payload, compresslevel=1)
            headers["Content-Encoding"] = "gzip"
        return payload, headers | {"Content-Length": str(len(payload))}
