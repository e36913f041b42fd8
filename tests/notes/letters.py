"""Interviews and people that notes are written about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from service import drafts
from service.domain.debrief import Spoken
from service.domain.language import Language
from service.domain.notes import Occasion, Written, values

TUESDAY = date(2026, 12, 1)
NEW_YORK = ZoneInfo("America/New_York")
FRIDAY_WEEK = datetime(2026, 12, 11, 9, 30, tzinfo=NEW_YORK)
ACME = Occasion(
    tongue=Language(code="en"),
    me="Alex Morgan",
    phone="+1 212 555 0142",
    address="alex.morgan@gmail.com",
    company="Acme",
    role="Data Engineer",
    interview=TUESDAY,
    today=TUESDAY,
    call=FRIDAY_WEEK,
)
KATE = Spoken(name="Kate Austen", topic="nightly batches that became streams")
JACK = Spoken(name="Jack Shephard", topic="how new people find their feet", promise="the paper")
TOM = Spoken(name="Tom B.", topic="the outage in March, and what came of it.")
PANEL = (KATE, JACK, TOM)


def written(part, occasion, spoken, place=0):
    """A draft of ours."""
    return drafts.built_in(part, occasion.tongue, values(occasion, spoken, place))


def notes(part, occasion, people):
    """A whole panel's."""
    return [
        Written(
            whom=one.whom,
            name=one.name,
            topic=one.topic,
            text=written(part, occasion, one, place),
        )
        for place, one in enumerate(people)
    ]


def said_in(code, occasion=ACME, country=None):
    return replace(occasion, tongue=Language(code=code, country=country))
