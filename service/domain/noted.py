"""What an entry of the person's own calendar told, written into the debrief of its visit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

from service.domain.debrief import Debrief, Spoken
from service.domain.model import AgreedCall, Decides, TalkedTo, VisitKey
from service.domain.naming.names import normal_name, shortens
from service.domain.steering import Dragged, Steer, Wrote


def noted(
    before: Debrief | None, visit: VisitKey, steer: Steer, names: Iterable[str], *, now: datetime
) -> Debrief | None:
    """The debrief after it; None: this is no matter for a debrief.

    `names` are the people of the visit as they are known: "Dana" is Dana Ruiz if nobody else is.
    """
    told = before or Debrief(visit=visit, at=now)
    match steer:
        case Dragged() if told.may_call == "email_only":
            return None  # an email has no time to be agreed on: it only stays where they put it
        case Dragged(to=to):
            return replace(_agreed(told, to.date(), to.time(), own_time=True), at=now)
        case Wrote(answer=AgreedCall() as call):
            at = None if call.hour is None else time(call.hour, call.minute)
            return replace(_agreed(told, call.day, at, own_time=call.own_time), at=now)
        case Wrote(answer=Decides(day=day)):
            return replace(told, decides=day, at=now)
        case Wrote(answer=TalkedTo() as met):
            # As of when it was told: whom they met is no news of the employer.
            return replace(told, people=_with(told.people, met, names))
    return None


def _agreed(told: Debrief, day: date, at: time | None, *, own_time: bool) -> Debrief:
    at = at.replace(second=0, microsecond=0, tzinfo=None) if at else None
    return replace(told, may_call="agreed", call_on=day, call_at=at, own_time=own_time)


def _with(told: tuple[Spoken, ...], met: TalkedTo, names: Iterable[str]) -> tuple[Spoken, ...]:
    name = _full(met.name, [*(one.name for one in told), *names])
    known = next((one for one in told if normal_name(one.name) == normal_name(name)), None)
    if known is None:
        return (*told, Spoken(name=name, topic=met.topic or ""))
    said = replace(known, topic=met.topic or known.topic, present=True)
    return tuple(said if one is known else one for one in told)


def _full(name: str, names: Iterable[str]) -> str:
    known = dict.fromkeys(names)
    same = [one for one in known if normal_name(one) == normal_name(name)]
    fuller = [one for one in known if shortens(name, one)]
    return same[0] if same else fuller[0] if len(fuller) == 1 else name
