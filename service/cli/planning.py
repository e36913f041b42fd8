"""The work behind `afterword plan`: take in, survey, print. Judges nothing.

Faults of the request end it with one sentence and exit code 2; faults of single events are
listed beside the plan.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from connectors.contract import Problem
from connectors.ics.read import Reading
from connectors.ics.recurrence import expand
from service.cli import output
from service.cli.asking import unmet
from service.cli.plain import complain
from service.cli.reading import Looking, at_home, events, readings, sources
from service.cli.request import Planned, Refused, Request, refused
from service.domain.policy import Me, Policy
from service.domain.survey import survey
from service.machine_zone import machine_zone
from service.settings_file import SettingsError, load

PLANNED, REFUSED = 0, 2
FIRST_YEAR, LAST_YEAR = 1971, 2199
"""Of --now: years for which there are rules of time zones and holidays."""


def run(request: Request) -> int:
    """Carry out one request; the exit code."""
    try:
        output.put(_plan(request), request)
    except Refused as refusal:
        for problem in refusal.problems:
            complain(problem)
        return REFUSED
    return PLANNED


def _plan(request: Request) -> Planned:
    policy = _settings(request.settings)
    machine = machine_zone() if policy.me.timezone_guessed else ZoneInfo(policy.me.timezone)
    read_, policy, problems = _calendars(request, policy, machine)
    now = _now(request.now, ZoneInfo(policy.me.timezone))
    named = events(read_, request.calendar_name)
    found = survey(named, policy, now=now, expand=expand, accepted=request.accept)
    problems += [problem for reading in read_ for problem in reading.problems]
    problems += unmet(request.accept, found.judged)
    return Planned(survey=replace(found, problems=tuple(problems)), policy=policy, now=now)


def _calendars(
    request: Request, policy: Policy, machine: ZoneInfo
) -> tuple[list[Reading], Policy, list[Problem]]:
    """The calendars, read in the person's zone, which one of them may be the first to tell."""
    now = _now(request.now, machine)
    found, unreadable = sources(request.calendars)
    looking = Looking(policy=policy, home=machine, now=now, everything=request.explain)
    read_, no_calendars = readings(found, looking)
    problems = [*_misnamed(request), *unreadable, *no_calendars]
    if not read_:
        raise Refused(problems)
    me = at_home(policy.me, read_, machine)
    if me.timezone != machine.key and not all(reading.timezone for reading in read_):
        # What one calendar tells holds for the floating times of all: they are one person's.
        read_, _ = readings(found, replace(looking, home=ZoneInfo(me.timezone)))
    return read_, replace(policy, me=me), problems


def _misnamed(request: Request) -> list[Problem]:
    if request.calendar_name is None or len(set(request.calendars)) == 1:
        return []
    what = "It names a single calendar, and several were given, so it names none of them."
    step = "Give one calendar at a time, or let each file tell its own name."
    return [Problem(where="--calendar-name", what=what, next_step=step)]


def _settings(path: Path | None) -> Policy:
    if path is None:
        return Policy(me=Me(timezone_guessed=True))
    try:
        return load(path.read_bytes(), where=path.name)
    except SettingsError as error:
        raise Refused(error.problems) from error
    except OSError as error:
        what = f"The settings can't be read: {error.strerror or error}."
        raise refused(str(path), what, "Check the path after --settings.") from error


def _now(text: str | None, home: ZoneInfo) -> datetime:
    """The time to plan for, aware; one without an offset is on the person's clock."""
    if text is None:
        return datetime.now(home)
    step = "Write it like 2026-11-23T12:00-05:00."
    try:
        now = datetime.fromisoformat(text)
    except ValueError as error:
        raise refused("--now", f'"{text}" is not a time.', step) from error
    now = now if now.tzinfo else now.replace(tzinfo=home)
    if not FIRST_YEAR <= now.year <= LAST_YEAR:
        what = f"The year {now.year} is not between {FIRST_YEAR} and {LAST_YEAR}."
        raise refused("--now", what, step)
    return now
