"""What a person told us after an interview, as one line of JSON."""

from __future__ import annotations

from datetime import date, time
from typing import cast

from service.domain.debrief import Debrief, MayCall, NextStep, NoteKind, Spoken
from service.domain.model import VisitKey
from service.store.codec.text import (
    Fields,
    dump,
    dump_maybe,
    dump_moment,
    load,
    load_instant,
    maybe_instant,
)


def encode_debrief(told: Debrief) -> str:
    """The inverse of `decode_debrief`."""
    return dump(
        {
            "visit": told.visit,
            "at": dump_moment(told.at),
            "people": [_spoken_fields(one) for one in told.people],
            "count": told.count,
            "next_step": told.next_step,
            "decides": dump_maybe(told.decides),
            "may_call": told.may_call,
            "call_on": dump_maybe(told.call_on),
            "call_at": told.call_at.isoformat() if told.call_at else None,
            "own_time": told.own_time,
            "call_whom": told.call_whom,
            "call_number": told.call_number,
            "interested": told.interested,
            "remark": told.remark,
        }
    )


def decode_debrief(body: str) -> Debrief:
    """Raises `Unreadable` for a version this program doesn't know."""
    fields = load(body)
    return Debrief(
        visit=VisitKey(fields["visit"]),
        at=load_instant(fields["at"]),
        people=tuple(_spoken(one) for one in fields["people"]),
        count=fields["count"],
        next_step=cast("NextStep | None", fields["next_step"]),
        decides=_day(fields["decides"]),
        may_call=cast("MayCall | None", fields["may_call"]),
        call_on=_day(fields["call_on"]),
        call_at=time.fromisoformat(fields["call_at"]) if fields["call_at"] else None,
        own_time=fields["own_time"],
        call_whom=fields["call_whom"],
        call_number=fields["call_number"],
        interested=fields["interested"],
        remark=fields["remark"],
    )


def _spoken_fields(one: Spoken) -> Fields:
    return {
        "name": one.name,
        "email": one.email,
        "role": one.role,
        "salutation": one.salutation,
        "office": one.office,
        "topic": one.topic,
        "promise": one.promise,
        "present": one.present,
        "email_text": one.email_text,
        "card_text": one.card_text,
        "emailed": dump_maybe(one.emailed),
        "posted": dump_maybe(one.posted),
        "skipped": list(one.skipped),
    }


def _spoken(fields: Fields) -> Spoken:
    when = {name: maybe_instant(fields[name]) for name in ("emailed", "posted")}
    skipped = cast("tuple[NoteKind, ...]", tuple(fields["skipped"]))
    return Spoken(**{**fields, **when, "skipped": skipped})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
