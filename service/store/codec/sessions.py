"""Sessions and visits as text."""

from __future__ import annotations

from connectors.contract import EventId
from service.domain.model import Person, Session, VisitKey
from service.store.codec.answers import answer_fields, answer_of
from service.store.codec.text import Fields, dump, dump_moment, load, load_instant
from service.store.values import StoredVisit


def encode_session(session: Session) -> str:
    """A session as text."""
    return dump(
        {
            "uid": session.uid,
            "recurrence_id": session.recurrence_id,
            "title": session.title,
            "start": dump_moment(session.start),
            "end": dump_moment(session.end),
            "first_seen": dump_moment(session.first_seen),
            "all_day": session.all_day,
            "assumed_end": session.assumed_end,
            "zone_guessed": session.zone_guessed,
            "timezone": session.timezone,
            "company": session.company,
            "role": session.role,
            "organizer": session.organizer,
            "people": [_person_fields(person) for person in session.people],
            "answers": [answer_fields(answer) for answer in session.answers],
            "event": session.event,
        }
    )


def decode_session(text: str) -> Session:
    """The inverse of `encode_session`. Raises `Unreadable`."""
    fields = load(text)
    event = fields.get("event")  # of what was kept by an older version nobody knows
    return Session(
        uid=fields["uid"],
        recurrence_id=fields["recurrence_id"],
        title=fields["title"],
        start=load_instant(fields["start"]),
        end=load_instant(fields["end"]),
        first_seen=load_instant(fields["first_seen"]),
        all_day=fields["all_day"],
        assumed_end=fields["assumed_end"],
        zone_guessed=fields["zone_guessed"],
        timezone=fields["timezone"],
        company=fields["company"],
        role=fields["role"],
        organizer=fields["organizer"],
        people=tuple(_person_of(person) for person in fields["people"]),
        answers=tuple(answer_of(answer) for answer in fields["answers"]),
        event=None if event is None else EventId(event),
    )


def encode_visit(visit: StoredVisit) -> str:
    """A visit as text."""
    return dump(
        {
            "key": visit.key,
            "company": visit.company,
            "role": visit.role,
            "start": dump_moment(visit.start),
            "end": dump_moment(visit.end),
            "people": list(visit.people),
        }
    )


def decode_visit(text: str) -> StoredVisit:
    """The inverse of `encode_visit`. Raises `Unreadable`."""
    fields = load(text)
    return StoredVisit(
        key=VisitKey(fields["key"]),
        company=fields["company"],
        role=fields["role"],
        start=load_instant(fields["start"]),
        end=load_instant(fields["end"]),
        people=tuple(fields["people"]),
    )


def _person_fields(person: Person) -> Fields:
    return {
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "kind": person.kind,
        "state": person.state,
        "origin": person.origin,
        "topic": person.topic,
        "ask": person.ask,
    }


def _person_of(fields: Fields) -> Person:
    return Person(
        name=fields["name"],
        email=fields["email"],
        role=fields["role"],
        kind=fields["kind"],
        state=fields["state"],
        origin=fields["origin"],
        topic=fields["topic"],
        ask=fields["ask"],
    )
