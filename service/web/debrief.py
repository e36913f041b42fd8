"""The form of a debrief: what stands in it, and what was typed into it.

All of it is optional, and one form: whatever button is pressed, everything is saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Final, get_args

from service.desk.debrief import Sheet
from service.desk.told_texts import LONGEST_NAME, LONGEST_TEXT, one_line
from service.domain.debrief import Debrief, MayCall, NextStep
from service.web.debrief_people import Slot, read_people, slots, slots_again, values
from service.web.forms import FormFields
from service.web.typed import Typed

OTHER: Final = "other"
AGREED: Final = "agreed "
COUNTS: Final = ("1", "2", "3", "4", "5", "6")
LONGEST_NUMBER: Final = 60
NEXT_STEPS: Final[tuple[NextStep, ...]] = get_args(NextStep)
NOT_AGREED: Final[tuple[MayCall, ...]] = ("email_only", "not_asked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form as it is printed: `v` is what stands in each field, `faults` what is wrong."""

    slots: tuple[Slot, ...]
    v: Mapping[str, str]
    faults: Mapping[str, str]

    def one(self, name: str) -> str:
        """What stands in a field."""
        return self.v.get(name, "")

    def is_wrong(self, slot: str) -> bool:
        """Whether anything about this person is."""
        return any(name.startswith(f"{slot}.") for name in self.faults)


def blank(sheet: Sheet) -> Form:
    """The form with what was told so far."""
    found = slots(sheet)
    told = sheet.told or Debrief(visit=sheet.visit.key, at=sheet.visit.end)
    return Form(slots=found, v=values(found) | _told(told, sheet), faults={})


def again(sheet: Sheet, fields: FormFields, faults: Mapping[str, str]) -> Form:
    """The form with the very words that were typed, and what is wrong with some of them."""
    found = dict(fields.fields)
    if "call_whom_other" not in faults:
        other = one_line(fields.one("call_whom_other"))
        found |= {"call_whom": other or fields.one("call_whom"), "call_whom_other": ""}
    return Form(slots=slots_again(sheet, fields), v=found, faults=faults)


def callable_names(sheet: Sheet, form: Form) -> tuple[str, ...]:
    """Who may be asked for on the phone: who was there, and whoever was named in the form."""
    there = [one.spoken.name for one in sheet.guests if one.there]
    return tuple(dict.fromkeys(name for name in (*there, form.one("call_whom")) if name))


def read(fields: FormFields, sheet: Sheet, *, now: datetime) -> tuple[Debrief, Mapping[str, str]]:
    """What was told, and a sentence for each field that cannot be read: there all is as before."""
    typed = Typed(fields=fields)
    before = sheet.told or Debrief(visit=sheet.visit.key, at=now)
    told = replace(
        before,
        visit=sheet.visit.key,
        at=now,
        people=read_people(typed, sheet),
        count=_count(typed, before),
        next_step=typed.one_of("next_step", NEXT_STEPS),
        decides=_decides(typed, before, sheet),
        call_whom=_whom(typed, before),
        call_number=typed.number("call_number", before.call_number, longest=LONGEST_NUMBER),
        interested={"yes": True, "no": False}.get(fields.one("interested")),
        remark=typed.text("remark", before.remark, longest=LONGEST_TEXT),
    )
    return _with_call(told, typed, before, sheet), typed.faults


def said_call(day: date | None, at: time | None) -> str:
    """An agreed time, as the form has it."""
    return f"{AGREED}{day:%Y-%m-%d}T{at:%H:%M}" if day and at else ""


def usual_value(sheet: Sheet) -> str:
    """The plan's own date, as the form has it."""
    usual = sheet.usual
    return said_call(usual.theirs.date(), usual.theirs.time()) if usual else ""


