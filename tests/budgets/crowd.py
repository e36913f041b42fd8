"""A crowd at the stand-in whose calendars two workers attend to, as processes of their own."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from connectors.consent import Fresh, Grant
from service import wiring
from service.store.grants import keep_grant
from service.store.people import add_person, begin
from service.store.sources import add_source
from service.store.store import Store
from tests.google_fake.fake import Fake
from tests.google_fake.faults import Fault
from tests.google_fake.grants import DEFAULT_CLIENT, DEFAULT_SECRET

MINUTE, HOUR, YEAR = timedelta(minutes=1), timedelta(hours=1), timedelta(days=365)
WORKERS = 2
LIMITS = {"domain": "usageLimits", "reason": "rateLimitExceeded"}


@dataclass
class Crowd:
    """`parked` are those whom a quotaExceeded has met."""

    store: Store
    fake: Fake
    emails: list[str] = field(default_factory=list)
    parked: set[str] = field(default_factory=set)
    made: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def settle(self, number: int) -> None:
        now = wiring.clock()
        for place in range(number):
            email = f"p{place:03}@gmail.com"
            self.fake.account(email)
            fresh = Fresh(
                access_token=self.fake.access_token(email), expires=now + YEAR, refresh_token="r"
            )
            consent = Grant(subject=email, email=email, scopes=frozenset({"x"}), fresh=fresh)
            how = {"name": "Mine", "host": "google", "kind": "google", "writes": "there"}
            with self.store.write() as tx:
                person = add_person(tx, email, now=now)
                begin(tx, person, now=now)
                grant = keep_grant(tx, person, "google", consent, now=now)
                add_source(tx, person, email, now=now, grant=grant, **how)
            self.emails.append(email)

    def change(self, email: str) -> None:
        """One more interview, which names the person it belongs to."""
        number = self.made[email]
        self.made[email] += 1
        start = wiring.clock().replace(minute=0, second=0, microsecond=0)
        start += timedelta(days=3 + 2 * number)
        title = f"Interview with {email[:4].upper()}N{number} Works - Engineer #interview"
        self.fake.person(email).create(title, start, start + HOUR)

    def weather(self, seed: int, *, bad: float) -> None:
        dice = random.Random(seed)  # noqa: S311

        def next_one(method: str, user: str) -> Fault | None:
            if dice.random() > bad:
                return None
            kind = dice.choice(["403", "429", "429", "503", "quota"])
            if kind == "quota" and method == "events.insert":
                self.parked.add(user)
                return Fault(
                    kind="status", status=403, reason="quotaExceeded", domain="usageLimits"
                )
            if kind in ("403", "429"):
                return Fault(kind="status", status=int(kind), retry_after=1, **LIMITS)
            return Fault(kind="status", status=503, retry_after=1)

        self.fake.faults.weather = next_one

    def follow_ups(self, email: str) -> list[str]:
        """What a person reads in them; ids may look like anything."""
        return [
            f"{one['summary']} {one.get('description', '')}".upper()
            for one in self.fake.person(email).events()
            if "afterword_key" in one.get("extendedProperties", {}).get("private", {})
        ]

    def served(self, email: str) -> bool:
        """Whether something of ours stands there for every interview."""
        told = " ".join(self.follow_ups(email))
        return all(f"{email[:4].upper()}N{n} " in told for n in range(self.made[email]))

    def strangers(self) -> list[str]:
        """Whoever has something of somebody else's in their calendar."""
        found = []
        for email in self.emails:
            names = set(re.findall(r"P\d\d\dN", " ".join(self.follow_ups(email))))
            if names - {f"{email[:4].upper()}N"}:
                found.append(email)
        return found

    def most_in_a_minute(self) -> tuple[int, int]:
        """Of the whole project, and of the busiest person."""
        calls = [(one.at, one.user) for one in list(self.fake.seen) if one.user]
        own = defaultdict(list)
        for at, user in calls:
            own[user].append(at)
        return _most([at for at, _ in calls]), max(map(_most, own.values()))


def _most(times: list) -> int:
    times = sorted(times)
    ends = (bisect_left(times, one + MINUTE) - place for place, one in enumerate(times))
    return max(ends, default=0)


@contextmanager
def workers(url: str, key: str, fake: Fake, home: Path, base_url: str) -> Iterator[None]:
    """`afterword worker`, twice."""
    environment = {
        **os.environ,
        **fake.endpoints.variables(),
        "AFTERWORD_DATABASE_URL": url,
        "AFTERWORD_KEY": key,
        "AFTERWORD_HOME": f"{home}",
        "AFTERWORD_BASE_URL": base_url,
        "AFTERWORD_GOOGLE_CLIENT_ID": DEFAULT_CLIENT,
        "AFTERWORD_GOOGLE_CLIENT_SECRET": DEFAULT_SECRET,
    }
    with ExitStack() as running:
        for number in range(WORKERS):
            said = running.enter_context((home / f"worker{number}.log").open("w"))
            one = subprocess.Popen(
                [sys.executable, "-m", "service", "worker"],
                env=environment,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
            running.callback(_end, one)
        yield


def _end(one: subprocess.Popen) -> None:
    one.send_signal(signal.SIGTERM)
    try:
        one.wait(15)
    except subprocess.TimeoutExpired:
        one.kill()
        one.wait()


def wait_for(done, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if done():
            return True
        time.sleep(0.5)
    return False
