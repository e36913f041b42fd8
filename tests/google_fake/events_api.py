"""`events.get`, `insert`, `import`, `patch`, `update`, `delete`, `move`, `instances`."""

from __future__ import annotations

import secrets
from urllib.parse import unquote

from tests.google_fake import bodies, instances, rendering
from tests.google_fake.access import readable, writable
from tests.google_fake.call import Answer, Call
from tests.google_fake.limits import count_new_event
from tests.google_fake.moments import stamp
from tests.google_fake.refused import (
    Refused,
    condition_not_met,
    duplicate,
    forbidden,
    gone,
    invalid,
    not_found,
)
from tests.google_fake.world import Calendar, Item, World

ALPHABET = "abcdefghijklmnopqrstuv0123456789"


def get(world: World, call: Call) -> Answer:
    calendar = readable(world, call)
    item = _existing(world, calendar, call)
    if call.headers.get("If-None-Match") == item["etag"]:
        return Answer(status=304)
    return _answer(call, calendar, item)


def insert(world: World, call: Call) -> Answer:
    calendar = writable(world, call)
    bodies.check_new_id(call.body)
    bodies.check_event_type(call.body)
    taken = call.body.get("id") in calendar.entries
    uid = call.body.get("iCalUID")
    if taken or (uid and any(e.item.get("iCalUID") == uid for e in calendar.entries.values())):
        raise duplicate()
    item = _new(world, call, calendar)
    count_new_event(world, call.account)
    entry = world.keep(calendar, item, hidden=world.manners.consistency_lag)
    return _answer(call, calendar, entry.item)


def import_event(world: World, call: Call) -> Answer:
    """A private copy, found again by its iCalUID."""
    calendar = writable(world, call)
    uid = call.body.get("iCalUID")
    if not uid:
        raise Refused(400, "required", "Missing iCalUID.")
    same = [e for e in calendar.entries.values() if e.item.get("iCalUID") == uid]
    if same:
        return _changed(world, call, calendar, {**same[0].item, **call.body})
    entry = world.keep(calendar, {**_new(world, call, calendar), "privateCopy": True})
    return _answer(call, calendar, entry.item)


def patch(world: World, call: Call) -> Answer:
    calendar = writable(world, call)
    item = _existing(world, calendar, call)
    _check_match(call, item)
    return _changed(world, call, calendar, bodies.merged(item, _given(call, calendar)), was=item)


def update(world: World, call: Call) -> Answer:
    """PUT: what isn't named is lost."""
    calendar = writable(world, call)
    item = _existing(world, calendar, call)
    _check_match(call, item)
    lasting = bodies.READ_ONLY | set(bodies.IMMUTABLE) | {"sequence"}
    kept = {key: value for key, value in item.items() if key in lasting}
    fresh = {"status": "confirmed", "reminders": {"useDefault": True}}
    return _changed(
        world, call, calendar, bodies.merged(kept | fresh, _given(call, calendar)), was=item
    )


def delete(world: World, call: Call) -> Answer:
    calendar = writable(world, call)
    item = _existing(world, calendar, call)
    if item["status"] == "cancelled":
        raise gone()
    _check_match(call, item)
    cancel(world, calendar, item)
    return Answer(status=204)


def move(world: World, call: Call) -> Answer:
    calendar, target = writable(world, call), writable(world, call, "destination")
    item = _existing(world, calendar, call)
    if item["eventType"] != "default" or "recurringEventId" in item:
        raise Refused(400, "cannotMove", "This event can't be moved.")
    return _answer(call, target, move_between(world, calendar, target, item))


def list_instances(world: World, call: Call) -> Answer:
    calendar = readable(world, call)
    master = _existing(world, calendar, call)
    until = world.clock.now() + instances.HORIZON
    items = instances.expanded(calendar.entries[master["id"]], calendar, until)
    alive = [i for i in items if i["status"] != "cancelled" or call.flag("showDeleted")]
    shown = [rendering.event(i, calendar, reader=call.account.email) for i in alive]
    head = {"kind": "calendar#events", "timeZone": calendar.timezone, "items": shown[:2500]}
    return Answer(body={**head, "summary": calendar.summary, "etag": master["etag"]})


