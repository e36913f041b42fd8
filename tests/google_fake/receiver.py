"""Somebody who is told of changes, for tests of the pushes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.google_fake.wire import Incoming, Reply, Server


@dataclass
class Receiver:
    address: str = ""
    heard: list[Incoming] = field(default_factory=list)
    says: list[int] = field(default_factory=list)  #: statuses of the next answers; then 204

    def respond(self, incoming: Incoming) -> Reply:
        self.heard.append(incoming)
        return Reply(status=self.says.pop(0) if self.says else 204)

    def headers(self, name: str) -> list[str | None]:
        return [incoming.headers.get(f"X-Goog-{name}") for incoming in self.heard]


@contextmanager
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    server = Server(made.respond, 0)
    made.address = f"http://127.0.0.1:{server.server_address[1]}/google/push"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.close_all()
        server.server_close()
