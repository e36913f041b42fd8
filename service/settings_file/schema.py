"""Every section and key of the settings file, in one table.

Checking, building the policy and the settings page of the docs all read this table. Defaults
stand in `service.domain.policy` and nowhere else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from service.domain import policy
from service.settings_file.checks import ascending, no_overlap, region_in_country, travel_order
from service.settings_file.notes import NOTES
from service.settings_file.notices import NOTICES
from service.settings_file.places import COUNTRY, REGION, ZONE
from service.settings_file.section import Key, Section
from service.settings_file.values import (
    ADDRESSES,
    CLOCK,
    CLOCK_OR_NONE,
    DAY,
    DAYS,
    LANGUAGE,
    SWITCH,
    TEXT,
    WEEKDAY,
    WORDS,
    Kind,
    choice,
    list_of,
    whole,
)

_DAY_OF_MINUTES = whole(0, 1440)


def _me(**fields: Any) -> policy.Me:
    return policy.Me(timezone_guessed="timezone" not in fields, **fields)


def _home(key: str) -> str:
    homes = [f"[{section.name}]" for section in SECTIONS if key in section.names]
    return f"{key} belongs below {' or '.join(homes)}. " if homes else ""


def _policy(**sections: Any) -> policy.Policy:
    return policy.Policy(**{"me": _me(), **sections})


_TRAVEL = Section(
    name="travel",
    about="",
    makes=policy.Travel,
    keys=(
        Key(name="timezone", label="Zone", kind=ZONE, about="The zone you are in."),
        Key(name="from", label="From", field="first", kind=DAY, about="The first day there."),
        Key(name="to", label="To", field="last", kind=DAY, about="The last day there."),
    ),
    checks=(travel_order,),
    complete=True,
)
_TRAVELS = replace(
    list_of(Kind(allowed="a table", read=_TRAVEL.read), "{timezone, from, to} tables"),
    input="rows",
)

_SECTIONS = (
    Section(
        name="me",
        title="You",
        about="Who and where you are.",
        makes=_me,
        keys=(
            Key(name="name", kind=TEXT, about="Your name, as you sign.", unset="no name"),
            Key(
                name="emails",
                label="Your addresses",
                hint="One a line. They tell which entries and answers are yours.",
                kind=ADDRESSES,
                about="Your own addresses: they tell which entries and answers are yours.",
            ),
            Key(
                name="work_emails",
                label="Your addresses at work",
                hint="One a line. There you may be the one who interviews.",
                kind=ADDRESSES,
                about="Your addresses at work: there you may be the interviewer.",
            ),
            Key(
                name="phone",
                label="Your telephone number",
                hint="It stands below your name, so that they can call you.",
                kind=TEXT,
                about="Your number, below your name in an email.",
                unset="no number",
            ),
            Key(
                name="timezone",
                label="Your time zone",
                hint="Where you live, like Europe/Berlin.",
                kind=ZONE,
                about="Where you live.",
                unset="the calendar's zone, else this machine's (a guess, and marked as one)",
            ),
            Key(
                name="country",
                label="Your country",
                hint="Two letters, like US or DE. Whose holidays and post are yours.",
                kind=COUNTRY,
                about="Whose holidays and post are yours.",
                unset="the country of your zone",
            ),
            Key(
                name="region",
                kind=REGION,
                about="State or province, for its holidays.",
                unset="the whole country",
            ),
            Key(name="language", kind=LANGUAGE, about="The language of your notes."),
            Key(
                name="travel",
                label="Travel",
                hint="Days in another zone, first and last included.",
                kind=_TRAVELS,
                row=_TRAVEL,
                about="Days in another zone, first and last included.",
            ),
        ),
        checks=(no_overlap, region_in_country),
    ),
    Section(
        name="employer",
        title="The employer",
        about="Where the employer is, for entries that do not tell.",
        makes=policy.Employer,
        keys=(
            Key(
                name="timezone",
                label="Their time zone",
                hint="Whose clock an agreed call follows.",
                kind=ZONE,
                about="Whose clock an agreed call follows.",
                unset="the entry's zone, else yours",
            ),
            Key(
                name="country",
                label="Their country",
                hint="Two letters. Whose public holidays move the call.",
                kind=COUNTRY,
                about="Whose public holidays move the call.",
                unset="the country of that zone, else yours",
            ),
            Key(
                name="region",
                kind=REGION,
                about="State or province, for its holidays.",
                unset="the whole country",
            ),
        ),
        checks=(region_in_country,),
    ),
    Section(
        name="recognise",
        title="Finding interviews",
        about="What counts as an interview. Your words are added to the built-in ones.",
        makes=policy.Recognition,
        keys=(
            Key(
                name="tags",
                label="Marks in a title, beside #interview",
                hint="One a line.",
                kind=WORDS,
                about="Marks in a title, beside #interview.",
            ),
            Key(
                name="categories",
                label="Categories that mark an interview",
                hint="One a line.",
                kind=WORDS,
                about="Categories that mark an interview.",
            ),
            Key(
                name="labels",
                label="Event labels that mark an interview",
                hint="One a line.",
                kind=WORDS,
                about="Event labels that mark an interview, where a calendar tells their names.",
            ),
            Key(
                name="colours",
                label="Colours that mark an interview",
                hint="One a line.",
                kind=WORDS,
                about="Colours that mark an interview.",
            ),
            Key(
                name="calendars",
                label="Calendars in which everything is an interview",
                hint="By name, one a line.",
                kind=WORDS,
                about="Calendars, by name, in which everything is an interview.",
            ),
            Key(
                name="selected",
                label="Calendars that are looked at",
                hint="By name, one a line.",
                kind=WORDS,
                about="Calendars, by name, that are looked at.",
                unset="all of them",
            ),
            Key(
                name="heuristics", kind=SWITCH, about="Suggest entries that look like an interview."
            ),
        ),
    ),
    Section(
        name="prompt",
        title="Before you leave",
        about='The "before you leave" entry.',
        makes=policy.PromptRule,
        keys=(
            Key(
                name="enabled",
                label="Put it in the calendar",
                kind=SWITCH,
                about="Whether there is one.",
            ),
            Key(
                name="minutes_before",
                kind=_DAY_OF_MINUTES,
                about="Minutes before the first session.",
            ),
        ),
    ),
    Section(
        name="debrief",
        title="Debrief",
        about="Who, what about, what next.",
        makes=policy.DebriefRule,
        keys=(
            Key(
                name="enabled",
                label="Put it in the calendar",
                kind=SWITCH,
                about="Whether there is one.",
            ),
            Key(
                name="minutes_after", kind=_DAY_OF_MINUTES, about="Minutes after the last session."
            ),
        ),
    ),
    Section(
        name="email",
        title="Thank-you emails",
        about="The thank-you emails of the same day.",
        makes=policy.EmailRule,
        keys=(
            Key(
                name="delay_minutes", kind=_DAY_OF_MINUTES, about="Minutes after the last session."
            ),
            Key(name="earliest", kind=CLOCK, about="Never before."),
            Key(name="latest", kind=CLOCK, about="Until then the delay is kept."),
            Key(name="hard_latest", kind=CLOCK, about="Until then after a late interview."),
            Key(name="stop", kind=CLOCK, about="Nothing after it on that day."),
            Key(
                name="late_policy",
                label="When it ends even later",
                kind=choice("tonight", "next_morning"),
                about="When an interview ends later than hard_latest.",
            ),
        ),
        checks=(ascending("earliest", "latest", "hard_latest", "stop"),),
    ),
    Section(
        name="card",
        title="Card by post",
        about="The hand-written note. Times are the cut-offs on your own post box.",
        makes=policy.CardRule,
        keys=(
            Key(
                name="enabled",
                label="Put it in the calendar",
                kind=SWITCH,
                about="Whether there is one.",
            ),
            Key(
                name="hours",
                kind=whole(1, 336),
                about="Hours after the interview within which it is posted.",
            ),
            Key(
                name="strategy",
                label="When to write it",
                hint="Next day: after a night's sleep. Earliest: by the first collection.",
                kind=choice("next_day", "earliest"),
                about="After a night's sleep, or by the first collection.",
            ),
            Key(
                name="collection_weekdays",
                label="Last collection, Monday to Friday",
                hint="Empty: no collection.",
                kind=CLOCK_OR_NONE,
                about="Last collection, Monday to Friday.",
            ),
            Key(
                name="collection_saturday",
                label="Last collection on Saturdays",
                hint="Empty: no collection.",
                kind=CLOCK_OR_NONE,
                about="Last collection on Saturdays.",
            ),
            Key(
                name="collection_sunday",
                label="Last collection on Sundays",
                hint="Empty: no collection.",
                kind=CLOCK_OR_NONE,
                about="Last collection on Sundays.",
            ),
            Key(
                name="post_country",
                label="Country it is posted in",
                hint="Two letters.",
                kind=COUNTRY,
                about="Where it is posted.",
                unset="the country you are in that day",
            ),
        ),
    ),
    Section(
        name="call",
        title="The call",
        about="The call, while nothing else is agreed.",
        makes=policy.CallRule,
        keys=(
            Key(name="weekday", kind=WEEKDAY, about="The day to call."),
            Key(name="min_days", kind=whole(0, 90), about="Days after the interview, at least."),
            Key(
                name="time",
                label="Time of the call",
                hint="On the employer's clock.",
                field="at",
                kind=CLOCK,
                about="On the employer's clock.",
            ),
            Key(
                name="user_from",
                label="You can call from",
                hint="On your own clock.",
                kind=CLOCK,
                about="You call from then, on your clock ...",
            ),
            Key(
                name="user_to",
                label="You can call until",
                hint="On your own clock.",
                kind=CLOCK,
                about="... until then.",
            ),
            Key(
                name="extra_closed_days",
                label="Days the employer is closed",
                hint="Beside public holidays: one a line, like 2026-12-24.",
                kind=DAYS,
                about="Days the employer is closed, beside public holidays.",
            ),
            Key(
                name="good_friday_us",
                label="Good Friday moves a call in the US",
                kind=SWITCH,
                about="Whether Good Friday moves a call in the US.",
            ),
        ),
        checks=(ascending("user_from", "user_to", strictly=True),),
    ),
    NOTES,
    NOTICES,
    Section(
        name="privacy",
        title="Privacy",
        about="For a calendar that others see.",
        makes=policy.Privacy,
        keys=(
            Key(name="discreet_titles", kind=SWITCH, about="Only initials and a link in entries."),
        ),
    ),
)

SECTIONS = tuple(replace(section, elsewhere=_home) for section in _SECTIONS)

FILE = Section(
    name="",
    about="",
    makes=_policy,
    elsewhere=_home,
    keys=tuple(
        Key(name=section.name, kind=Kind(allowed="", read=section.read), about=section.about)
        for section in SECTIONS
    ),
)
