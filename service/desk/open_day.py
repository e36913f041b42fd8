"""What is open today as a calendar with one entry, all day: the feed of open loops.

It is made when it is asked for. What it says changes by the hour and with every word of the
person's, and a version kept for each of these would tell nothing that the follow-ups don't.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from connectors.contract import Content, Span
from connectors.ics.write import Entry, calendar
from service.desk.loops import Loop, counted, loops
from service.desk.settings import policy_of
from service.desk.upcoming import laid_out, stored
from service.domain.model import Key
from service.domain.places import local
from service.domain.policy import Policy
from service.domain.reconcile import name
from service.store.store import Reader
from service.store.values import PersonId

NAME = "Open today"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay:
    """`etag` is of what the calendar says; the bytes tell, too, when it was asked for."""

    body: bytes
    etag: str


def open_day(tx: Reader, person: PersonId, *, base_url: str, now: datetime) -> OpenDay:
    """What the page of open loops shows. Raises `Unavailable`.

    Raises `SettingsError` for settings that nobody checked: they may ask for discreet titles.
    """
    policy = policy_of(tx, person)
    found = laid_out(stored(tx, person), policy.me, now=now)
    content = _content(loops(found, policy.me, now=now), policy, base_url=base_url, now=now)
    midnight = local(now, policy.me).replace(hour=0, minute=0, second=0, microsecond=0)
    key = name(Key(f"open loops {person} {midnight:%Y-%m-%d}"))
    first, latest = (
        _calendar(content, policy, key, link=_link(base_url), since=midnight, at=at)
        for at in (midnight, now)
    )
    return OpenDay(body=latest, etag=sha256(first).hexdigest())


def _content(
    open_: Sequence[Loop], policy: Policy, *, base_url: str, now: datetime
) -> Content | None:
    if not open_:
        return None
    today = local(now, policy.me).date()
    discreet = policy.privacy.discreet_titles
    lines = [one.discreetly if discreet else f"{one.what} ({one.when})" for one in open_]
    return Content(
        title=f"Open today: {counted(open_)}",
        when=Span(start=today, end=today + timedelta(days=1)),
        notes="\n".join([*(f"- {line}" for line in lines), "", _link(base_url)]),
    )


def _calendar(  # noqa: PLR0913 (keywords, but for what is written)
    content: Content | None, policy: Policy, key: str, *, link: str, since: datetime, at: datetime
) -> bytes:
    """Every version of a day is a later revision, or some apps would go on showing the first."""
    entries = [
        Entry(
            uid=key,
            key=key,
            content=one,
            status="confirmed",
            created=since,
            modified=at,
            sequence=max(0, int((at - since).total_seconds())),
            url=link,
        )
        for one in (content,)
        if one is not None
    ]
    return calendar(entries, name=NAME, timezone=policy.me.timezone)


def _link(base_url: str) -> str:
    return f"{base_url.rstrip('/')}/loops"
