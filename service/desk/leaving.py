"""Leaving: what goes, that it goes all at once, and a receipt.

All that is a person's hangs on their row and goes with it, in one transaction. A pass under way
asks for its lease before each write, finds none, and stops; so nothing comes back. Of the feed
only the hash of its address stays, so that calendar programs are told that it is gone. Access to
accounts is given back before that, for it goes with the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Final

from service.desk.parting import Hands, Returned, give_back
from service.store.grants import active_grants
from service.store.holdings import counts
from service.store.leases import wake
from service.store.people import person as find_person
from service.store.people import remove_person
from service.store.retired_feeds import retire_feeds
from service.store.store import Reader, Store
from service.store.values import GrantId, PersonId

_WORDS: Mapping[str, tuple[str, str]] = {
    "grants": ("connected Google account", "connected Google accounts"),
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
    "Backups that were made of this service before today hold it until they are replaced.",
)

_STILL_LISTED = (
    "Google could not be told just now, so it lists Afterword among the connections of your"
    " account until you end it there: myaccount.google.com/connections."
)
_SHARED = (
    "Somebody else here uses the same Google account, so Google still lists Afterword among its"
    " connections."
)
PATIENCE_S: Final = 30.0
"""How long Google is waited for in all: whoever leaves has not got all day."""


class NotConfirmed(Exception):
    """The name that was typed is not the person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was forgotten, and when, and what is `left` to do. It does not say whose it was."""

    at: datetime
    gone: tuple[str, ...]
    left: tuple[str, ...] = WHAT_IS_LEFT

    @property
    def text(self) -> str:
        """The receipt as a plain text file."""
        gone = "\n".join(f"- {one}" for one in self.gone or ("nothing was stored",))
        left = "\n\n".join(self.left)
        when = f"{self.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        return f"Afterword: everything was deleted on {when}.\n\n{gone}\n\n{left}\n"


def what_goes(store: Store, person: PersonId) -> tuple[str, ...]:
    """What would be deleted, counted."""
    with store.read() as tx:
        return _said(counts(tx, person))


def leave(
    store: Store, person: PersonId, *, name: str, hands: Hands | None, now: datetime
) -> Receipt:
    """Delete everything of the person, who confirms by typing their `name`.

    Before that `hands` stop what Google tells us and give the access back, as far as Google
    answers; what did not work is in the receipt, and nobody has to stay for it. None: no client
    is set up at Google. Raises `NotConfirmed`, also for somebody who has gone already;
    `Unavailable`.
    """
    with store.read() as tx:
        _confirm(tx, person, name)
        connected = active_grants(tx, person)
    left = _given_back(store, connected, hands, now)
    with store.write() as tx:
        wake(tx, person, now=now)  # takes the row: a pass waits, and then finds it gone
        _confirm(tx, person, name)
        gone = _said(counts(tx, person))
        retire_feeds(tx, person)
        remove_person(tx, person)
    return Receipt(at=now, gone=gone, left=(*WHAT_IS_LEFT, *left))


def _confirm(tx: Reader, person: PersonId, name: str) -> None:
    who = find_person(tx, person)
    if who is None or _plain(who.name) != _plain(name):
        raise NotConfirmed


def _given_back(
    store: Store, connected: Sequence[GrantId], hands: Hands | None, now: datetime
) -> tuple[str, ...]:
    """Give every account back; what there is to say of those that did not go."""
    until, came = monotonic() + PATIENCE_S, set[Returned | None]()
    try:
        for grant in connected:
            in_time = hands is not None and monotonic() < until
            came.add(give_back(store, grant, hands, now=now) if hands and in_time else None)
    finally:
        if hands is not None and connected:
            hands.hang_up()
    return tuple(said for one, said in ((None, _STILL_LISTED), ("shared", _SHARED)) if one in came)


def _plain(name: str) -> str:
    """A phone begins every field with a capital, and adds a space after a word."""
    return " ".join(name.split()).casefold()


def _said(counted: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(
        f"{counted[table]} {one if counted[table] == 1 else many}"
        for table, (one, many) in _WORDS.items()
        if counted[table]
    )
