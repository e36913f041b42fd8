"""The work behind `afterword plan`: take in, survey, print. Judges nothing.

Faults of the request end it with one sentence and exit code 2; faults of single events are
listed beside the plan.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from connectors.contract import Event, Problem
from connectors.ics.read import NotACalendar, Reading, read
from connectors.ics.recurrence import expand
from service.cli.intake import Unreadable, take
from service.domain.policy import Me, Policy
from service.domain.recognise.screen import screen
from service.domain.survey import Survey, survey, window
from service.machine_zone import machine_zone
from service.settings_file import SettingsError, load

PLANNED, NOTHING_READ = 0, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The command line, as it was typed."""

    calendars: tuple[str, ...]
    settings: Path | None = None
    now: str | None = None
    style: str | None = None
    explain: bool = False
    accept: frozenset[str] = frozenset()
    calendar_name: str | None = None
    output: Path | None = None


class Refused(Exception):
    """The request can't be met; the problems say why and what to do."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


def run(request: Request) -> int:
    """Carry out one request; the exit code."""
    try:
        _print(_plan(request), request)
    except Refused as refused:
        for problem in refused.problems:
            _complain(problem)
        return NOTHING_READ
    return PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is printed: the survey, under the policy and the clock it was made with."""

    survey: Survey
    policy: Policy
    now: datetime


def _plan(request: Request) -> Planned:
    policy = _settings(request.settings)
    home = ZoneInfo(policy.me.timezone) if not policy.me.timezone_guessed else machine_zone()
    now = _now(request.now, home)
    readings, problems = _read_all(request, policy, home, now)
    if not readings:
        raise Refused(problems)
    policy = replace(policy, me=_at_home(policy.me, readings, home))
    found = survey(
        _events(request, readings), policy, now=now, expand=expand, accepted=request.accept
    )
    problems += [problem for reading in readings for problem in reading.problems]
    return Planned(survey=replace(found, problems=tuple(problems)), policy=policy, now=now)


def _settings(path: Path | None) -> Policy:
    if path is None:
        return Policy(me=Me(timezone_guessed=True))
    try:
        return load(path.read_bytes(), where=path.name)
    except SettingsError as error:
        raise Refused(error.problems) from error
    except OSError as error:
        what = f"The settings can't be read: {error.strerror or error}."
        next_step = "Check the path after --settings."
        raise Refused([Problem(where=str(path), what=what, next_step=next_step)]) from error


def _now(text: str | None, home: ZoneInfo) -> datetime:
    if text is None:
        return datetime.now(home)
    try:
        now = datetime.fromisoformat(text)
    except ValueError as error:
        next_step = "Write it like 2026-11-23T12:00-05:00."
        problem = Problem(where="--now", what=f'"{text}" is not a time.', next_step=next_step)
        raise Refused([problem]) from error
    return now if now.tzinfo else now.replace(tzinfo=home)


def _read_all(
    request: Request, policy: Policy, home: ZoneInfo, now: datetime
) -> tuple[list[Reading], list[Problem]]:
    readings: list[Reading] = []
    problems: list[Problem] = []
    for source in request.calendars:
        try:
            readings.append(_read(source, request, policy, home, now))
        except (Unreadable, NotACalendar) as error:
            problems.append(error.problem)
    return readings, problems


def _read(source: str, request: Request, policy: Policy, home: ZoneInfo, now: datetime) -> Reading:
    body = take(source, stdin=sys.stdin.buffer)
    try:
        if request.explain or policy.recognise.calendars:
            return read(body, home=home, window=None if request.explain else window(now))
        return read(body, home=home, screen=screen(policy), window=window(now))
    except NotACalendar as error:
        where = "standard input" if source == "-" else Path(source).name
        raise NotACalendar(replace(error.problem, where=where)) from error


def _events(request: Request, readings: list[Reading]) -> Iterable[tuple[Event, str]]:
    only = request.calendar_name if len(readings) == 1 else None
    for reading in readings:
        name = only or reading.name or ""
        yield from ((event, name) for event in reading.events)


def _at_home(me: Me, readings: list[Reading], home: ZoneInfo) -> Me:
    """The person's zone: the settings, else the first calendar that tells, else the machine."""
    if not me.timezone_guessed:
        return me
    told = next((reading.timezone for reading in readings if reading.timezone), None)
    return replace(me, timezone=told or home.key, timezone_guessed=told is None)


def _print(planned: Planned, request: Request) -> None:
    style = request.style or _style_of(request.output)
    for problem in planned.survey.problems:
        if style != "table" and request.output is not None:
            _complain(problem)
    if not planned.survey.visits:
        _say(_nothing_found(planned))
    if style == "table":
        from service.cli.plan_table import show  # noqa: PLC0415 - Rich costs 60 ms

        show(planned, request)
        return
    _write(_rendered(planned, request, style), request.output)


def _rendered(planned: Planned, request: Request, style: str) -> bytes:
    if style == "ics":
        from service.cli.plan_ics import rendered  # noqa: PLC0415 - only one of them is needed

        return rendered(planned)
    from service.cli.plan_json import rendered as as_json  # noqa: PLC0415

    return as_json(planned, explain=request.explain)


def _style_of(output: Path | None) -> str:
    by_suffix = {".json": "json", ".ics": "ics"}
    if output is not None:
        return by_suffix.get(output.suffix.lower(), "table")
    return "table" if sys.stdout.isatty() else "json"


def _write(body: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(body)
    except OSError as error:
        what = f"It can't be written: {error.strerror or error}."
        problem = Problem(where=str(output), what=what, next_step="Choose another place for -o.")
        raise Refused([problem]) from error


def _nothing_found(planned: Planned) -> str:
    suggested = sum(one.verdict.outcome == "suggest" for one in planned.survey.judged)
    if not suggested:
        return "No interview was found. Put #interview in the title of one to tag it."
    return (
        f"No tagged interview was found; {suggested} may be one. Put #interview in the title,"
        " or try --accept all."
    )


def _complain(problem: Problem) -> None:
    _say(f"{problem.where}: {problem.what} {problem.next_step}")


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
