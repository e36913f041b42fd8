"""Content compared and combined field by field: the arithmetic under the table.

One field is one unit of merging, but for `notes`, where the unit is our marked block.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime

from connectors.contract import Content, Span
from service.domain.block import ours_in, same_block, with_block
from service.domain.model import FollowUp

FIELDS = frozenset(field.name for field in fields(Content))


def as_sent(wanted: FollowUp) -> Content:
    """The planned content as we put it on an empty event: with its notes in our block."""
    return replace(wanted.content, notes=with_block("", wanted.content.notes))


def differing(one: Content, other: Content) -> frozenset[str]:
    """The fields in which two contents differ at all."""
    return frozenset(name for name in FIELDS if getattr(one, name) != getattr(other, name))


def overruled(seen: Content, ours: Content) -> frozenset[str]:
    """The fields in which `seen` contradicts us. A word outside our block contradicts nothing."""
    fine = {"notes"} if same_block(seen.notes, ours.notes) else set()
    return differing(seen, ours) - fine


def overlay(base: Content, top: Content, names: frozenset[str]) -> Content:
    """`base` with the named fields of `top`; of the notes only our block is replaced."""
    values = {name: getattr(top, name) for name in names}
    if "notes" in names:
        values["notes"] = with_block(base.notes, ours_in(top.notes) or "")
    return replace(base, **values)


def ended(when: Span, now: datetime) -> bool:
    """Whether the span lies in the past. A day is over when it is in the zone of `now`."""
    if isinstance(when.end, datetime):
        return when.end.astimezone(UTC) <= now.astimezone(UTC)
    return when.end <= now.date()


def starts_before(when: Span, floor: datetime) -> bool:
    """Whether the span starts before the floor. A whole day counts by its date there."""
    if isinstance(when.start, datetime):
        return when.start.astimezone(UTC) < floor.astimezone(UTC)
    return when.start < floor.date()
