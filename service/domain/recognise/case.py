"""An event before its judge, and the ways in which the person said that it is an interview."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

from connectors.contract import Event
from service.domain.policy import Policy
from service.domain.recognise.comparable import fold
from service.domain.recognise.evidence import Evidence
from service.domain.recognise.oneself import oneself
from service.domain.recognise.points import Point, points
from service.domain.recognise.tags import Labels, hashtags, labels, trimmed
from service.domain.vocabulary import listed

LONGEST_SERIES = 5
"""A tag on more occurrences than this is asked about: the whole series is hardly meant."""

Sign = tuple[str, str]
"""A rule and the words for it."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """An event before its judge: in which calendar it stands, and whose it is."""

    event: Event
    calendar: str
    policy: Policy

    @cached_property
    def evidence(self) -> Evidence:
        """What the event says."""
        return Evidence(event=self.event, me=oneself(self.policy.me))

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """What weak signs there are, weighed."""
        return points(self.evidence)

    @cached_property
    def labels(self) -> Labels:
        """The tags, categories and calendars of this person."""
        return labels(self.policy.recognise)

    @cached_property
    def title_tags(self) -> frozenset[str]:
        """The hashtags of the title."""
        return hashtags(self.event.content.title)

    @cached_property
    def own_tags(self) -> frozenset[str]:
        """The hashtags of the description, if it is the person's own word."""
        own = self.evidence.me.owns(self.event)
        return hashtags(self.event.content.notes) if own else frozenset()

    @cached_property
    def categories(self) -> frozenset[str]:
        """The categories, folded."""
        return frozenset(map(trimmed, self.event.categories))

    @cached_property
    def label(self) -> str:
        """Google's label, folded; empty when there is none."""
        return trimmed(self.event.label or "")

    @cached_property
    def repeats(self) -> bool:
        """Whether this is a series that is open or long, and not one instance of it."""
        series = self.event.series
        if series is None or self.event.recurrence_id is not None:
            return False
        return series.length is None or series.length > LONGEST_SERIES

    @cached_property
    def held(self) -> bool:
        """Whether somebody only keeps the time free: HOLD with STATUS:TENTATIVE."""
        return self.event.status == "tentative" and bool(prefix("hold").match(self.evidence.title))

    @cached_property
    def explicit(self) -> tuple[str, str] | None:
        """The rule and the words of the first thing by which the person said yes."""
        return next((sign for look in EXPLICIT if (sign := look(self))), None)


def _by_property(case: Case) -> Sign | None:
    return (
        ("X:property", "you said that this is an interview")
        if case.event.tag == "interview"
        else None
    )


def _by_category(case: Case) -> Sign | None:
    found = sorted(case.categories & case.labels.categories)
    return ("X:category", f'it has the category "{found[0]}"') if found else None


def _by_label(case: Case) -> Sign | None:
    if case.label not in case.labels.labels:
        return None
    return "X:label", f'it has the label "{case.label}"'


def _by_colour(case: Case) -> Sign | None:
    colour = trimmed(case.event.colour or "")
    if colour not in case.labels.colours:
        return None
    return "X:color", f"it has the colour that you chose for interviews ({colour})"


def _by_title(case: Case) -> Sign | None:
    found = sorted(case.title_tags & case.labels.tags)
    return ("X:title", f"the title contains #{found[0]}") if found else None


def _by_description(case: Case) -> Sign | None:
    found = sorted(case.own_tags & case.labels.tags)
    return ("X:description", f"you wrote #{found[0]} in the description") if found else None


def _by_calendar(case: Case) -> Sign | None:
    if trimmed(case.calendar) not in case.labels.dedicated:
        return None
    return "X:calendar", f'everything in the calendar "{case.calendar}" is an interview'


EXPLICIT: tuple[Callable[[Case], Sign | None], ...] = (
    _by_property,
    _by_category,
    _by_label,
    _by_colour,
    _by_title,
    _by_description,
    _by_calendar,
)


@cache
def prefix(kind: str) -> re.Pattern[str]:
    """A word of the list at the beginning, set apart by a colon, a dash or brackets."""
    openings = "|".join(re.escape(fold(word)) for word in sorted(listed("tags", kind)))
    return re.compile(
        rf"\s*(?:[\[(【](?:{openings})[\])】]|(?:{openings})\s*(?::|\s[-\u2013\u2014]\s))"
    )