def _told(told: Debrief, sheet: Sheet) -> dict[str, str]:
    day = f"{told.decides or ''}"
    known = {f"{one.day}" for one in sheet.weeks}
    interested = {True: "yes", False: "no", None: ""}[told.interested]
    return {
        "count": f"{told.count or ''}",
        "next_step": told.next_step or "",
        "by": day if day in known else OTHER if day else "",
        "decides": "" if day in known else day,
        "call": _call(told, sheet),
        "call_on": f"{told.call_on or ''}",
        "call_at": f"{told.call_at:%H:%M}" if told.call_at else "",
        "own_time": "on" if told.own_time else "",
        "call_whom": told.call_whom,
        "call_whom_other": "",  # a chip has the name: standing here it would outdo any tap
        "call_number": told.call_number,
        "interested": interested,
        "remark": told.remark,
    }


def _call(told: Debrief, sheet: Sheet) -> str:
    if told.may_call != "agreed":
        return told.may_call or ""
    said = said_call(told.call_on, told.call_at)
    return said if said == usual_value(sheet) and not told.own_time else OTHER


def _count(typed: Typed, before: Debrief) -> int | None:
    if not any(name == "count" for name, _ in typed.fields.fields):
        return before.count
    given = typed.one_of("count", COUNTS)
    return int(given) if given else None


def _whom(typed: Typed, before: Debrief) -> str:
    """Somebody of the list, or whoever was typed beside it."""
    typed_name = typed.line("call_whom_other", "", longest=LONGEST_NAME)
    return typed_name or typed.line("call_whom", before.call_whom, longest=LONGEST_NAME)


def _decides(typed: Typed, before: Debrief, sheet: Sheet) -> date | None:
    near = sheet.visit.end.astimezone(sheet.office.zone).date()
    chosen, written = typed.fields.one("by"), typed.day("decides", before.decides, near=near)
    if chosen == OTHER or (not chosen and written):
        if written is not None and written < near and "decides" not in typed.faults:
            typed.faults["decides"] = "That is before the interview."
            return before.decides
        return written
    return next((one.day for one in sheet.weeks if f"{one.day}" == chosen), None)


def _with_call(told: Debrief, typed: Typed, before: Debrief, sheet: Sheet) -> Debrief:
    chosen = typed.fields.one("call")
    if chosen.startswith(AGREED):
        when = _instant(chosen.removeprefix(AGREED))
        if when is not None:
            return _agreed(told, when.date(), when.time(), own_time=False)
    written = typed.fields.one("call_on") or typed.fields.one("call_at")
    if chosen == OTHER or (not chosen and written):
        return _another_time(told, typed, before, sheet)
    kept = replace(told, call_on=None, call_at=None, own_time=False)
    return replace(kept, may_call=typed.one_of("call", NOT_AGREED))


def _another_time(told: Debrief, typed: Typed, before: Debrief, sheet: Sheet) -> Debrief:
    near = sheet.visit.end.astimezone(sheet.office.zone).date()
    day = typed.day("call_on", before.call_on, near=near)
    at = typed.clock("call_at", before.call_at)
    if day is None and "call_on" not in typed.faults:
        typed.faults["call_on"] = "On which day may you call?"
    elif day is not None and day < near and "call_on" not in typed.faults:
        typed.faults["call_on"] = "That is before the interview is over."
    if {"call_on", "call_at"} & typed.faults.keys():
        return _as_before(told, before)
    return _agreed(told, day, at, own_time=typed.ticked("own_time"))


def _agreed(told: Debrief, day: date | None, at: time | None, *, own_time: bool) -> Debrief:
    return replace(told, may_call="agreed", call_on=day, call_at=at, own_time=own_time)


def _as_before(told: Debrief, before: Debrief) -> Debrief:
    return replace(
        told,
        may_call=before.may_call,
        call_on=before.call_on,
        call_at=before.call_at,
        own_time=before.own_time,
    )


def _instant(text: str) -> datetime | None:
    """A date and a time without a zone; whose clock it is stands elsewhere."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M")  # noqa: DTZ007
    except ValueError:
        return None
