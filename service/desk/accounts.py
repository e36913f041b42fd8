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

from connectors.consent import Reach
from connectors.contract import Problem
from service.desk.calendars import LARGEST_NUMBER, MOST, read_by
from service.desk.connecting import HOST, PROVIDER
from service.desk.refusals import InTheWay, Unfit
from service.domain.policy import Me
from service.domain.vocabulary.domains import domain_of, freemail_domains
from service.store.grants import GrantState, StoredGrant, grants_of, stored_grant
from service.store.journal import write_line
from service.store.leases import wake
from service.store.sources import add_source, set_address, set_writes, sources
from service.store.store import Reader, Store, Writer
from service.store.values import GrantId, PersonId, Source, Writes

PRIMARY: Final = "primary"
"""By which the provider knows the main calendar of an account, whatever its address."""
TESTING_LIFE: Final = timedelta(days=7)
"""How long a consent to an app lasts that is not published (facts: google-calendar 4.2)."""
_LONGEST_ID: Final = 1024
_NOT_WATCHED: Final = ("@group.v.calendar.google.com", "@import.calendar.google.com")


class NoSuchAccount(Exception):
    """There is none, or it is somebody else's, or it was given back: said alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account in plain words. `why_feed` is why its follow-ups should not be put into it.

    `testing`: it ends by itself because the operator's app is not published. `watched` are the
    calendars that are read through it, by their ids. `own` is the one that we made, or are to
    make, for the follow-ups: then Google lets us write into no other.
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
    own: Source | None

    @property
    def writes(self) -> Writes:
        """Where follow-ups go; before anything is chosen, what is suggested."""
        for one in self.watched.values():
            return one.writes
        return "feed" if self.why_feed else self.inside

    @property
    def inside(self) -> Writes:
        """Which calendar the follow-ups go into, if it is one of this account."""
        return "apart" if self.own else "there"

    @property
    def reach(self) -> Reach:
        """How far the consent goes."""
        return "own" if self.own else "watched"

    @property
    def written(self) -> tuple[Source, ...]:
        """The calendars that may hold something of ours."""
        if self.own is None:
            return tuple(self.watched.values())
        return () if self.own.unmade else (self.own,)

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

    Raises `NoSuchAccount`; `Unfit` for an id that will never do, `InTheWay` for one too many and
    for follow-ups where Google does not let us write.
    """
    with store.write() as tx:
        wake(tx, person, now=now)
        chosen = account(tx, person, number, me)
        if writes not in ("feed", chosen.inside):
            raise InTheWay(_ONLY_APART if chosen.own else _NOT_APART)
        wanted = {_fit(one, chosen.email) for one in calendars if one.strip()}
        new = sorted(wanted - set(chosen.watched), key=lambda one: (one != PRIMARY, one))
        _refuse_too_many(len(read_by(tx, person)) + len(new))
        if not new and not chosen.watched:
            raise Unfit(_NONE)
        for one in chosen.watched.values():
            if one.writes != writes:
                set_writes(tx, one.id, writes, now=now)
        for address in new:
            _add(tx, person, chosen.id, address, writes, now)


def make_again(store: Store, person: PersonId, number: int, me: Me, *, now: datetime) -> None:
    """Look for the calendar of our own, and make it anew if it is gone.

    Raises `NoSuchAccount`, `InTheWay` where there never was one.
    """
    with store.write() as tx:
        wake(tx, person, now=now)
        own = account(tx, person, number, me).own
        if own is None:
            raise InTheWay(_NOT_APART)
        set_address(tx, own.id, "", now=now)
        write_line(tx, person, now, "calendar_wanted_again", None, _WANTED_AGAIN)


def _add(  # noqa: PLR0913, PLR0917 (the columns of one row)
    tx: Writer, person: PersonId, grant: GrantId, address: str, writes: Writes, now: datetime
) -> None:
    add_source(
        tx,
        person,
        address,
        name="",
        host=HOST,
        now=now,
        kind=PROVIDER,
        grant=grant,
        writes=writes,
    )
    write_line(tx, person, now, "source_added", None, f"A {HOST} is read from now on.")


def _account(grant: StoredGrant, mine: Sequence[Source], me: Me) -> Account:
    lasts = None if grant.ends is None else grant.ends - grant.consented
    through = [one for one in mine if one.grant == grant.id]
    return Account(
        id=grant.id,
        email=grant.email,
        state=grant.state,
        why=grant.why,
        consented=grant.consented,
        ends=grant.ends,
        testing=lasts is not None and lasts <= TESTING_LIFE,
        why_feed=_why_feed(grant.email, me),
        watched={one.address: one for one in through if one.writes != "ours"},
        own=next((one for one in through if one.writes == "ours"), None),
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
_WANTED_AGAIN = "The calendar of the follow-ups is looked for, and made again if it is gone."
_ONLY_APART = Problem(
    where="where the follow-ups go",
    what="At Google you let us read your calendars, and write into none but one that we make.",
    next_step="To have them beside the interview, disconnect the account and connect it anew.",
)
_NOT_APART = Problem(
    where="where the follow-ups go",
    what="At Google you did not let us make a calendar for the follow-ups.",
    next_step="To have one, disconnect the account and connect it anew with that choice.",
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
