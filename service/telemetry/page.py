"""`/metrics` for who has the token: the same in the web and beside a worker."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

PATH: Final = "/metrics"
WAITING_S: Final = 10
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Without a token of its own it is there for nobody, and does not say that it could be."""

    registry: CollectorRegistry
    token: str = field(repr=False)

    def answer(self, authorization: str | None) -> tuple[int, str, bytes]:
        """Status, type and body for who sent this `Authorization`."""
        if not self.token:
            return HTTPStatus.NOT_FOUND, "text/plain", b"There is nothing here.\n"
        given = (authorization or "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, f"Bearer {self.token}".encode()):
            return HTTPStatus.UNAUTHORIZED, "text/plain", b"This needs the token of the metrics.\n"
        return HTTPStatus.OK, CONTENT_TYPE_LATEST, generate_latest(self.registry)


@contextmanager
def listening(page: Page, host: str, port: int | None) -> Iterator[None]:
    """For a worker, which serves nothing else. Without a port there is none. Raises `OSError`."""
    if port is None:
        yield
        return
    handler = type("_Handler", (_Handler,), {"page": page})
    with ThreadingHTTPServer((host, port), handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, name="metrics", daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    page: Page
    timeout = WAITING_S

    def do_GET(self) -> None:
        """Answer for one path, and for the others that there is nothing."""
        here = self.path.partition("?")[0] == PATH
        found = self.page if here else Page(registry=self.page.registry, token="")
        status, kind, body = found.answer(self.headers["Authorization"])
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: what it would print holds whatever was asked for."""
