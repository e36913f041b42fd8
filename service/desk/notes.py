"""The notes of one visit: a draft for each person, and how far each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from service import drafts
from service.desk.debrief import Sheet, sheet
from service.desk.guests import is_same
from service.desk.met_before import Before, met_before
from service.desk.occasion import Signer, occasion
from service.domain import entries
from service.domain.compose import Letter
from service.domain.customs import hint
from service.domain.debrief import NoteKind, Spoken
from service.domain.language import LANGUAGES, spoken_in
from service.domain.model import Person
from service.domain.notes import Occasion, Values, Written, alike, has_gap, point, values
from service.domain.policy import Policy
from service.domain.talked import with_people
from service.store.debriefs import debriefs
from service.store.plan_rows import visits
from service.store.sessions import visit_names
from service.store.store import Reader
from service.store.values import StoredVisit

State = Literal["missing", "alike", "ready", "sent", "posted", "skipped"]
SETTLED: frozenset[State] = frozenset({"sent", "posted", "skipped"})
_FAREWELLS = ("rejected", "withdrew")


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Who writes, after which visit, by which settings, and notes of which kind."""

    who: Signer
    visit: StoredVisit
    policy: Policy
    kind: NoteKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One person's. `own`: in the person's own words; `like` are the names of whose is alike."""

    spoken: Spoken
    state: State
    letter: Letter
    own: bool = False
    like: tuple[str, ...] = ()
    before: tuple[Before, ...] = ()

    @property
    def whom(self) -> str:
        """What a form calls them."""
        return self.spoken.whom


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """Everyone's of one kind, and what is to be known of all.

    `custom` is what is usual where they are, `trouble` why a template of the person's own can't
    be used, `missing` how many there are of whom nobody knows the name yet, `also` another
    language that may suit the employer better.
    """

    kind: NoteKind
    occasion: Occasion
    notes: tuple[Note, ...]
    custom: str | None = None
    trouble: str = ""
    missing: int = 0
    also: str = ""

    @property
    def settled(self) -> bool:
        """Whether there is nothing left to do."""
        return bool(self.notes) and all(one.state in SETTLED for one in self.notes)


def notes_of(tx: Reader, writing: Writing, *, now: datetime) -> Notes:
    """The notes as they stand, and as the person has just said."""
    who, policy, kind = writing.who, writing.policy, writing.kind
    found = sheet(tx, who.person, writing.visit, policy, now=now)
    about = occasion(tx, who, found, policy, kind, now=now)
    people = to_thank(found, policy, kind)
    given = [values(about, one, place) for place, one in enumerate(people)]
    template, trouble = _template(policy, kind, given)
    made = [
        _letter(kind, about, one, known, template) for one, known in zip(people, given, strict=True)
    ]
    return Notes(
        kind=kind,
        occasion=about,
        notes=tuple(_with_history(tx, who, found, _judged(kind, people, made))),
        custom=hint(found.office.country.code) if kind == "card" else None,
        trouble=trouble,
        missing=max((found.told.count or 0) - len(people), 0) if found.told else 0,
        also=_also(about, found),
    )


def to_thank(found: Sheet, policy: Policy, kind: NoteKind) -> tuple[Spoken, ...]:
    """Whom a note of this kind goes to, each with what was told of them."""
    told = found.told.people if found.told else ()
    met = with_people(found.whole.people, told, via_agency=policy.notes.via_agency)
    return tuple(_spoken(one, told) for one in entries.thanked(kind, met, policy))


def _spoken(person: Person, told: Iterable[Spoken]) -> Spoken:
    """What was told of them, with what only the invitation knows."""
    new = Spoken(name=person.name, topic=person.topic or "")
    same = next((one for one in told if is_same(one, person.name, person.email)), new)
    return replace(same, email=same.email or person.email, role=same.role or person.role)


def _letter(kind: NoteKind, about: Occasion, spoken: Spoken, given: Values, own: str) -> Letter:
    """Their own words, else the draft."""
    words = _own(kind, spoken)
    text = words if words is not None else _draft(kind, about, given, own)
    subject = drafts.built_in("subject", about.tongue, given)
    return Letter(to=spoken.email or "", subject=subject, text=text)


def _draft(kind: NoteKind, about: Occasion, given: Values, own: str) -> str:
    if about.situation in _FAREWELLS:
        farewell: drafts.Part = "farewell" if kind == "email" else "farewell_card"
        return drafts.built_in(farewell, about.tongue, given)
    if own:
        return drafts.render(own, given)
    agency = kind == "email" and about.situation == "agency"
    return drafts.built_in("agency" if agency else kind, about.tongue, given)


def _template(policy: Policy, kind: NoteKind, given: Iterable[Values]) -> tuple[str, str]:
    """The person's own template and, where it cannot be used for everybody, why."""
    rule = policy.notes
    own = rule.email_template if kind == "email" else rule.card_template
    try:
        for known in given:
            drafts.render(own, known)
    except drafts.Unusable as refused:
        return "", refused.what
    return own, ""


def _judged(kind: NoteKind, people: Sequence[Spoken], made: Sequence[Letter]) -> list[Note]:
    pairs = list(zip(people, made, strict=True))
    written = [
        Written(
            whom=one.whom,
            name=one.name,
            topic=point(one),
            text=letter.text,
            own=_own(kind, one) is not None,
        )
        for one, letter in pairs
        if kind not in one.skipped
    ]
    like, names = alike(written), {one.whom: one.name for one in people}
    return [
        Note(
            spoken=one,
            state=_state(kind, one, letter, alike=one.whom in like),
            letter=letter,
            own=_own(kind, one) is not None,
            like=tuple(names[other] for other in like.get(one.whom, ())),
        )
        for one, letter in pairs
    ]


def _own(kind: NoteKind, spoken: Spoken) -> str | None:
    return spoken.email_text if kind == "email" else spoken.card_text


def _state(kind: NoteKind, spoken: Spoken, letter: Letter, *, alike: bool) -> State:
    if kind == "email" and spoken.emailed:
        return "sent"
    if kind == "card" and spoken.posted:
        return "posted"
    if kind in spoken.skipped:
        return "skipped"
    if has_gap(letter.text):
        return "missing"
    return "alike" if alike else "ready"


def _with_history(tx: Reader, who: Signer, found: Sheet, made: Iterable[Note]) -> Iterable[Note]:
    told, names = debriefs(tx, who.person), visit_names(tx, who.person)
    known = visits(tx, who.person)
    for one in made:
        before = met_before(one.spoken, found.visit, known, told, names)
        yield replace(one, before=before)


def _also(about: Occasion, found: Sheet) -> str:
    """Like "Deutsch", where the employer's country speaks another language than the note."""
    there = spoken_in(found.office.country.code)
    return there if there and there != about.tongue.code and there in LANGUAGES else ""
