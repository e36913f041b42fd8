"""`afterword serve` as a process of its own, and what a person and their calendar see of it.

A test changes a calendar at its origin, has it checked, and looks at the feed. Only whether the
pass that was asked for is over is read from the database: no answer of the service tells it,
and without it a test could not tell "nothing changed" from "not yet".
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

from sqlalchemy import select, update

from service.store import schema
from service.store.people import add_person, set_settings
from service.store.seal import Seal, hash_token, new_key, new_token
from service.store.store import Store, open_store
from service.store.tokens import add_token
from tests.serve.origin import FOLDER, Origin
from tests.watch.home import by_key
from tests.web.running import Answer

ROOT = Path(__file__).parents[2]
SETTINGS = '[me]\nname = "Alex Morgan"\ntimezone = "America/Phoenix"\ncountry = "US"\n'
PATIENCE_S = 60.0
PRIVATE = (FOLDER.strip("/"), "Acme", "Globex")
"""What no log may hold, beside the tokens."""


def eventually(ready, seconds=PATIENCE_S):
    """What `ready` gives as soon as it is something; never a fixed sleep."""
    until = monotonic() + seconds
    while not (found := ready()):
        assert monotonic() < until, "it did not happen in time"
        sleep(0.01)
    return found


def rested(store, person) -> bool:
    """Whether the last pass that was asked for is over."""
    row = schema.people.c
    asked = select(row.lease_token, row.synced_seq, row.wake_seq).where(row.id == person)
    with store.read() as tx:
        found = tx.connection.execute(asked).one()
    return found.lease_token is None and found.synced_seq == found.wake_seq


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Client:
    """One person's token and feed, as programs outside use them."""

    service: Service
    person: int
    token: str = field(repr=False)
    feed: str = field(default="", repr=False)

    def api(self, path, *, method="GET", given=None):
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        body = None if given is None else json.dumps(given)
        return self.service.ask(f"/api/v1{path}", method=method, headers=headers, body=body)

    def rotate(self):
        """A new address of the feed."""
        answer = self.api("/feed/rotate", method="POST")
        assert answer.status == 201
        self.feed = urlsplit(answer.json["address"]).path
        self.service.private.append(self.feed.split("/")[2])
        self.rested()

    def fetch(self, *, method="GET", **headers) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.service.ask(self.feed, method=method, headers=named)

    def body(self) -> bytes:
        answer = self.fetch()
        assert answer.status == 200
        return answer.body

    def entries(self):
        return by_key(self.body())

    def add(self, address, name="Personal") -> int:
        answer = self.api("/sources", method="POST", given={"address": address, "name": name})
        assert answer.status == 201, answer.body
        self.rested()
        return answer.json["id"]

    def check(self, *sources: int):
        """Have calendars looked at, and wait until it is done."""
        for source in sources:
            self.ask_to_check(source)
        self.rested()

    def ask_to_check(self, source: int):
        answer = self.api(f"/sources/{source}/check", method="POST")
        assert answer.status == 202

    def source(self, source: int):
        return self.api(f"/sources/{source}").json

    def said(self, source: int) -> str:
        """What is said to be wrong with a calendar; empty: nothing."""
        problem = self.source(source)["problem"]
        return f"{problem['what']} {problem['next_step']}" if problem else ""

    def rested(self, seconds=PATIENCE_S):
        """Wait until the last pass that was asked for is over."""
        eventually(lambda: self.service.rested(self.person), seconds)


@dataclass
class Service:
    """A home of its own, a port of its own, and the process that may come and go."""

    home: Path
    database_url: str
    origin: Origin
    key: str = field(default_factory=new_key, repr=False)
    port: int = field(default_factory=free_port)
    private: list[str] = field(default_factory=lambda: list(PRIVATE), repr=False)
    process: subprocess.Popen[bytes] | None = None
    _opened: Store | None = None

    def start(self, *, ahead: timedelta | None = None):
        """Serve; `ahead`: by a clock that is so far ahead."""
        module = "service"
        if ahead is not None:
            module = "tests.serve.later"
            (self.home / "ahead").write_text(f"{ahead.total_seconds()}")
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, "serve"],
                env=self.environment,
                cwd=self.home,
                stdout=log,
                stderr=log,
            )
        eventually(self.answers)

    def stop(self) -> int:
        """End it as a supervisor does; how it ended."""
        return self._end(signal.SIGTERM)

    def kill(self):
        """End it as a power cut does."""
        self._end(signal.SIGKILL)

    def _end(self, number) -> int:
        process, self.process = self.process, None
        if self._opened:  # so that whoever starts next finds the files as this one left them
            self._opened.close()
            self._opened = None
        if process is None:
            return 0
        process.send_signal(number)
        try:
            return process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise

    def answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log()
        try:
            return self.ask("/readyz").status == 200
        except OSError:
            return False

    def command(self, *words: str) -> str:
        """What another command says meanwhile, on a wide terminal."""
        ran = subprocess.run(
            [sys.executable, "-m", "service", *words],
            env={**self.environment, "COLUMNS": "400"},
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    @property
    def environment(self):
        kept = {key: value for key, value in os.environ.items() if not key.startswith("AFTERWORD_")}
        return kept | {
            "PYTHONPATH": str(ROOT),
            "AHEAD": str(self.home / "ahead"),
            "AFTERWORD_HOME": str(self.home),
            "AFTERWORD_DATABASE_URL": self.database_url,
            "AFTERWORD_KEY": self.key,
            "AFTERWORD_PORT": str(self.port),
            "AFTERWORD_ALLOW_HOSTS": f"127.0.0.1:{self.origin.port}",
        }

    def ask(self, path, *, method="GET", headers=None, body=None) -> Answer:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)) as connection:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())

    def client(self, name="alex", settings=SETTINGS) -> Client:
        """One more person, with a token and a feed; "me" is there since the service started."""
        token, now = new_token(), datetime.now(UTC)
        with self._store.write() as tx:
            person = add_person(tx, name, now=now)
            set_settings(tx, person, settings, now=now)
            add_token(tx, person, "tests", hash_token(token), now)
        self.private.append(token)
        client = Client(self, person, token)
        client.rotate()
        return client

    def was_read_earlier(self, source: int, by: timedelta):
        """As if the calendar had been read so much longer ago: nobody waits for that."""
        which = schema.sources.c.id == source
        with self._store.write() as tx:
            read = select(schema.sources.c.last_read).where(which)
            earlier = tx.connection.execute(read).scalar_one() - by
            tx.connection.execute(update(schema.sources).where(which).values(last_read=earlier))

    def rested(self, person) -> bool:
        return rested(self._store, person)

    @property
    def _store(self) -> Store:
        if self._opened is None:
            seal = Seal.from_keys([self.key])
            self._opened = open_store(self.database_url, seal=seal, migrate=False)
        return self._opened

    def log(self) -> str:
        return (self.home / "log").read_text()

    def is_discreet(self):
        """Nothing private in the log, and nothing that went wrong unforeseen."""
        log = self.log()
        assert "Traceback" not in log
        assert [word for word in self.private if word in log] == []
