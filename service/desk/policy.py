"""Other settings: what they would change, and taking them over.

What is foreseen compares two outcomes, a pass under the settings in force and one under the
others, so that what is about to happen anyway is not put down to the change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from connectors.contract import Content, Create, Moment, Update
from service.domain import wording
from service.domain.model import Key, Placement, Push, Standing
from service.domain.places import local
from service.domain.policy import Me, Policy
from service.machine_zone import machine_zone
from service.settings_file import load
from service.store.journal import write_line
from service.store.leases import wake
from service.store.ledger import every_row
from service.store.people import person as find_person
from service.store.people import set_settings
from service.store.store import Reader, Store
from service.store.values import PersonId
from service.watch.preview import Foreseen, foreseen
from service.watch.recall import at_home, recall

What = Literal["moved", "added", "taken_away", "reworded"]
UNASKED = "Your settings would no longer ask for it."


class Stale(Exception):
    """The settings have been changed since they were shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one follow-up: its times, on the clock it will be read by, and why."""

    what: What
    title: str
    before: str = ""
    after: str = ""
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What other settings would change; with `read_anew` calendars may hold more that counts."""

    changes: tuple[Change, ...]
    read_anew: bool
    begun: bool

    @property
    def sentence(self) -> str:
        """Like "Moves 3 open follow-ups, adds 1, takes away 2."."""
        counts = [(verb, self._count(what)) for what, verb in _VERBS.items()]
        found = [(verb, count) for verb, count in counts if count]
        if not found:
            return "Nothing that is planned would change."
        (verb, count), *more = found
        noun = "follow-up" if count == 1 else "follow-ups"
        others = "".join(f", {other} {number}" for other, number in more)
        return f"{verb.capitalize()} {count} open {noun}{others}."

    def _count(self, what: What) -> int:
        return sum(change.what == what for change in self.changes)


_VERBS: Mapping[What, str] = {
    "moved": "moves",
    "added": "adds",
    "taken_away": "takes away",
    "reworded": "rewords",
}


def settings_of(tx: Reader, person: PersonId) -> str:
    """The settings in force, as they were written; empty for the defaults."""
    who = find_person(tx, person)
    return who.settings if who else ""


def fingerprint(text: str) -> str:
    """What a form remembers of the settings it was made from."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def foresee(store: Store, person: PersonId, policy: Policy, *, now: datetime) -> Outlook:
    """What would change under `policy`. Writes nothing.

    Raises `Unavailable`, and `SettingsError` when the settings in force can't be read.
    """
    home = machine_zone()
    with store.read() as tx:
        known = recall(tx, person, home)
        rows = {row.key: row for row in every_row(tx, person)}
    if known is None:
        return Outlook(changes=(), read_anew=False, begun=False)
    other = at_home(policy, known.sources, home)
    before = _outcome(rows, foreseen(known, known.policy, rows, now=now))
    planned = foreseen(known, other, rows, now=now)
    reasons = {one.key: one.because for one in planned.wanted}
    return Outlook(
        changes=tuple(_changes(before, _outcome(rows, planned), reasons, other.me)),
        read_anew=_recognises(known.policy) != _recognises(other),
        begun=known.begun,
    )


def save(
    store: Store, person: PersonId, text: str, *, now: datetime, seen: str | None = None
) -> None:
    """Follow these settings from the next pass on, which is due now.

    `seen` is the fingerprint of the settings they were made from; None: whatever they are.
    Raises `SettingsError`, `Stale`, `Unavailable`.
    """
    load(text, where="settings")
    with store.write() as tx:
        wake(tx, person, now=now)  # takes the row, so that of two who save the second is stale
        before = settings_of(tx, person)
        if seen is not None and seen != fingerprint(before):
            raise Stale
        if text != before:
            set_settings(tx, person, text, now=now)
            said = "The settings were changed; the plan follows them."
            write_line(tx, person, now, "settings_changed", None, said)


def _recognises(policy: Policy) -> object:
    return policy.recognise, policy.me.emails, policy.me.work_emails


def _outcome(rows: Mapping[Key, Placement], planned: Foreseen) -> dict[Key, Content]:
    """What would stand on the calendar."""
    there = {
        key: row.seen for key, row in rows.items() if row.seen and row.standing != Standing.ABSENT
    }
    for one in planned.operations:
        if not isinstance(one, Push):
            continue
        if isinstance(one.write, Create | Update):
            there[one.key] = one.write.content
        else:
            there.pop(one.key, None)
    return there


def _changes(
    before: Mapping[Key, Content],
    after: Mapping[Key, Content],
    reasons: Mapping[Key, str],
    me: Me,
) -> Iterator[Change]:
    for key in _by_time(before, after):
        was, becomes = before.get(key), after.get(key)
        if was == becomes:
            continue
        yield Change(
            what=_what(was, becomes),
            title=_title(was, becomes),
            before=_said(was, me),
            after=_said(becomes, me),
            because=reasons.get(key, "") if becomes else UNASKED,
        )


def _title(was: Content | None, becomes: Content | None) -> str:
    return becomes.title if becomes else was.title if was else ""


def _what(was: Content | None, becomes: Content | None) -> What:
    if was is None:
        return "added"
    if becomes is None:
        return "taken_away"
    return "moved" if was.when != becomes.when else "reworded"


def _by_time(before: Mapping[Key, Content], after: Mapping[Key, Content]) -> Iterable[Key]:
    contents = {**before, **after}
    return sorted(contents, key=lambda key: (_sortable(contents[key].when.start), key))


def _sortable(moment: Moment) -> float:
    if isinstance(moment, datetime):
        return moment.timestamp()
    return (moment - date(1970, 1, 1)).total_seconds()


def _said(content: Content | None, me: Me) -> str:
    if content is None:
        return ""
    start = content.when.start
    if isinstance(start, datetime):
        return wording.said(local(start, me))
    return wording.said_day(start)
