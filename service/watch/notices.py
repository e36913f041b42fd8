"""What the feed says of ourselves: that an account has to be connected again.

Whoever has only their calendar in view would wait for follow-ups that never come. The entry
lasts a few days from when it was noticed, and goes as soon as the account is back. Each loss has
its own: one that was over before would be history, and never be seen again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from connectors.contract import Content, Span
from connectors.feed import FEED
from service.domain.model import FollowUp, Key, Standing
from service.domain.places import local
from service.domain.policy import Me
from service.store.grants import StoredGrant
from service.store.values import GrantId, Source
from service.watch.places import Rows

LASTS = timedelta(days=7)


def notices(
    lost: Mapping[GrantId, StoredGrant],
    sources: Iterable[Source],
    rows: Rows,
    me: Me,
    *,
    now: datetime,
) -> Iterator[FollowUp]:
    """One entry for each account that a calendar is read through, and that is lost."""
    waiting = dict.fromkeys(one.grant for one in sources if one.active)
    for grant in (one for one in lost.values() if one.id in waiting):
        key, today = _key(grant), local(now, me).date()
        row = rows.get(key)
        stands = row is not None and row.standing is Standing.OURS
        yield _notice(key, grant.provider, row.sent.when.start if row and stands else today)


def _key(grant: StoredGrant) -> Key:
    """Of this loss: each consent is lost once."""
    return Key(f"reconnect/{grant.id}/{grant.consented.astimezone(UTC):%Y%m%dT%H%M%S}")


def _notice(key: Key, provider: str, since: date) -> FollowUp:
    name = provider.title()
    return FollowUp(
        key=key,
        calendar=FEED,
        content=Content(
            title=f"Reconnect {name}",
            when=Span(start=since, end=since + LASTS),
            notes=(
                f"Your {name} account is no longer connected to Afterword. Until you connect it "
                "again, new interviews are not seen and nothing is written. What stands stays."
            ),
        ),
        because=f"{name} no longer lets us at your calendar.",
    )
