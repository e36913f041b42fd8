"""From the sources on the command line to readings, and the zone of whose calendars they are."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from connectors.contract import Event, Problem
from connectors.ics.read import NotACalendar, Reading, read
from service.cli.intake import STANDARD_INPUT, Unreadable, take
from service.domain.policy import Me, Policy
from service.domain.recognise.screen import screen
from service.domain.survey import window


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A calendar whose bytes are here; `called` names it without giving an address away."""

    called: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """How sources are read: for whom, when, and whether every event is wanted."""

    policy: Policy
    home: ZoneInfo
    now: datetime
    everything: bool


def sources(typed: tuple[str, ...]) -> tuple[list[Source], list[Problem]]:
    """The bytes of each source, and why some could not be had. One typed twice is one."""
    found: list[Source] = []
    problems: list[Problem] = []
    for source in dict.fromkeys(typed):
        try:
            found.append(Source(called=_called(source), body=take(source, stdin=_stdin())))
        except Unreadable as error:
            problems.append(error.problem)
    return found, problems


def readings(found: list[Source], looking: Looking) -> tuple[list[Reading], list[Problem]]:
    """The calendars among the sources, and why the others are none."""
    read_: list[Reading] = []
    problems: list[Problem] = []
    for source in found:
        try:
            read_.append(_read(source, looking))
        except NotACalendar as error:
            problems.append(replace(error.problem, where=source.called))
    return read_, problems


def events(read_: list[Reading], calendar_name: str | None) -> Iterator[tuple[Event, str]]:
    """Every event with the name of its calendar; `calendar_name` names a single one."""
    only = calendar_name if len(read_) == 1 else None
    for reading in read_:
        name = only or reading.name or ""
        yield from ((event, name) for event in reading.events)


def at_home(me: Me, read_: list[Reading], machine: ZoneInfo) -> Me:
    """The person's zone: the settings, else the first calendar that tells, else the machine."""
    if not me.timezone_guessed:
        return me
    told = next((reading.timezone for reading in read_ if reading.timezone), None)
    return replace(me, timezone=told or machine.key, timezone_guessed=told is None)


def _read(source: Source, looking: Looking) -> Reading:
    policy = looking.policy
    # In a dedicated calendar an event needs no word of interviews in it, so none is screened.
    unscreened = looking.everything or policy.recognise.calendars
    reading = read(
        source.body,
        home=looking.home,
        screen=None if unscreened else screen(policy),
        window=None if looking.everything else window(looking.now),
    )
    where = source.called
    placed = (replace(each, where=f"{where}, {each.where}") for each in reading.problems)
    return replace(reading, problems=tuple(placed))


def _called(source: str) -> str:
    if source == STANDARD_INPUT:
        return "standard input"
    if "://" in source:  # the path of a secret address is the secret
        return urlsplit(source.strip()).hostname or "the address"
    return Path(source).name


def _stdin() -> BinaryIO:
    """Standard input; empty when it is closed."""
    return sys.stdin.buffer if sys.stdin is not None else io.BytesIO()
