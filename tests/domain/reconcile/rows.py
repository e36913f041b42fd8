"""One follow-up and its row, in every state the table knows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from connectors.contract import CalendarId, Content, Create, Delete, Etag, EventId, Span, Update
from service.domain.merge import as_sent
from service.domain.model import FollowUp, Key, Placement, Push, Stand, Standing

HOME = CalendarId("home")
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
SOON, LATER = NOW + timedelta(hours=4), NOW + timedelta(days=3)


def at(start: datetime, minutes: int = 30) -> Span:
    return Span(start=start, end=start + timedelta(minutes=minutes))


PLAN = Content(title="Email Dana", when=at(SOON), notes="bring the notes")
NEW_PLAN = replace(PLAN, title="Email Dana Ortiz", notes="thank her for the tour")


def wanted(content: Content = PLAN, floor: datetime | None = None) -> FollowUp:
    return FollowUp(key=Key("k"), calendar=HOME, content=content, floor=floor)


SENT = as_sent(wanted())
MINE = replace(SENT, title="call mum")


def row(standing: Standing = Standing.OURS, seen: Content | None = SENT, **other) -> Placement:
    there = {"event_id": EventId("e"), "etag": Etag("1")} if seen else {}
    values = {"key": Key("k"), "calendar": HOME, "sent": SENT, **there, **other}
    return Placement(standing=standing, seen=seen, **values)


def said(operation: object) -> object:
    match operation:
        case Push(write=Update(touched=touched)):
            return "update", set(touched)
        case Push(write=Create()):
            return "create"
        case Push(write=Delete()):
            return "delete"
        case Stand(standing=standing):
            return standing
    return "rest"
