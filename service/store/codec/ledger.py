"""Follow-ups and their ledger rows as text."""

from __future__ import annotations

from connectors.contract import CalendarId, Etag, EventId
from service.domain.model import FollowUp, Key, Placement, Standing, VisitKey
from service.store.codec.calendar import content_fields, content_of, write_fields, write_of
from service.store.codec.text import dump, dump_maybe, load, maybe_instant


def encode_follow_up(follow_up: FollowUp) -> str:
    """A follow-up as text."""
    return dump(
        {
            "key": follow_up.key,
            "calendar": follow_up.calendar,
            "content": content_fields(follow_up.content),
            "kind": follow_up.kind,
            "visit": follow_up.visit,
            "status": follow_up.status,
            "flags": list(follow_up.flags),
            "because": follow_up.because,
            "floor": dump_maybe(follow_up.floor),
        }
    )


def decode_follow_up(text: str) -> FollowUp:
    """The inverse of `encode_follow_up`. Raises `Unreadable`."""
    fields = load(text)
    return FollowUp(
        key=Key(fields["key"]),
        calendar=CalendarId(fields["calendar"]),
        content=content_of(fields["content"]),
        kind=fields["kind"],
        visit=VisitKey(fields["visit"]),
        status=fields["status"],
        flags=tuple(fields["flags"]),
        because=fields["because"],
        floor=maybe_instant(fields["floor"]),
    )


def encode_placement(placed: Placement) -> str:
    """A ledger row as text."""
    return dump(
        {
            "key": placed.key,
            "calendar": placed.calendar,
            "standing": placed.standing.value,
            "sent": content_fields(placed.sent),
            "event_id": placed.event_id,
            "etag": placed.etag,
            "seen": content_fields(placed.seen) if placed.seen else None,
            "generation": placed.generation,
            "intent": write_fields(placed.intent) if placed.intent else None,
            "written": dump_maybe(placed.written),
            "reason": placed.reason,
        }
    )


def decode_placement(text: str) -> Placement:
    """The inverse of `encode_placement`. Raises `Unreadable`."""
    fields = load(text)
    event_id, etag = fields["event_id"], fields["etag"]
    sent, seen = fields["sent"], fields["seen"]
    # Nearly every entry stands as it was sent: then it is read once, which takes half the time.
    content = content_of(sent)
    return Placement(
        key=Key(fields["key"]),
        calendar=CalendarId(fields["calendar"]),
        standing=Standing(fields["standing"]),
        sent=content,
        event_id=None if event_id is None else EventId(event_id),
        etag=None if etag is None else Etag(etag),
        seen=content if seen == sent else content_of(seen) if seen else None,
        generation=fields["generation"],
        intent=write_of(fields["intent"]) if fields["intent"] else None,
        written=maybe_instant(fields["written"]),
        reason=fields["reason"],
    )
