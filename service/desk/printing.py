"""What is printed for a visit: the questions to take along, and what a note is written with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType

from service.desk.before_leaving import asked, call_date
from service.desk.debrief import Sheet
from service.desk.guests import Guest
from service.domain import wording
from service.domain.office_address import on_envelope
from service.domain.places import country_of_person, local
from service.domain.policy import Me
from service.print_kit import (
    A4,
    ENVELOPE_7_3_4,
    ENVELOPE_C6,
    ENVELOPE_DL,
    LETTER,
    Cue,
    Pocket,
    Size,
    cue_sheets,
    envelope_guide,
    line_guide,
    line_guide_on,
    pocket_card,
)

_ON_LETTER = frozenset(
    ["BZ", "CA", "CL", "CO", "CR", "DO", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"]
)
"""Where paper is 8 1/2 by 11 inches (CLDR, paperSize)."""


def envelope(kind: Size, sheet: Sheet, _me: Me) -> bytes:
    """A guide with the address of everyone whose office is known."""
    found = (_address(one, sheet) for one in written_to(sheet))
    return envelope_guide(kind, [one for one in found if one])


def cues(sheet: Sheet, me: Me) -> bytes:
    """A sheet for everyone who gets a note."""
    return cue_sheets([_cue(one, sheet, me) for one in written_to(sheet)], paper_of(me))


def pocket(sheet: Sheet, me: Me) -> bytes:
    """The questions, the names, and the date of the call."""
    names = tuple(one.spoken.name for one in sheet.guests if one.there)
    card = Pocket(questions=asked(sheet), people=names, call=call_date(sheet))
    return pocket_card(card, paper_of(me))


PRINTED: Mapping[str, Callable[[Sheet, Me], bytes]] = MappingProxyType(
    {
        "line-guide": lambda _sheet, _me: line_guide(),
        "line-guide-letter": lambda _sheet, _me: line_guide_on(LETTER),
        "line-guide-a4": lambda _sheet, _me: line_guide_on(A4),
        "envelope-7-3-4": partial(envelope, ENVELOPE_7_3_4),
        "envelope-dl": partial(envelope, ENVELOPE_DL),
        "envelope-c6": partial(envelope, ENVELOPE_C6),
        "cues": cues,
        "pocket-card": pocket,
    }
)
"""By what each is called in its address."""


def written_to(sheet: Sheet) -> Iterator[Guest]:
    """Whoever was there, unless their card was skipped."""
    return (one for one in sheet.guests if one.there and "card" not in one.spoken.skipped)


def paper_of(me: Me) -> Size:
    """What their printer holds."""
    return LETTER if country_of_person(me).code in _ON_LETTER else A4


def _cue(guest: Guest, sheet: Sheet, me: Me) -> Cue:
    spoken, day = guest.spoken, local(sheet.visit.start, me).date()
    return Cue(
        name=spoken.name,
        role=spoken.role or "",
        met=", ".join(filter(None, [sheet.visit.company, wording.said_day(day)])),
        topic=spoken.topic,
        promise=spoken.promise,
        address=_address(guest, sheet),
    )


def _address(guest: Guest, sheet: Sheet) -> tuple[str, ...]:
    return on_envelope(guest.spoken.name, sheet.visit.company, guest.spoken.office)
