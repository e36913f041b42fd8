"""What a pass would have stored of a person: visits, follow-ups, rows, suggestions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from connectors.contract import Content, EventId, Span
from connectors.feed import FEED
from service.domain.model import FollowUp, Key, Placement, Standing, VisitKey
from service.store.ledger import keep_rows
from service.store.plan_rows import follow_ups, keep_follow_ups, keep_visits, visits
from service.store.sources import add_source, record_look, source
from service.store.suggestions import Suggestion, keep_suggestions
from service.store.values import StoredVisit
from tests.web.running import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADDRESS = "https://calendar.example.com/secret.ics"


def calendar(store, person, **fields):
    """A calendar that was read."""
    with store.write() as tx:
        number = add_source(tx, person, ADDRESS, name="Personal", host="x.example", now=NOW)
        known = {"last_read": NOW, "next_read": NOW + HOUR} | fields
        record_look(tx, replace(source(tx, number), **known))
    return number


def interview(store, person, key="acme@example.com", start=NOW - HOUR, **fields):
    """An interview with an email and a call beside it, both on the feed."""
    key = VisitKey(key)
    told = {"company": "Acme", "role": "Engineer", "people": ("Dana Ruiz",)} | fields
    one = StoredVisit(key=key, start=start, end=start + HOUR, **told)
    plan = [_follow_up(key, "email", start + 3 * HOUR), _follow_up(key, "call", start + 7 * DAY)]
    with store.write() as tx:
        keep_visits(tx, person, [*visits(tx, person), one])
        keep_follow_ups(tx, person, [*follow_ups(tx, person), *plan])
        keep_rows(tx, person, [_row(each) for each in plan], now=NOW)
    return plan


def suggestion(store, person, uid="chat@example.com", number=None, **fields):
    """A question about an event of tomorrow."""
    told = {"title": "Chat with Priya", "organizer": "priya@globex.example"} | fields
    one = Suggestion(
        uid=uid,
        start=NOW + DAY,
        end=NOW + DAY + HOUR,
        all_day=False,
        calendar="Personal",
        rule="H:score",
        because="She looks like a recruiter.",
        **told,
    )
    number = number or calendar(store, person)
    with store.write() as tx:
        keep_suggestions(tx, person, number, [one])
    return one


def put(store, person, row):
    with store.write() as tx:
        keep_rows(tx, person, [row], now=NOW)


def thrown_away(one):
    gone = {"standing": Standing.THEIRS, "reason": "thrown away", "seen": None}
    return replace(_row(one), **gone)


def _follow_up(visit, kind, start):
    what = {"email": "Thank-you email to Dana Ruiz", "call": "Call Acme"}[kind]
    content = Content(title=what, when=Span(start=start, end=start + HOUR / 2))
    return FollowUp(
        key=Key(f"{visit}/{kind}"),
        calendar=FEED,
        kind=kind,
        visit=visit,
        content=content,
        because="Because it is polite.",
    )


def _row(one):
    return Placement(
        key=one.key,
        calendar=FEED,
        standing=Standing.OURS,
        sent=one.content,
        seen=one.content,
        event_id=EventId(f"fu-{one.kind}@afterword"),
    )
