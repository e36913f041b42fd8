"""Everything that is stored of a person, to take along: one ZIP with three files.

everything.json  all of it (docs/export.md), but for secrets: addresses of calendars and
                 of the feed, tokens
follow-ups.ics   the follow-ups, as the feed has them
people.vcf       the people met in interviews
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from connectors.feed import FEED
from service.desk.people_met import people_met, vcards, with_topics
from service.desk.settings import me_of
from service.domain.policy import Me
from service.store.debriefs import debriefs
from service.store.holdings import holdings
from service.store.ledger import entries
from service.store.plan_rows import follow_ups
from service.store.sessions import sessions, visit_names
from service.store.store import Reader, Store
from service.store.values import PersonId
from service.watch.printing import printed

FORMAT, VERSION = "afterword export", 1
NAMES: Mapping[str, str] = {
    "sources": "calendars",
    "placements": "ledger",
    "api_tokens": "tokens",
    "browser_sessions": "browsers",
}
"""What tables are called in the file, where people call them otherwise."""


def export(store: Store, person: PersonId, *, now: datetime) -> bytes:
    """The ZIP; all of it of one moment. Raises `Unavailable`."""
    with store.read() as tx:
        me, _ = me_of(tx, person)
        every = (one for held in sessions(tx, person).values() for one in held)
        told = with_topics(every, debriefs(tx, person), visit_names(tx, person))
        files = {
            "everything.json": _json(everything(tx, person, now=now)),
            "follow-ups.ics": _calendar(tx, person, me, now),
            "people.vcf": vcards(people_met(told), me),
        }
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(_entry(name, now), content)
    return made.getvalue()


def everything(tx: Reader, person: PersonId, *, now: datetime) -> dict[str, Any]:
    """What `everything.json` says."""
    stored = holdings(tx, person)
    (who,) = stored.pop("people") or [{}]
    found = {NAMES.get(name, name): rows for name, rows in stored.items()}
    head = {"format": FORMAT, "version": VERSION, "made": now.isoformat(), "person": who}
    return {**head, **dict(sorted(found.items()))}


def _calendar(tx: Reader, person: PersonId, me: Me, now: datetime) -> bytes:
    statuses = {one.key: one.status for one in follow_ups(tx, person)}
    return printed(entries(tx, person, FEED), statuses, timezone=me.timezone, now=now).body


def _json(document: Mapping[str, Any]) -> bytes:
    """Readable, and UTF-8 whatever strangers wrote: half a character becomes a question mark."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"


def _entry(name: str, now: datetime) -> ZipInfo:
    entry = ZipInfo(name, now.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
