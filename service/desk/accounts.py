"""Accounts that a person has connected: how each stands, and what is read and written through it.

By default follow-ups go into the calendar they belong to. An employer reads along in the
calendars it gives out, so for an account that may be one's the private feed is suggested, with
the reason; the person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from connectors.contract import Problem
from service.desk.calendars import LARGEST_NUMBER, MOST
from service.desk.connecting import PROVIDER
from service.desk.refusals import InTheWay, Unfit
from service.domain.policy import Me
from service.domain.vocabulary.domains import domain_of, freemail_domains
from service.store.grants import GrantState, StoredGrant, grants_of, stored_grant
from service.store.journal import write_line
from service.store.leases import wake
from service.store.sources import add_source, set_writes, sources
from service.store.store import Reader, Store, Writer
from service.store.values import GrantId, PersonId, Source, Writes

PRIMARY: Final = "primary"
"""By which the provider knows the main calendar of an account, whatever its address."""
TESTING_LIFE: Final = timedelta(days=7)
"""How long a consent to an app lasts that is not published (facts: google-calendar 4.2)."""
_HOST: Final = "Google Calendar"
_LONGEST_ID: Final = 1024
_NOT_WATCHED: Final = ("@group.v.calendar.google.com", "@import.calendar.google.com")


class NoSuchAccount(Exception):
    """There is none, or it is somebody else's, or it was given back: said alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account in plain words. `why_feed` is why its follow-ups should not be put into it.

    `testing`: it ends by itself because the operator's app is not published. `watched` are the
    calendars that are read through it, by their ids.
    """

    id: GrantId
    email: str = field(repr=False)
    state: GrantState
    why: str | None
    consented: datetime
    ends: datetime | None
    testing: bool
    why_feed: str | None
    watched: Mapping[str, Source]

    @property
    def writes(self) -> Writes:
        """Where follow-ups go; before anything is chosen, what is suggested."""
        for one in self.watched.values():
            return one.writes
        return "feed" if self.why_feed else "there"

    @property
    def names(self) -> tuple[str, ...]:
        """What its watched calendars are called."""
        return tuple(one.called for one in self.watched.values())


def accounts(tx: Reader, person: PersonId, me: Me) -> list[Account]:
    """Those that are connected or paused, the oldest first. Raises `WrongKey`."""
    kept = [one for one in grants_of(tx, person) if one.state != "revoked"]
    mine = sources(tx, person) if kept else []
    return [_account(one, mine, me) for one in kept]


def account(tx: Reader, person: PersonId, number: int, me: Me) -> Account:
    """One of the person's own. Raises `NoSuchAccount`, `WrongKey`."""
    found = stored_grant(tx, GrantId(number)) if 0 < number <= LARGEST_NUMBER else None
    if found is None or found.person != person or found.state == "revoked":
        raise NoSuchAccount
    return _account(found, sources(tx, person), me)


def choose(  # noqa: PLR0913 (what the form holds, and whose it is)
    store: Store,
    person: PersonId,
    number: int,
    me: Me,
    *,
    calendars: Sequence[str],
    writes: Writes,
    now: datetime,
) -> None:
    """Watch these too, and have all follow-ups of the account go to where `writes` says.

    Raises `NoSuchAccount`; `Unfit` for an id that will never do, `InTheWay` for one too many.
    """
    with store.write() as tx:
        wake(tx, person, now=now)
        chosen = account(tx, person, number, me)
        wanted = {_fit(one, chosen.email) for one in calendars if one.strip()}
        new = sorted(wanted - set(chosen.watched), key=lambda one: (one != PRIMARY, one))
        _refuse_too_many(len(sources(tx, person)) + len(new))
        if not new and not chosen.watched:
            raise Unfit(_NONE)
        for one in chosen.watched.values():
            if one.writes != writes:
                set_writes(tx, one.id, writes, now=now)
        for address in new:
            _add(tx, person, chosen.id, address, writes, now)


def _add(  # noqa: PLR0913, PLR0917 (the columns of one row)
    tx: Writer, person: PersonId, grant: GrantId, address: str, writes: Writes, now: datetime
) -> None:
    add_source(
        tx,
        person,
        address,
        name="",
        host=_HOST,
        now=now,
        kind=PROVIDER,
        grant=grant,
        writes=writes,
    )
    write_line(tx, person, now, "source_added", None, f"A {_HOST} is read from now on.")


def _account(grant: StoredGrant, mine: Sequence[Source], me: Me) -> Account:
    lasts = None if grant.ends is None else grant.ends - grant.consented
    return Account(
        id=grant.id,
        email=grant.email,
        state=grant.state,
        why=grant.why,
        consented=grant.consented,
        ends=grant.ends,
        testing=lasts is not None and lasts <= TESTING_LIFE,
        why_feed=_why_feed(grant.email, me),
        watched={one.address: one for one in mine if one.grant == grant.id},
    )


def _why_feed(email: str, me: Me) -> str | None:
    domain = domain_of(email)
    if domain in freemail_domains():
        return None
    if domain in map(domain_of, me.work_emails):
        return _AT_WORK.format(domain=domain)
    return _MAY_BE_WORK.format(domain=domain)


def _fit(written: str, email: str) -> str:
    """The id as it is kept. Raises `Unfit`."""
    one = written.strip().casefold()
    if one in (PRIMARY, email.casefold()):
        return PRIMARY
    local, at, domain = one.rpartition("@")
    plain = one.isascii() and one.isprintable() and " " not in one and len(one) <= _LONGEST_ID
    if not (local and at and "." in domain and plain) or "/" in one:
        raise Unfit(_NO_ID)
    if one.endswith(_NOT_WATCHED):
        raise Unfit(_NOT_THEIRS)
    return one


def _refuse_too_many(count: int) -> None:
    if count > MOST:
        raise InTheWay(_TOO_MANY)


_AT_WORK = (
    "This is your account at {domain}, where you work, by your settings: your employer can read"
    " its calendar, follow-ups included. They go to your private feed unless you say otherwise."
)
_MAY_BE_WORK = (
    "This account is of {domain}. If that is where you work, your employer can read its calendar,"
    " follow-ups included. So they go to your private feed unless you say otherwise."
)
_WHERE = "the calendars"
_NONE = Problem(
    where=_WHERE,
    what="No calendar is chosen.",
    next_step="Tick your main one, or give the ID of another.",
)
_NO_ID = Problem(
    where=_WHERE,
    what="This is no calendar ID: one looks like an email address.",
    next_step="In Google Calendar: the calendar's settings, “Integrate calendar”, “Calendar ID”.",
)
_NOT_THEIRS = Problem(
    where=_WHERE,
    what="This is a calendar of holidays, birthdays or one that Google itself subscribes to.",
    next_step="No interview stands in there. Give the ID of one that you write into.",
)
_TOO_MANY = Problem(
    where=_WHERE,
    what=f"With these you would have more than {MOST} calendars, which is as many as are read.",
    next_step="Choose fewer, or remove one that you no longer need.",
)
