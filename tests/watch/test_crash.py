"""kill -9 at any moment loses nothing and doubles nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.contract import Content, Span
from connectors.ics.read import read
from connectors.ics.recurrence import expand
from connectors.ics.write import Entry, calendar
from service.domain.survey import survey
from service.settings_file import load
from service.store.seal import Seal, new_key
from service.store.store import open_store
from tests.watch.home import NEW_YORK, NOW, SETTINGS, at_home, by_key
from tests.watch.nursery import attendance

ROOT = Path(__file__).parents[2]
COMPANIES = [f"Acme{letter}" for letter in "ABCDEFGHIJ"]
BETWEEN = timedelta(hours=3)
FAR = timedelta(days=100)


@dataclass
class Diary:
    """The source: interviews come, move, lose their tag and go."""

    file: Path
    dice: random.Random
    starts: dict[str, datetime] = field(default_factory=dict)
    untagged: set[str] = field(default_factory=set)

    def change(self) -> None:
        company = self.dice.choice(COMPANIES)
        match self.dice.randrange(5):
            case 0 | 1 | 2:
                day = NOW + FAR + timedelta(days=self.dice.randrange(200))
                self.starts[company] = day.replace(hour=self.dice.randrange(9, 16))
            case 3:
                self.starts.pop(company, None)
            case 4:
                self.untagged ^= {company}
        self.write()

    def write(self) -> None:
        draft = self.file.with_suffix(".new")
        draft.write_bytes(calendar(map(self._entry, self.starts), name="", timezone="UTC"))
        draft.replace(self.file)

    def _entry(self, company: str) -> Entry:
        tag = "" if company in self.untagged else " #interview"
        what = "Meeting" if company in self.untagged else "Interview"
        start = self.starts[company]
        span = Span(start=start, end=start + timedelta(hours=1))
        return Entry(
            uid=f"{company}@diary",
            content=Content(title=f"{what} with {company} - Engineer{tag}", when=span),
            key="",
            status="confirmed",
            created=NOW,
            modified=NOW,
        )


def of_a_fresh_plan(file: Path, now: datetime) -> dict[str, tuple]:
    policy = load(SETTINGS, where="settings")
    events = [(event, "") for event in read(file.read_bytes(), home=NEW_YORK).events]
    planned = survey(events, policy, now=now, expand=expand).follow_ups
    return {
        one.key: (
            one.content.title,
            one.content.when.start.astimezone(UTC),
            one.content.notes,
            one.status.upper(),
        )
        for one in planned
    }


def as_planned(body: bytes) -> dict[str, tuple]:
    return {
        key: (
            str(event["SUMMARY"]),
            event["DTSTART"].dt.astimezone(UTC),
            str(event["DESCRIPTION"]),
            str(event["STATUS"]),
        )
        for key, event in by_key(body).items()
    }


class Revisions:
    """What a subscriber saw: no revision of an entry ever falls, and every change has its own."""

    def __init__(self) -> None:
        self.seen: dict[str, tuple[int, datetime, bytes]] = {}

    def see(self, body: bytes) -> None:
        for event in by_key(body).values() if body else ():
            uid, text = str(event["UID"]), event.to_ical()
            new = (int(event["SEQUENCE"]), event["LAST-MODIFIED"].dt, text)
            old = self.seen.get(uid)
            if old is not None:
                assert new[:2] >= old[:2]
                assert (new[0] > old[0]) is (text != old[2])
            self.seen[uid] = new


def crash(url: str, folder: Path, passes: int, seed: int) -> None:
    key = new_key()
    store = open_store(url, seal=Seal.from_keys([key]))
    print(f"seed {seed}")
    dice, home = random.Random(seed), at_home(store)  # noqa: S311 - kills are no secret
    home.calendar("Diary")
    diary, revisions = Diary(folder / "diary.ics", dice), Revisions()
    diary.write()
    command = [sys.executable, "-m", "tests.watch.nursery", url, key, f"{home.person}"]
    with subprocess.Popen(
        [*command, str(diary.file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    ) as nursery:
        for _ in range(passes):
            diary.change()
            home.now += BETWEEN
            nth = dice.choice([-1, *range(1, 13)])
            nursery.stdin.write(f"{home.now.isoformat()} {nth}\n")
            nursery.stdin.flush()
            child = int(nursery.stdout.readline())
            _bury(child, dice.uniform(0.03, 0.35) if nth < 0 else 5.0)
            revisions.see(home.body())
        nursery.stdin.close()
    home.now += BETWEEN
    attendance(store, diary.file, lambda: home.now).attend(home.person)
    revisions.see(home.body())
    assert as_planned(home.body()) == of_a_fresh_plan(diary.file, home.now)
    _assert_told_once(home)
    store.close()


def _bury(child: int, after: float) -> None:
    """Wait for a child's end, and bring it about when it lives too long."""
    end = time.monotonic() + after
    while time.monotonic() < end:
        if not _lives(child):
            return
        time.sleep(0.005)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    while _lives(child):
        time.sleep(0.005)


def _lives(child: int) -> bool:
    try:
        os.kill(child, 0)
    except ProcessLookupError:
        return False
    return True


def _assert_told_once(home) -> None:
    """Every entry that stands was told to come once more often than to go."""
    with home.store.read() as tx:
        from service.store.journal import journal  # noqa: PLC0415

        lines = journal(tx, home.person, limit=1_000_000)
    told = Counter()
    for line in reversed(lines):
        told[line.key] += {"follow_up_created": 1, "follow_up_removed": -1}.get(line.action, 0)
        assert told[line.key] in {0, 1}
    assert {key for key, number in told.items() if number} == set(home.entries())


def test_kills_at_any_moment_lose_and_double_nothing(database_url, tmp_path):
    crash(database_url, tmp_path, passes=15, seed=int(time.time()))


@pytest.mark.soak
def test_five_hundred_kills_lose_and_double_nothing(database_url, tmp_path):
    crash(database_url, tmp_path, passes=250, seed=int(time.time()))
