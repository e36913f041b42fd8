"""Leaving: what goes, that it goes all at once, and a receipt.

All that is a person's hangs on their row and goes with it, in one transaction. A pass under way
asks for its lease before each write, finds none, and stops; so nothing comes back. Of the feed
only the hash of its address stays, so that calendar programs are told that it is gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from service.store.holdings import counts
from service.store.leases import wake
from service.store.people import person as find_person
from service.store.people import remove_person
from service.store.retired_feeds import retire_feeds
from service.store.store import Store
from service.store.values import PersonId

_WORDS: Mapping[str, tuple[str, str]] = {
    "sources": ("calendar, with its secret address", "calendars, with their secret addresses"),
    "visits": ("interview", "interviews"),
    "sessions": ("appointment of an interview", "appointments of interviews"),
    "suggestions": ("suggestion", "suggestions"),
    "follow_ups": ("planned follow-up", "planned follow-ups"),
    "placements": ("entry in your feed or calendar", "entries in your feed or calendar"),
    "answers": ("answer you gave", "answers you gave"),
    "debriefs": ("debrief of an interview", "debriefs of interviews"),
    "journal": ("line of your activity", "lines of your activity"),
    "feeds": ("address of your feed", "addresses of your feed"),
    "browser_sessions": ("signed-in browser", "signed-in browsers"),
    "devices": ("browser that opened your links", "browsers that opened your links"),
    "sign_in_links": ("sign-in link", "sign-in links"),
    "api_tokens": ("personal token", "personal tokens"),
}
"""What people would miss; the other tables are ways to find these, and go as well."""

WHAT_IS_LEFT = (
    "Remove the subscription “Interview follow-ups” in your calendar app: it may show a copy.",
    "Calendars of yours that were only read have not changed.",
    "What was put into a connected Google calendar stays there, and is yours to delete.",
    "Google lists Afterword among the connections of your account until you end it there.",
    "Backups that were made of this service before today hold it until they are replaced.",
)


class NotConfirmed(Exception):
    """The name that was typed is not the person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was forgotten, and when. It does not say whose it was."""

    at: datetime
    gone: tuple[str, ...]

    @property
    def text(self) -> str:
        """The receipt as a plain text file."""
        gone = "\n".join(f"- {one}" for one in self.gone or ("nothing was stored",))
        left = "\n\n".join(WHAT_IS_LEFT)
        when = f"{self.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        return f"Afterword: everything was deleted on {when}.\n\n{gone}\n\n{left}\n"


def what_goes(store: Store, person: PersonId) -> tuple[str, ...]:
    """What would be deleted, counted."""
    with store.read() as tx:
        return _said(counts(tx, person))


def leave(store: Store, person: PersonId, *, name: str, now: datetime) -> Receipt:
    """Delete everything of the person, who confirms by typing their `name`.

    Raises `NotConfirmed`, also for somebody who has gone already; `Unavailable`.
    """
    with store.write() as tx:
        wake(tx, person, now=now)  # takes the row: a pass waits, and then finds it gone
        who = find_person(tx, person)
        if who is None or _plain(who.name) != _plain(name):
            raise NotConfirmed
        gone = _said(counts(tx, person))
        retire_feeds(tx, person)
        remove_person(tx, person)
    return Receipt(at=now, gone=gone)


def _plain(name: str) -> str:
    """A phone begins every field with a capital, and adds a space after a word."""
    return " ".join(name.split()).casefold()


def _said(counted: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(
        f"{counted[table]} {one if counted[table] == 1 else many}"
        for table, (one, many) in _WORDS.items()
        if counted[table]
    )
