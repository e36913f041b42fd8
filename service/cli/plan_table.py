"""The plan for the eye: what to ask first, then what is next, then every visit and why."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from shlex import quote
from types import MappingProxyType

from connectors.contract import Moment, Problem
from service.cli.asking import Question, begins, questions
from service.cli.page import Page
from service.cli.request import Planned, Request
from service.domain import wording
from service.domain.model import FollowUp, Person, Visit
from service.domain.places import local
from service.domain.policy import Me
from service.domain.survey import EVERYTHING

FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "assumed_end": "its end is assumed",
        "same_day": "on the day itself",
        "box_by_deadline": "no collection in time",
        "too_late_by_post": "hand it in, or skip it",
        "holiday_shift": "moved off a holiday",
        "confirmed": "",  # the title says so
        "not_morning": "not in their morning",
        "unsociable": "outside your hours",
        "holiday_warning": "a holiday there",
        "clarify": "please check",
        "pin_dropped": "your date could not stay",
        "zone_guessed": "time zone guessed",
        "country_guessed": "country guessed",
    }
)
"""Flags in plain words; one that is missing here is its own word."""

MONTHS_OF_NO_DOUBT = 6


def show(planned: Planned, request: Request) -> None:
    """Print to the terminal, or as plain text to the file asked for. Raises `OSError`."""
    if request.output is not None:
        with request.output.open("w", encoding="utf-8") as file:
            _show(planned, request, Page(file))
    else:
        _show(planned, request, Page(sys.stdout))


def _show(planned: Planned, request: Request, page: Page) -> None:
    _ask(questions(planned), request, planned, page)
    _next(planned, page)
    _visits(planned, page)
    if request.explain:
        _verdicts(planned, page)
    _problems(planned.survey.problems, page)
    _zone(planned.policy.me, page)


def _ask(asked: list[Question], request: Request, planned: Planned, page: Page) -> None:
    if not asked:
        return
    page.heading("Are these interviews?" if len(asked) > 1 else "Is this an interview?")
    for each in asked:
        event = each.judged.event
        remark = "  [repeats]" if each.repeats else ""
        when = _moment(each.at, planned)
        page.entry(when, event.content.title or "(no title)", remark, each.judged.verdict.because)
        # Quoted for the shell it will be copied to: a UID comes from anybody.
        page.whole(f"{'every date' if each.repeats else 'yes'}: --accept {quote(event.uid)}")
    advice = "To tag one for good, put #interview in its title; #nointerview says no."
    page.sentence(advice, style="italic", indent=2)
    page.sentence(_about_all(asked, request), style="italic", indent=2)
    page.gap()


def _about_all(asked: list[Question], request: Request) -> str:
    if EVERYTHING in request.accept:
        return "--accept all leaves out what repeats: a whole series is accepted by its UID."
    if any(each.repeats for each in asked):
        return "--accept all tries them all, but for what repeats."
    return "--accept all tries them all." if len(asked) > 1 else ""


def _next(planned: Planned, page: Page) -> None:
    """The first thing to do from now on, whichever interview it belongs to."""
    coming = [one for one in planned.survey.follow_ups if _begin(one) >= planned.now]
    if not coming:
        return
    one = min(coming, key=lambda each: (_begin(each), each.key))
    page.sentence(f"Next: {one.content.title}, {wording.said(_begin(one))}.", style="green")
    page.gap()


def _visits(planned: Planned, page: Page) -> None:
    survey = planned.survey
    due = {one.visit for one in survey.follow_ups}
    for visit in survey.visits:
        if visit.key in due:
            _visit(visit, planned, page)
    over = [visit for visit in survey.visits if visit.key not in due]
    if over:
        page.heading("Too long ago for any follow-up")
        for visit in over:
            page.entry(_moment(visit.start, planned), _called(visit))
        page.gap()


def _visit(visit: Visit, planned: Planned, page: Page) -> None:
    page.heading(_called(visit), style="bold underline")
    page.sentence(_hours(visit, planned.policy.me))
    page.sentence(_people(visit.people), style="dim")
    for one in planned.survey.follow_ups:
        if one.visit == visit.key:
            remark = _remark(one.flags, planned.policy.me)
            page.entry(_moment(_begin(one), planned), one.content.title, remark, one.because)
    page.gap()


def _called(visit: Visit) -> str:
    first = visit.sessions[0].title or "Interview"
    return " - ".join(filter(None, [visit.company or first, visit.company and visit.role]))


def _hours(visit: Visit, me: Me) -> str:
    start, end = local(visit.start, me), local(visit.end, me)
    until = f"{end:%H:%M}" if end.date() == start.date() else wording.said(end)
    return f"{wording.said(start)} to {until} ({getattr(start.tzinfo, 'key', me.timezone)})"


def _people(people: Iterable[Person]) -> str:
    met = [person for person in people if person.state != "excluded"]
    sure = ", ".join(person.name for person in met if person.state == "certain")
    likely = ", ".join(person.name for person in met if person.state != "certain")
    if not met:
        return "with people you name at the debrief"
    if not likely:
        return f"with {sure}"
    return f"with {sure}; probably {likely}" if sure else f"probably with {likely}"


def _remark(flags: Iterable[str], me: Me) -> str:
    # That the person's own zone is a guess is said once, below.
    told = (flag for flag in flags if not (flag == "zone_guessed" and me.timezone_guessed))
    words = dict.fromkeys(FLAGS.get(flag, flag) for flag in told)
    return f"  [{', '.join(filter(None, words))}]" if any(words) else ""


def _verdicts(planned: Planned, page: Page) -> None:
    page.heading("Every event, and why")
    me = planned.policy.me
    for one in sorted(planned.survey.judged, key=lambda one: begins(one.event, me)):
        when = _moment(one.event.content.when.start, planned)
        verdict, title = one.verdict, one.event.content.title or "(no title)"
        remark = f"  [{verdict.outcome}, {verdict.rule}]"
        page.entry(when, title, remark, verdict.because)
    page.gap()


def _problems(problems: tuple[Problem, ...], page: Page) -> None:
    if not problems:
        return
    page.heading("Please check", style="bold red")
    for one in problems:
        page.sentence(f"{one.where}: {one.what} {one.next_step}", indent=2)
    page.gap()


def _zone(me: Me, page: Page) -> None:
    if me.timezone_guessed:
        page.sentence(
            f"Nobody told your time zone, so this computer's is taken: {me.timezone}."
            " Put timezone below [me] in a file and give it with --settings.",
            style="italic",
        )


def _begin(one: FollowUp) -> datetime:
    start = one.content.when.start
    assert isinstance(start, datetime)  # noqa: S101 - a follow-up always has hours
    return start


def _moment(at: Moment, planned: Planned) -> str:
    """On the person's clock; with the year where that is not plain."""
    here = local(at, planned.policy.me) if isinstance(at, datetime) else at
    months = (here.year - planned.now.year) * 12 + here.month - planned.now.month
    if abs(months) <= MONTHS_OF_NO_DOUBT:
        return wording.moment(here)
    return f"{here.day:>2} {wording.MONTHS[here.month - 1][:3]} {here.year}"