def cancel(world: World, calendar: Calendar, item: Item) -> None:
    """Delete an event; its id stays taken, its details stay with the organizer's calendar."""
    if item.get("recurrence"):
        for exception in instances.exceptions(calendar, item["id"]):
            if world.manners.cancels_exceptions:
                world.keep(calendar, {**exception.item, "status": "cancelled"})
            else:
                exception.purged = True
    world.keep(calendar, {**item, "status": "cancelled"})


def move_between(world: World, calendar: Calendar, target: Calendar, item: Item) -> Item:
    """Gone here, alive there; two feeds, in whatever order somebody asks."""
    moved = {**item, "organizer": organizer(target, calendar.owner)}
    world.keep(calendar, {**item, "status": "cancelled"})
    return world.keep(target, moved).item


def organizer(calendar: Calendar, reader: str) -> Item:
    if calendar.primary:
        return {"email": calendar.id, "self": True}
    return {"email": calendar.id, "displayName": calendar.summary, "self": True}


def _new(world: World, call: Call, calendar: Calendar) -> Item:
    name = call.body.get("id") or "".join(secrets.choice(ALPHABET) for _ in range(26))
    return bodies.checked(
        {
            "status": "confirmed",
            "sequence": 0,
            "eventType": "default",
            "reminders": {"useDefault": True},
            "iCalUID": f"{name}@google.com",
            **bodies.merged({}, _given(call, calendar)),
            "id": name,
            "htmlLink": f"{call.base}/ui/event?eid={name}",
            "created": stamp(world.clock.now()),
            "creator": {"email": call.account.email, "self": True},
            "organizer": organizer(calendar, call.account.email),
        },
        calendar.zone,
    )


def _given(call: Call, calendar: Calendar) -> Item:
    """What of a body counts under this query: labels, attachments and calls are asked for."""
    labels = call.text("eventLabelVersion") == "1"
    counts = {
        "eventLabelId": labels,
        "colorId": not labels,
        "attachments": call.flag("supportsAttachments"),
        "conferenceData": call.text("conferenceDataVersion") == "1",
    }
    body = bodies.writable_part(call.body)
    kept = {key: value for key, value in body.items() if counts.get(key, True)}
    label = kept.get("eventLabelId")
    if label and label not in [each["id"] for each in calendar.labels]:
        raise invalid("Invalid event label id.")
    # Absent under version 1 means: take the label away (facts 1.10).
    return {**kept, "eventLabelId": label} if labels else kept


def _existing(world: World, calendar: Calendar, call: Call) -> Item:
    name = unquote(call.path["eventId"])
    entry = calendar.entries.get(name)
    if entry is None or (entry.purged and "recurringEventId" in entry.item):
        made = instances.found(calendar, name)
        if made is None:
            raise not_found()
        return made
    if entry.purged or world.is_hidden(entry):
        raise not_found()
    return entry.item


def _check_match(call: Call, item: Item) -> None:
    wanted = call.headers.get("If-Match", "*")
    if wanted not in ("*", item["etag"]):
        raise condition_not_met()


def _changed(
    world: World, call: Call, calendar: Calendar, item: Item, *, was: Item | None = None
) -> Answer:
    was = was or item
    for key in bodies.IMMUTABLE:
        if was.get(key) != item.get(key):
            raise invalid(f"{key} can't be changed.")
    revives = was["status"] == "cancelled" and item["status"] != "cancelled"
    if revives and not (world.manners.restorable and was["organizer"].get("self")):
        raise forbidden()
    moved = any(was.get(key) != item.get(key) for key in ("start", "end", "recurrence"))
    item = {**item, "sequence": item.get("sequence", 0) + moved}
    entry = world.keep(calendar, bodies.checked(item, calendar.zone))
    return _answer(call, calendar, entry.item)


def _answer(call: Call, calendar: Calendar, item: Item) -> Answer:
    shown = rendering.event(item, calendar, reader=call.account.email)
    return Answer(body=shown, headers={"ETag": item["etag"]})
