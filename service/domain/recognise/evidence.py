"""What an event says for and against being a job interview of the person's own.

Facts only, each with the words it was seen in; `recognise` judges them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from connectors.contract import Event
from service.domain.recognise.comparable import fold, hosts, plain
from service.domain.recognise.lexicon import Hit, note_lexicon, phrases, title_lexicon
from service.domain.recognise.oneself import Oneself
from service.domain.vocabulary.domains import (
    ats_domains,
    calendar_domains,
    domain_of,
    registrable_match,
    scheduler_domains,
)
from service.domain.vocabulary.mailboxes import recruits

_TIMETABLE = re.compile(r"(?m)^\W*\d{1,2}[:.h]\d\d\b.*\bw(?:ith|/)")


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One event read for one person. Everything is looked at when it is first asked for."""

    event: Event
    me: Oneself

    @cached_property
    def title(self) -> str:
        """The folded title."""
        return fold(self.event.content.title)

    @cached_property
    def notes(self) -> str:
        """The folded description, without markup and links."""
        return plain(fold(self.event.content.notes))

    @cached_property
    def title_hits(self) -> tuple[Hit, ...]:
        """The phrases of the title."""
        return title_lexicon().find(self.title)

    @cached_property
    def note_hits(self) -> tuple[Hit, ...]:
        """The phrases of the description."""
        return note_lexicon().find(self.notes) if self.notes else ()

    def in_title(self, *kinds: str) -> tuple[Hit, ...]:
        """The hits of some kinds in the title, in their order."""
        hits = self.title_hits
        return tuple(hit for hit in hits if hit.kind in kinds) if hits else ()

    def in_notes(self, *kinds: str) -> tuple[Hit, ...]:
        """The hits of some kinds in the description, in their order."""
        hits = self.note_hits
        return tuple(hit for hit in hits if hit.kind in kinds) if hits else ()

    @cached_property
    def organizer(self) -> str:
        """The organizer's address; empty when there is none."""
        return self.event.organizer.email.lower() if self.event.organizer else ""

    @cached_property
    def strangers(self) -> tuple[str, ...]:
        """Organizer and guests who are neither the person nor colleagues."""
        guests = (guest.email.lower() for guest in self.event.attendees)
        addresses = dict.fromkeys((self.organizer, *guests))
        return tuple(a for a in addresses if a and not self._mine(a))

    def _mine(self, address: str) -> bool:
        return self.me.is_me(address) or self.me.is_colleague(address)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Every domain the event names: of addresses, of the UID, of links."""
        event = self.event
        links = hosts(event.url, event.location, event.content.notes)
        people = map(domain_of, (self.organizer, *(guest.email for guest in event.attendees)))
        return tuple(dict.fromkeys((*people, domain_of(event.uid), *links)))

    @cached_property
    def hiring_service(self) -> str | None:
        """A domain of an applicant tracking or interview service."""
        return _first_match(self.places, ats_domains())

    @cached_property
    def booking_service(self) -> str | None:
        """A domain of a booking page."""
        return _first_match(self.places, scheduler_domains())

    @cached_property
    def recruiter(self) -> str | None:
        """A stranger's address that looks like a recruiter's."""
        return next(filter(recruits, self.strangers), None)

    @cached_property
    def names_me(self) -> bool:
        """Whether the person's full name stands in the title: then they are the candidate."""
        return bool(self.me.full_name.search(self.title))

    @cached_property
    def invited_by_employer(self) -> str | None:
        """The organizer, if it belongs to the person's present employer."""
        if self.me.is_colleague(self.organizer):
            return self.organizer
        if not registrable_match(domain_of(self.organizer), calendar_domains()):
            return None
        # A group calendar is nobody's domain; whom it invites tells whose it is.
        at_work = any(self.me.is_colleague(guest.email) for guest in self.event.attendees)
        return self.organizer if at_work else None

    @cached_property
    def job(self) -> Hit | None:
        """A job in the title that is not what the other person does ("with the designer")."""
        return next((hit for hit in self.in_title("job") if not self._counterpart(hit)), None)

    def _counterpart(self, hit: Hit) -> bool:
        return bool(_COUNTERPART.search(self.title, 0, hit.start))

    @cached_property
    def kit(self) -> str | None:
        """Words or a link that only an interviewer gets to see."""
        hits = _outside(self.in_title("kit", "hosting"), self.in_title("candidate"))
        hits += _outside(self.in_notes("kit"), self.in_notes("candidate"))
        if hits:
            return hits[0].text
        return next((link for link in phrases("kit_links") if link in self._links), None)

    @cached_property
    def task(self) -> str | None:
        """Words for a test or a one-way video, unless it is talked over with somebody."""
        hits = _outside(self.in_title("test", "one_way"), self.in_title("met"))
        hits += self.in_notes("one_way")
        return hits[0].text if hits else None

    @cached_property
    def _links(self) -> str:
        event = self.event
        return fold(f"{event.url} {event.location} {event.content.notes}")

    @cached_property
    def timetable(self) -> str | None:
        """A list of people or a plan of slots with names in the description."""
        named = self.in_notes("people")
        if named:
            return named[0].text
        slot = _TIMETABLE.search(self.notes)
        return slot[0] if slot else None


# "with the hiring manager" and the like in the languages that put it so.
_COUNTERPART = re.compile(
    r"(?:\bwith|\bw/|\bmit|\bavec|\bcon|\bcom|\bmed|\bmet)\s+(?:\w+\s+){0,2}$"
)


def _first_match(domains: tuple[str, ...], suffixes: frozenset[str]) -> str | None:
    return next((each for each in domains if registrable_match(each, suffixes)), None)


def _outside(hits: tuple[Hit, ...], masks: tuple[Hit, ...]) -> list[Hit]:
    return [hit for hit in hits if not any(mask.holds(hit) for mask in masks)]
