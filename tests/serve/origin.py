"""Where calendars are published: a server on loopback that is polite, or as bad as it is told.

A calendar has an ETag and a Last-Modified, and whoever holds it gets a 304. What was asked and
answered is kept, so that a test can count.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket

from tests.cli.command import calendar, vevent

FOLDER = "/private-3f9c2a7d51e84b60/"
"""As secret as the address of a calendar is: no log may hold it."""
HOUR = timedelta(hours=1)
TITLE = "Interview with Acme - Data Engineer #interview"

Trick = bytes | Callable[[socket], None]
"""The bytes of an answer, head and all, or what does with the connection as it likes."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    name: str
    conditional: bool
    status: int
    sent: int  #: bytes of the body


@dataclass(frozen=True, kw_only=True)
class Published:
    body: bytes
    modified: str

    @property
    def etag(self) -> str:
        return f'"{sha256(self.body).hexdigest()[:16]}"'


@dataclass
class Origin:
    port: int = 0
    calendars: dict[str, Published] = field(default_factory=dict)
    tricks: dict[str, Trick] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def put(self, name: str, *events: str) -> str:
        """Publish a calendar of these events; its address."""
        return self.put_bytes(name, calendar(*events))

    def put_bytes(self, name: str, body: bytes) -> str:
        modified = format_datetime(datetime.now(UTC), usegmt=True)
        self.calendars[name] = Published(body=body, modified=modified)
        return f"http://127.0.0.1:{self.port}{FOLDER}{name}"

    def forget(self):
        """Publish nothing, politely."""
        for kept in (self.calendars, self.tricks, self.asked):
            kept.clear()

    def of(self, name: str) -> list[Asked]:
        return [one for one in self.asked if one.name == name]


class _Handler(BaseHTTPRequestHandler):
    origin: Origin

    def do_GET(self):
        name = self.path.removeprefix(FOLDER)
        trick = self.origin.tricks.get(name)
        if trick is None:
            self._publish(name, self.origin.calendars.get(name))
            return
        self._note(name, status=0, sent=0)
        with suppress(OSError):  # the client hung up, as it may
            trick(self.connection) if callable(trick) else self.connection.sendall(trick)

    def _publish(self, name, published):
        if published is None:
            self.send_error(404)
            return
        held = self.headers["If-None-Match"] == published.etag
        body = b"" if held else published.body
        self._note(name, status=304 if held else 200, sent=len(body))
        self.send_response(304 if held else 200)
        self.send_header("Content-Type", "text/calendar")
        self.send_header("ETag", published.etag)
        self.send_header("Last-Modified", published.modified)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _note(self, name, **answer):
        conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        self.origin.asked.append(Asked(name=name, conditional=conditional, **answer))

    def log_message(self, *_):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that hangs up is nothing to print."""


@contextmanager
def published() -> Iterator[Origin]:
    origin = Origin()
    with _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"origin": origin})) as server:
        origin.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield origin
        finally:
            server.shutdown()


def interview(uid: str, start: datetime, *more: str, title: str = TITLE) -> str:
    """An interview of an hour, as a VEVENT."""
    lines = (f"DTSTART:{_utc(start)}", f"DTEND:{_utc(start + HOUR)}", *more)
    return vevent(*lines, uid=uid, title=title)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
