"""The calendar's words as text: contents, writes, problems."""

from __future__ import annotations

from datetime import timedelta

from connectors.contract import (
    Content,
    Create,
    Delete,
    Etag,
    EventId,
    Problem,
    Span,
    Update,
    Write,
)
from service.store.codec.text import Fields, Unreadable, dump, dump_moment, load, load_moment

_MICROSECOND = timedelta(microseconds=1)


def encode_content(content: Content) -> str:
    """A content as text."""
    return dump(content_fields(content))


def decode_content(text: str) -> Content:
    """The inverse of `encode_content`. Raises `Unreadable`."""
    return content_of(load(text))


def encode_write(write: Write) -> str:
    """A write as text."""
    return dump(write_fields(write))


def decode_write(text: str) -> Write:
    """The inverse of `encode_write`. Raises `Unreadable`."""
    return write_of(load(text))


def encode_problem(problem: Problem) -> str:
    """A problem as text."""
    fields = {"where": problem.where, "what": problem.what, "next_step": problem.next_step}
    return dump(fields)


def decode_problem(text: str) -> Problem:
    """The inverse of `encode_problem`. Raises `Unreadable`."""
    fields = load(text)
    return Problem(where=fields["where"], what=fields["what"], next_step=fields["next_step"])


def content_fields(content: Content) -> Fields:
    """A content inside something else."""
    return {
        "title": content.title,
        "start": dump_moment(content.when.start),
        "end": dump_moment(content.when.end),
        "notes": content.notes,
        "reminders": [reminder // _MICROSECOND for reminder in content.reminders],
    }


def content_of(fields: Fields) -> Content:
    """The inverse of `content_fields`."""
    return Content(
        title=fields["title"],
        when=Span(start=load_moment(fields["start"]), end=load_moment(fields["end"])),
        notes=fields["notes"],
        reminders=tuple(number * _MICROSECOND for number in fields["reminders"]),
    )


def write_fields(write: Write) -> Fields:
    """A write inside something else."""
    match write:
        case Create():
            return {"do": "create", "name": write.name, "content": content_fields(write.content)}
        case Update():
            return {
                "do": "update",
                "id": write.id,
                "etag": write.etag,
                "content": content_fields(write.content),
                "touched": sorted(write.touched),
            }
        case Delete():
            return {"do": "delete", "id": write.id, "etag": write.etag}


def write_of(fields: Fields) -> Write:
    """The inverse of `write_fields`. Raises `Unreadable`."""
    match fields["do"]:
        case "create":
            return Create(name=fields["name"], content=content_of(fields["content"]))
        case "update":
            return Update(
                id=EventId(fields["id"]),
                etag=Etag(fields["etag"]),
                content=content_of(fields["content"]),
                touched=frozenset(fields["touched"]),
            )
        case "delete":
            return Delete(id=EventId(fields["id"]), etag=Etag(fields["etag"]))
    raise Unreadable("it holds a write this program doesn't know")
