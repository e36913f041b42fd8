"""What the person did to our entries in their calendar: kept as an answer, and told in words.

In the transaction that saves what was seen, so that nothing is read twice and nothing is lost.
The plan follows it at the next pass, which is due at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from service.domain.model import (
    AgreedCall,
    Decided,
    Decides,
    HeardBack,
    Key,
    NoCall,
    Placement,
    TalkedTo,
    Unclear,
    VisitKey,
)
from service.domain.noted import noted
from service.domain.places import local
from service.domain.policy import Me
from service.domain.steering import (
    Dragged,
    Met,
    Steer,
    Ticked,
    Wrote,
    steered,
    unclear,
    visit_and_kind,
)
from service.domain.wording import call_line, said, said_day
from service.store.answers import AnswerKind, answers, give_answer
from service.store.debriefs import debrief_of, keep_debrief
from service.store.journal import write_line
from service.store.leases import wake
from service.store.plan_rows import visits
from service.store.store import Writer
from service.store.values import PersonId, StoredVisit
from service.watch.pins import agreed_anew
from service.watch.recall import Known

Rows = Mapping[Key, Placement]
QUOTED = 80
"""Characters of a line of theirs in a sentence of ours."""


def met(visits: Iterable[StoredVisit], me: Me) -> Mapping[VisitKey, Met]:
    """When each visit was."""
    return {one.key: Met(day=local(one.start, me).date(), end=one.end) for one in visits}


def with_doubts(known: Known, rows: Rows) -> Known:
    """What is known, with the lines of our entries that stand there and cannot be read."""
    doubts = unclear(rows.values(), met(known.visits, known.policy.me))
    return replace(known, told=replace(known.told, doubts=doubts)) if doubts else known


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """Follows one person's hands in one transaction."""

    tx: Writer
    person: PersonId
    me: Me
    now: datetime

    def keep(self, before: Rows, after: Iterable[Placement]) -> None:
        """Keep what they did between two looks, and have it followed."""
        touched = [row for row in after if row.seen is not None and row.seen != row.sent]
        if not touched:
            return
        found = {one.key: one for one in visits(self.tx, self.person)}
        steers = steered(before, touched, met(found.values(), self.me), self.me)
        for steer in steers:
            self._keep(steer, found, before)
        if steers:
            wake(self.tx, self.person, now=self.now)

    def _keep(self, steer: Steer, found: Mapping[VisitKey, StoredVisit], rows: Rows) -> None:
        given = _answer(steer, rows)
        if given is not None:
            self._give(*given, _sentence(steer))
        elif isinstance(steer, Wrote) and isinstance(steer.answer, Unclear):
            self._tell("answer_unclear", steer.key, _sentence(steer))
        elif not isinstance(steer, Ticked):
            self._note(steer, found[steer.visit])

    def _give(self, kind: AnswerKind, key: str, text: str) -> None:
        if any((one.kind, one.key) == (kind, key) for one in answers(self.tx, self.person)):
            return
        give_answer(self.tx, self.person, kind, key, now=self.now)
        self._tell("answer_given", f"{kind} {key}", text)

    def _note(self, steer: Dragged | Wrote, visit: StoredVisit) -> None:
        before = debrief_of(self.tx, self.person, visit.key)
        told = noted(before, visit.key, steer, visit.people, now=self.now)
        if told is None:
            return
        keep_debrief(self.tx, self.person, told)
        self._tell("debrief_kept", told.visit, _sentence(steer))
        match steer:
            case Dragged():
                agreed_anew(self.tx, self.person, visit.key, now=self.now, dragged=True)
            case Wrote(answer=AgreedCall()):
                agreed_anew(self.tx, self.person, visit.key, now=self.now)

    def _tell(self, action: str, key: str, text: str) -> None:
        write_line(self.tx, self.person, self.now, action, key, text)


def _answer(steer: Steer, rows: Rows) -> tuple[AnswerKind, str] | None:
    """The answer that it is, and about what; None: it belongs into the debrief."""
    match steer:
        case Ticked(key=key):
            return "done", key
        case Wrote(answer=HeardBack(), visit=visit):
            return "heard_back", visit
        case Wrote(answer=Decided(outcome=outcome), visit=visit):
            return outcome, visit
        case Wrote(answer=NoCall(), visit=visit):
            return "skip", _last_call(visit, rows)
    return None


def _last_call(visit: VisitKey, rows: Rows) -> Key:
    """The call to come: whose time is over has been followed by another under a longer name."""
    calls = (key for key in rows if visit_and_kind(key) == (visit, "call"))
    # "~10" comes after "~9".
    return max(calls, key=lambda key: (len(key), key), default=Key(f"{visit}/call"))


def _sentence(steer: Steer) -> str:
    match steer:
        case Ticked(title=title):
            return f"You ticked “{title}” in your calendar: it is done."
        case Dragged(title=title, to=to):
            return f"You moved “{title}” to {said(to)}: that counts as agreed."
        case Wrote(title=title, answer=TalkedTo()):
            return f"You wrote into “{title}” whom you talked to: it is noted."
        case Wrote(title=title, answer=answer):
            quoted = answer.line[:QUOTED]
            return f"You wrote “{quoted}” into “{title}”: {_meant(steer)}"


def _meant(steer: Wrote) -> str:
    match steer.answer:
        case AgreedCall() as call:
            at = None if call.hour is None else time(call.hour, call.minute)
            when = call_line(call.day, at, own_time=call.own_time)
            return f"the call is agreed for {when}."
        case Decides(day=day):
            return f"they decide on {said_day(day)}."
        case Unclear() as question:
            return f"please check it: {question.why.removesuffix('.')}."
        case NoCall():
            return "there is no call to make."
    return "there is no call to make any more."
