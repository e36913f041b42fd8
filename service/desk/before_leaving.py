"""What to ask before leaving, and when the call is due if nothing else is agreed."""

from __future__ import annotations

from service.desk.debrief import Sheet
from service.domain import wording
from service.domain.call import usual_time
from service.domain.model import Person
from service.domain.script import questions


def asked(sheet: Sheet) -> tuple[str, ...]:
    """The three questions, with the names of those who are there."""
    people = [Person(name=one.spoken.name) for one in sheet.guests if one.there]
    return questions(people, usual_time(sheet.office))


def call_date(sheet: Sheet) -> str:
    """When the call is due if nothing else is agreed; empty: it is too late for one."""
    usual = sheet.usual
    if usual is None:
        return ""
    theirs = wording.said(usual.theirs)
    return f"{theirs} their time, {usual.own:%H:%M} yours" if usual.differ else theirs
