"""The app behind a real uvicorn on loopback, and a client that hides nothing."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPMessage
from threading import Thread
from time import monotonic, sleep

import uvicorn

from service.store.faults import Unavailable
from service.web.app import create_app

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, span: timedelta) -> None:
        self.now += span


class Moody:
    """A store that is out of order on demand."""

    def __init__(self, store):
        self._store = store
        self.trouble = None

    @contextmanager
    def read(self):
        with self._transaction("read") as tx:
            yield tx

    def glance(self, look):
        if self.trouble is not None:
            raise self.trouble
        return self._store.glance(look)

    @contextmanager
    def write(self):
        with self._transaction("write") as tx:
            yield tx

    def _transaction(self, kind):
        if self.trouble is not None:
            raise self.trouble
        return getattr(self._store, kind)()

    def break_down(self, trouble=None):
        self.trouble = trouble or Unavailable("the disk at /var/lib/secret is gone")


@dataclass
class Running:
    port: int
    store: Moody
    clock: Clock
    woken: list[int] = field(default_factory=list)
    public_url: str | None = None

    @property
    def base_url(self) -> str:
        return self.public_url or f"http://127.0.0.1:{self.port}"

    def ask(self, path, *, method="GET", headers=None, body=None) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        with closing(connection):
            return Answer(answer.status, answer.headers, answer.read())

    def call(self, path, token, *, method="GET", given=None) -> Answer:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = None
        if given is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(given)
        return self.ask(f"/api/v1{path}", method=method, headers=headers, body=body)


def _listener():
    """Says that it is TCP, as sockets of uvicorn's own do: else asyncio leaves Nagle's way on."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.bind(("127.0.0.1", 0))
    made.listen()
    return made


class Brisk(uvicorn.Server):
    """Ends when it is told to: its parent looks only ten times a second, and then rests as long.

    A thousand tests have one each. How the parent ends is tested where `serve` is.
    """

    async def main_loop(self):
        await self.on_tick(0)
        while not self.should_exit:  # noqa: ASYNC110 - the flag of the parent
            await asyncio.sleep(0.005)

    async def shutdown(self, sockets=None):
        for one in (*self.servers, *(sockets or ())):
            one.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await asyncio.sleep(0.005)
        with suppress(TimeoutError):
            patience = self.config.timeout_graceful_shutdown
            await asyncio.wait_for(self._wait_tasks_to_complete(), patience)
        await self.lifespan.shutdown()


@contextmanager
def running(store, *, log_config=None, public_url=None, **options) -> Iterator[Running]:
    with _listener() as listening:
        here = Running(listening.getsockname()[1], Moody(store), Clock(), public_url=public_url)
        app = create_app(
            here.store, base_url=here.base_url, wake=here.woken.append, clock=here.clock, **options
        )
        _spare_analysing(app)
        config = uvicorn.Config(
            app, log_config=log_config, timeout_graceful_shutdown=3, proxy_headers=False
        )
        server = Brisk(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            wait_until(lambda: server.started)
            yield here
        finally:
            server.should_exit = True
            thread.join(60)


_ANALYSED: dict[int, object] = {}


def _spare_analysing(app) -> None:
    """FastAPI analyses all operations at the first request of an app: 80 ms, once a process."""
    routes = app.router.routes
    for place, route in enumerate(routes):
        if hasattr(route, "original_router"):
            routes[place] = _ANALYSED.setdefault(id(route.original_router), route)


def wait_until(ready, seconds=60):
    until = monotonic() + seconds
    while not ready():
        assert monotonic() < until, "it did not happen in time"
        sleep(0.005)
