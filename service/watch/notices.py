"""What the feed says of ourselves: that an account has to be connected again.

Whoever has only their calendar in view would wait for follow-ups that never come. The entry
lasts a few days from when it was noticed, and goes as soon as the account is back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from connectors.contract import Content, Span
from connectors.feed import FEED
from service.domain.model import FollowUp, Key, Standing
from service.domain.places import local
from service.domain.policy import Me
from service.store.values import GrantId, Source
from service.watch.places import Rows

LASTS = timedelta(days=7)


def notices(
    lost: Mapping[GrantId, str], sources: Iterable[Source], rows: Rows, me: Me, *, now: datetime
) -> Iterator[FollowUp]:
    """One entry for each account that a calendar is read through, and that is lost."""
    waiting = dict.fromkeys(one.grant for one in sources if one.active)
    for grant, provider in lost.items():
        if grant in waiting:
            key, today = Key(f"reconnect/{grant}"), local(now, me).date()
            row = rows.get(key)
            stands = row is not None and row.standing is Standing.OURS
            yield _notice(key, provider, row.sent.when.start if row and stands else today)


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
