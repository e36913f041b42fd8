"""What the person wrote into an entry of their own, as fields."""

from __future__ import annotations

from datetime import date

from service.domain.model import (
    AgreedCall,
    Answer,
    Decided,
    Decides,
    HeardBack,
    NoCall,
    Silent,
    TalkedTo,
    Unclear,
)
from service.store.codec.text import (
    Fields,
    Unreadable,
    dump_maybe,
    dump_moment,
    load_instant,
    maybe_instant,
)


def answer_fields(answer: Answer) -> Fields:
    """An answer inside something else."""
    return {"line": answer.line, **_told(answer)}


def _told(answer: Answer) -> Fields:
    match answer:
        case AgreedCall():
            return {
                "is": "call",
                "day": answer.day.isoformat(),
                "hour": answer.hour,
                "minute": answer.minute,
                "own_time": answer.own_time,
                "year_given": answer.year_given,
                "instant": dump_maybe(answer.instant),
            }
        case Decides():
            day = answer.day.isoformat()
            return {"is": "decides", "day": day, "year_given": answer.year_given}
        case NoCall():
            return {"is": "no_call"}
        case HeardBack():
            return {"is": "heard_back"}
        case Decided():
            return {"is": "decided", "outcome": answer.outcome}
        case Silent():
            return {"is": "silent", "at": dump_moment(answer.at)}
        case TalkedTo():
            return {"is": "talked_to", "name": answer.name, "topic": answer.topic}
        case Unclear():
            return {"is": "unclear", "why": answer.why}


def answer_of(fields: Fields) -> Answer:
    """The inverse of `answer_fields`. Raises `Unreadable`."""
    line = fields["line"]
    match fields["is"]:
        case "call":
            return _call(fields)
        case "decides":
            day = date.fromisoformat(fields["day"])
            return Decides(line=line, day=day, year_given=fields["year_given"])
        case "no_call":
            return NoCall(line=line)
        case "heard_back":
            return HeardBack(line=line)
        case "decided":
            return Decided(line=line, outcome=fields["outcome"])
        case "silent":
            return Silent(line=line, at=load_instant(fields["at"]))
        case "talked_to":
            return TalkedTo(line=line, name=fields["name"], topic=fields["topic"])
        case "unclear":
            return Unclear(line=line, why=fields["why"])
    raise Unreadable("it holds an answer this program doesn't know")


def _call(fields: Fields) -> AgreedCall:
    return AgreedCall(
        line=fields["line"],
        day=date.fromisoformat(fields["day"]),
        hour=fields["hour"],
        minute=fields["minute"],
        own_time=fields["own_time"],
        year_given=fields["year_given"],
        instant=maybe_instant(fields["instant"]),
    )
