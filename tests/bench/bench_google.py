"""What the Google connector adds to Google's own client making the same calls.

    python -m tests.bench.bench_google

The fake is a process of its own; measured is the CPU time of this one, by turns, medians of one
run. Changed: a delta with one event that was tagged, then five inserts; at most 1.5 times the
bare loop. Unchanged: 2,000 people's wake-ups with nothing new; at most 1.6 times.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import httplib2  # noqa: E402 - also run as a file
from google.oauth2.credentials import Credentials  # noqa: E402
from google_auth_httplib2 import AuthorizedHttp  # noqa: E402
from googleapiclient.discovery import build  # noqa: E402

from connectors.contract import CalendarId, Content, Create, Cursor  # noqa: E402
from connectors.google.api import Api, OpenGate  # noqa: E402
from connectors.google.connector import GoogleCalendar  # noqa: E402
from connectors.google.ids import event_id  # noqa: E402
from connectors.google.listing import _QUERY  # noqa: E402
from connectors.google.wire import FIELDS, body_of  # noqa: E402
from service.domain.model import Key  # noqa: E402
from service.domain.reconcile import name  # noqa: E402
from tests.connectors.laws import PLAIN  # noqa: E402

PEOPLE, ROUNDS, WAKE_UPS = 20, 30, 2000
KINDS = ("prompt", "debrief", "email", "card", "call")
BODY = body_of("fu-0a1b2c@afterword", PLAIN)
MOST = {"changed": 1.5, "unchanged": 1.6}

FAKE = """
import sys
from datetime import datetime, timedelta, UTC
from tests.google_fake.fake import Fake
start = datetime(2026, 12, 1, 9, tzinfo=UTC)
with Fake() as fake:
    fake.interface.check_answers = False
    fake.manners.user_per_minute = fake.manners.project_per_minute = 10**9
    people = sys.argv[1:]
    for person in people:
        fake.account(person)
        fake.person(person).create("Acme", start, start + timedelta(hours=1), id="interview")
    print(fake.api_url, *(fake.access_token(person) for person in people), flush=True)
    for line in sys.stdin:
        fake.person(line.strip()).edit("interview", summary="Acme #interview")
        fake.seen.clear()
        print("tagged", flush=True)
"""


class Token:
    """An access token that is always good."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self) -> str:
        return self._token

    def renew(self, bad_token: str) -> str:
        raise AssertionError(f"{len(bad_token)} letters should have done")


def main() -> bool:
    """Print what was measured; whether all of it is as wanted."""
    people = [f"p{number}@gmail.com" for number in range(PEOPLE)]
    command = [sys.executable, "-c", FAKE, *people]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT, text=True) as fake:
        assert fake.stdin is not None
        assert fake.stdout is not None
        endpoint, *tokens = fake.stdout.readline().split()

        def tag(person: str) -> None:
            print(person, file=fake.stdin, flush=True)
            fake.stdout.readline()

        try:
            return measure(endpoint, dict(zip(people, tokens, strict=True)), tag)
        finally:
            fake.stdin.close()
            fake.kill()


def measure(endpoint: str, tokens: dict[str, str], tag: Callable[[str], None]) -> bool:
    bare, ours = Bare(endpoint, tokens), Ours(endpoint, tokens)
    changed: dict[str, list[float]] = {"bare": [], "ours": []}
    unchanged: dict[str, list[float]] = {"bare": [], "ours": []}
    for number in range(ROUNDS):
        for who in (bare, ours) if number % 2 else (ours, bare):
            person = f"p{number % PEOPLE}@gmail.com"
            tag(person)
            changed[who.called].append(cpu(lambda w=who, p=person, n=number: w.changed(p, n)))
            share = WAKE_UPS // ROUNDS
            unchanged[who.called].append(cpu(lambda w=who, s=share: w.wake_ups(s)) / share)
    good = True
    for what, times in (("changed", changed), ("unchanged", unchanged)):
        plain, whole = median(times["bare"]), median(times["ours"])
        good &= whole <= MOST[what] * plain
        verdict = f"{whole / plain:5.2f} x bare (at most {MOST[what]})"
        print(f"{what:10} {1000 * plain:6.2f} -> {1000 * whole:6.2f} ms CPU  {verdict}")
    return good


def cpu(work: Callable[[], None]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


class Bare:
    """The loop that anybody would write, with its parts built once (facts 5.1)."""

    called = "bare"

    def __init__(self, endpoint: str, tokens: dict[str, str]) -> None:
        self._http = httplib2.Http(timeout=20)
        service = build(
            "calendar", "v3", http=httplib2.Http(), static_discovery=True,
            client_options={"api_endpoint": endpoint},
        )  # fmt: skip
        self._events = service.events()
        self._who = {p: Credentials(token) for p, token in tokens.items()}
        self._since: dict[str, str] = {}
        for person in tokens:
            self._list(person)

    def changed(self, person: str, number: int) -> None:
        assert len(self._list(person)["items"]) >= 1
        for kind in KINDS:
            named = name(Key(f"bare/{number}/{kind}"))
            body = {**BODY, "id": event_id(named)}
            self._run(
                person,
                self._events.insert(
                    calendarId="primary", body=body, sendUpdates="none", fields=FIELDS
                ),
            )
        self._list(person)

    def wake_ups(self, count: int) -> None:
        for number in range(count):
            person = f"p{number % PEOPLE}@gmail.com"
            self._list(person)

    def _list(self, person: str) -> Any:
        since = {"syncToken": self._since[person]} if person in self._since else {}
        answer = self._run(person, self._events.list(calendarId="primary", **_QUERY, **since))
        self._since[person] = answer["nextSyncToken"]
        return answer

    def _run(self, person: str, request: Any) -> Any:
        return request.execute(http=AuthorizedHttp(self._who[person], http=self._http))


class Ours:
    """The connector, made anew for each person's pass, as the service does."""

    called = "ours"

    def __init__(self, endpoint: str, tokens: dict[str, str]) -> None:
        self._endpoint = endpoint
        self._tokens = {person: Token(token) for person, token in tokens.items()}
        self._since: dict[str, Cursor] = {}
        for person in tokens:
            self._pull(person)

    def changed(self, person: str, number: int) -> None:
        assert self._pull(person) >= 1
        names = [name(Key(f"ours/{number}/{kind}")) for kind in KINDS]
        writes = [Create(name=one, content=content()) for one in names]
        made = self._google(person).push(CalendarId("primary"), writes)
        assert [one.name for one in made] == names  # type: ignore[union-attr]
        self._pull(person)

    def wake_ups(self, count: int) -> None:
        for number in range(count):
            self._pull(f"p{number % PEOPLE}@gmail.com")

    def _pull(self, person: str) -> int:
        changes = self._google(person).pull(CalendarId("primary"), self._since.get(person))
        self._since[person] = changes.cursor
        return len(changes.items)

    def _google(self, person: str) -> GoogleCalendar:
        api = Api(self._tokens[person], endpoint=self._endpoint, gate=OpenGate())
        return GoogleCalendar(api=api)


def content() -> Content:
    return Content(title=PLAIN.title, when=PLAIN.when, notes=PLAIN.notes)


if __name__ == "__main__":
    sys.exit(not main())
