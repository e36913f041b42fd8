"""What a person asked for: the settings as data, with their defaults (facts: timing 3.5).

Nothing here reads a file. `service.settings_file.load` turns a TOML file into a `Policy`, and the
settings page edits the same values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

LatePolicy = Literal["tonight", "next_morning"]
CardStrategy = Literal["next_day", "earliest"]
NoticeBy = Literal["none", "email", "ntfy", "webhook"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """Days, both inclusive, that the person spends in another zone."""

    timezone: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """The person. `timezone_guessed` when nobody told and the machine's zone stands in."""

    name: str = ""
    phone: str = ""
    emails: tuple[str, ...] = ()
    work_emails: tuple[str, ...] = ()
    timezone: str = "UTC"
    timezone_guessed: bool = False
    country: str | None = None
    region: str | None = None
    language: str = "en"
    travel: tuple[Travel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """Where the employer is, for the events that do not tell."""

    timezone: str | None = None
    country: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What counts as an interview. All but `calendars` and `selected` add to built-in lists.

    `calendars` are dedicated: everything in them is an interview. `selected` are the
    calendars that are looked at; None means all of them.
    """

    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    calendars: tuple[str, ...] = ()
    selected: tuple[str, ...] | None = None
    heuristics: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptRule:
    """The "before you leave" entry: three questions, shortly before the first session."""

    enabled: bool = True
    minutes_before: int = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefRule:
    """Who, what about, what next: shortly after the last session."""

    enabled: bool = True
    minutes_after: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailRule:
    """Thank-you emails on the same day (facts: timing 3.1)."""

    delay_minutes: int = 120
    earliest: time = time(8)
    latest: time = time(20)
    hard_latest: time = time(21)
    stop: time = time(23, 30)
    late_policy: LatePolicy = "tonight"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRule:
    """The hand-written note in the post (facts: timing 3.2).

    The collections are the cut-off times of the person's own post box; None: not emptied.
    """

    enabled: bool = True
    hours: int = 48
    strategy: CardStrategy = "next_day"
    collection_weekdays: time | None = time(17)
    collection_saturday: time | None = time(12)
    collection_sunday: time | None = None
    post_country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRule:
    """The call on Friday morning (facts: timing 3.3). `weekday` counts from Monday = 0."""

    weekday: int = 4
    min_days: int = 5
    at: time = time(9, 30)
    user_from: time = time(7)
    user_to: time = time(21)
    extra_closed_days: tuple[date, ...] = ()
    good_friday_us: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesRule:
    """`per_person_events`: one event a person; `via_agency`: all goes to the consultant.

    The templates are the person's own, instead of ours; empty: none.
    """

    per_person_events: bool = False
    via_agency: bool = False
    email_template: str = ""
    card_template: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesRule:
    """One message a day of what is open, if it is wanted at all, and never in the quiet hours.

    `to` is where it goes; by email it is one of the person's own addresses, empty: the first.
    """

    by: NoticeBy = "none"
    at: time = time(8, 30)
    to: str = ""
    quiet_from: time = time(21)
    quiet_to: time = time(8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """`discreet_titles`: initials instead of names, for a calendar that others see."""

    discreet_titles: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything a person can set, in one value."""

    me: Me = field(default_factory=Me)
    employer: Employer = field(default_factory=Employer)
    recognise: Recognition = field(default_factory=Recognition)
    prompt: PromptRule = field(default_factory=PromptRule)
    debrief: DebriefRule = field(default_factory=DebriefRule)
    email: EmailRule = field(default_factory=EmailRule)
    card: CardRule = field(default_factory=CardRule)
    call: CallRule = field(default_factory=CallRule)
    notes: NotesRule = field(default_factory=NotesRule)
    notices: NoticesRule = field(default_factory=NoticesRule)
    privacy: Privacy = field(default_factory=Privacy)
