"""Delivering push messages: once, twice, late or never, as the weather is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from queue import Queue
from urllib.parse import urlsplit

RETRIED = frozenset({500, 502, 503, 504})
TAKEN = frozenset({102, 200, 201, 202, 204})
TIMEOUT = 5.0
UNREACHABLE = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    address: str
    headers: Mapping[str, str]
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One attempt, and what the receiver said; 0 for nothing."""

    message: Message
    status: int

    @property
    def taken(self) -> bool:
        return self.status in TAKEN


Fate = Callable[[Message], Sequence[float]]
"""The seconds after which each copy arrives: `(0,)` as it should, `()` never, `(0, 0)` twice."""


class Pushes:
    """A queue and a thread. `settle` waits until everything that was sent has arrived."""

    def __init__(self) -> None:
        self.fate: Fate = lambda _message: (0.0,)
        self.pauses: Sequence[float] = (0.05, 0.1, 0.2)
        self.deliveries: list[Delivery] = []
        self._waiting: Queue[Message | None] = Queue()
        self._held: list[Message] | None = None
        self._late: set[threading.Timer] = set()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        for timer in list(self._late):
            timer.cancel()
        self._waiting.put(None)
        if self._thread:
            self._thread.join(TIMEOUT)

    def hold(self) -> None:
        """Keep what is sent from now on until `release`."""
        self._held = []

    def release(self, *, backwards: bool = False) -> int:
        """Let it go, the last first if asked; how many there were."""
        held, self._held = self._held or [], None
        for message in reversed(held) if backwards else held:
            self._waiting.put(message)
        return len(held)

    def send(self, message: Message) -> None:
        if self._held is not None:
            self._held.append(message)
            return
        for seconds in self.fate(message):
            if seconds:
                self._later(message, seconds)
            else:
                self._waiting.put(message)

    def settle(self, seconds: float = 5.0) -> None:
        """Wait for everything on its way. Raises `TimeoutError`."""
        ends = time.monotonic() + seconds
        while self._waiting.unfinished_tasks or self._late:
            if time.monotonic() > ends:
                raise TimeoutError("pushes are still on their way")
            time.sleep(0.005)

    def deliver(self, message: Message) -> None:
        """Bring it, and try again as long as the receiver says that it's only for now."""
        for pause in (*self.pauses, None):
            status = _posted(message)
            self.deliveries.append(Delivery(message=message, status=status))
            if status not in RETRIED or pause is None:
                return
            time.sleep(pause)

    def _later(self, message: Message, seconds: float) -> None:
        def arrive() -> None:
            self._waiting.put(message)
            self._late.discard(timer)

        timer = threading.Timer(seconds, arrive)
        timer.daemon = True
        self._late.add(timer)
        timer.start()

    def _run(self) -> None:
        while (message := self._waiting.get()) is not None:
            self.deliver(message)
            self._waiting.task_done()


def _posted(message: Message) -> int:
    parts = urlsplit(message.address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=TIMEOUT)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path or "/", headers={**message.headers, "Content-Length": "0"})
        return connection.getresponse().status
    except (OSError, HTTPException):
        return UNREACHABLE
    finally:
        connection.close()
