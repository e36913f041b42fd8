"""Is this event an interview of the person's own? Tags decide; heuristics only ask.

The first rule that has something to say wins (facts: detection 1.3). A suggestion never
inserts anything, so where the rules doubt they ask, and where the person said no they rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from connectors.contract import Event
from service.domain.model import Verdict
from service.domain.policy import Policy
from service.domain.recognise.case import Case, prefix
from service.domain.recognise.points import ENOUGH, total
from service.domain.recognise.senses import around, other_sense
from service.domain.recognise.tags import trimmed

Rule = Callable[[Case], Verdict | None]


def recognise(event: Event, calendar: str, policy: Policy) -> Verdict:
    """Judge one event of the calendar called `calendar`.

    Every verdict names its rule and says in a sentence what was seen. Pure: the same event
    and policy always get the same verdict.
    """
    case = Case(event=event, calendar=calendar, policy=policy)
    return next(verdict for rule in RULES if (verdict := rule(case)))


def _not(rule: str, because: str) -> Verdict:
    return Verdict(outcome="not", rule=rule, because=because)


def _suggest(rule: str, because: str) -> Verdict:
    return Verdict(outcome="suggest", rule=rule, because=because)


# S0: the gates


def own_follow_up(case: Case) -> Verdict | None:
    """Never follow up a follow-up."""
    uid = case.event.uid.lower()
    if case.event.name is None and not (uid.startswith("fu-") and uid.endswith("@afterword")):
        return None
    return _not("S0:own", "Afterword put this entry here itself.")


def unselected_calendar(case: Case) -> Verdict | None:
    """Calendars the person did not choose are not looked at."""
    selected = case.labels.selected
    if selected is None or trimmed(case.calendar) in selected:
        return None
    return _not("S0:calendar", f'The calendar "{case.calendar}" is not among those you chose.')


def cancelled(case: Case) -> Verdict | None:
    """By STATUS, or by the word that Outlook puts before the title."""
    if case.event.status == "cancelled":
        return _not("S0:cancelled", "The event is cancelled.")
    opening = prefix("cancelled").match(case.evidence.title)
    if opening is None:
        return None
    return _not("S0:cancelled", f'The title begins with "{opening[0].strip()}".')


def declined(case: Case) -> Verdict | None:
    """The person said no to the invitation."""
    me = case.evidence.me
    guests = case.event.attendees
    if any(guest.response == "declined" and me.is_me(guest.email) for guest in guests):
        return _not("S0:declined", "You declined this invitation.")
    return None


def never_a_meeting(case: Case) -> Verdict | None:
    """Google's birthdays and working locations."""
    if case.event.event_type in {"birthday", "workingLocation"}:
        return _not("S0:type", f"A {_spoken(case.event.event_type)} entry is no meeting.")
    return None


# O and X: what the person said


def opted_out(case: Case) -> Verdict | None:
    """No beats yes: doing nothing is the safe side, and the sentence tells of the conflict."""
    sign = _no_sign(case)
    if sign is None:
        return None
    because = f"{sign}, so it is left alone"
    if case.explicit:
        because += f"; {case.explicit[1]} as well, and no beats yes"
    return _not("O:optout", f"{because}.")


def _no_sign(case: Case) -> str | None:
    known = case.labels
    if case.event.tag == "0":
        return "You said that this is not an interview"
    for word in sorted(known.opt_out & (case.title_tags | case.own_tags)):
        return f"You wrote #{word}"
    for word in sorted(known.not_categories & {*case.categories, case.label}):
        return f'It has the category "{word}"'
    return None


def tagged_series(case: Case) -> Verdict | None:
    """A tag on an endless series: ask which dates are meant."""
    if case.explicit is None or not case.repeats:
        return None
    because = (
        f"{_capital(case.explicit[1])}, but it repeats again and again: tag single dates instead."
    )
    return _suggest("S0:series", because)


def tagged(case: Case) -> Verdict | None:
    """An explicit tag beats every heuristic. A hold in a dedicated calendar is still a hold."""
    if case.explicit is None:
        return None
    rule, because = case.explicit
    if rule == "X:calendar" and case.held:
        return _suggest(rule, f"{_capital(because)}, but this one only holds the time free.")
    return Verdict(outcome="interview", rule=rule, because=f"{_capital(because)}.")


def untagged_absence(case: Case) -> Verdict | None:
    """Google's focus time and out of office count only when they are tagged."""
    if case.event.event_type in {"focusTime", "outOfOffice"}:
        because = f"A {_spoken(case.event.event_type)} entry counts only when it is tagged."
        return _not("S0:type", because)
    return None


# N: hard negatives, for what nobody tagged


def interviewer_kit(case: Case) -> Verdict | None:
    """The person sits on the other side of the table, by what the entry says."""
    kit = case.evidence.kit
    if kit is None:
        return None
    return _not("N1:interviewer", f'"{kit}" is meant for interviewers, so you are one here.')


def test_alone(case: Case) -> Verdict | None:
    """Tests and one-way videos: nobody is met, so nobody can be thanked."""
    task = case.evidence.task
    if task is None:
        return None
    return _not("N6:test", f'"{task}" is something to do alone: nobody is there to thank.')


def review(case: Case) -> Verdict | None:
    """A talk with the person's own boss."""
    hits = case.evidence.in_title("review")
    return _not("N5:review", f'"{hits[0].text}" is a talk at your own work.') if hits else None


def sense(case: Case) -> Verdict | None:
    """Press, visa, research, tenants: an interview, but not for a job."""
    words_seen = other_sense(case.evidence)
    if words_seen is None:
        return None
    return _not("N2:sense", f'"{words_seen}" is an interview of another kind.')


def employer_invites(case: Case) -> Verdict | None:
    """Hiring at the person's own employer, where the candidate has another name."""
    host = case.evidence.invited_by_employer
    if host is None or case.evidence.names_me or not _about_hiring(case):
        return None
    because = f"{host} invites you at your own work and you are not named as the candidate"
    return _not("N1:interviewer", f"{because}, so you are the interviewer.")


def _about_hiring(case: Case) -> bool:
    if case.evidence.in_title("strong", "interview", "hiring"):
        return True
    return total(case.points) >= ENOUGH


def beside(case: Case) -> Verdict | None:
    """Preparing, travelling, thanking, waiting, an offer."""
    words_seen = around(case.evidence)
    if words_seen is None:
        return None
    return _not("N3:around", f'"{words_seen}" is around an interview, not the interview itself.')


def endless(case: Case) -> Verdict | None:
    """Interviews do not repeat for ever."""
    if not case.repeats:
        return None
    return _not("N4:series", "It repeats again and again, which interviews do not.")


# H: what is left is weighed, and at most asked about


def heuristics_off(case: Case) -> Verdict | None:
    """The person wants tags only."""
    if case.policy.recognise.heuristics:
        return None
    return _not("H:low", "It is not tagged, and guessing is switched off in your settings.")


def strong_phrase(case: Case) -> Verdict | None:
    """Words that are only said of hiring."""
    hits = case.evidence.in_title("strong")
    return _ask("H:strong", case, hits[0].text) if hits else None


def interview_word(case: Case) -> Verdict | None:
    """The word itself, which is said of other things too."""
    hits = case.evidence.in_title("interview")
    return _ask("H:interview", case, hits[0].text) if hits else None


def _ask(rule: str, case: Case, words_seen: str) -> Verdict:
    because = f'The title contains "{words_seen}"'
    if case.evidence.recruiter:
        because += f"; {case.evidence.recruiter} looks like a recruiter"
    if case.held:
        because += "; the time is only held free so far"
    return _suggest(rule, f"{because}.")


def weighed(case: Case) -> Verdict:
    """Weak signs together, or too little of them."""
    found = case.points
    reasons = "; ".join(point.because for point in found)
    if total(found) >= ENOUGH:
        return _suggest("H:score", f"{_capital(reasons)}.")
    if not found:
        return _not("H:low", "Nothing in it speaks of an interview.")
    return _not("H:low", f"Too little speaks for an interview: {reasons}.")


RULES: tuple[Rule, ...] = (
    own_follow_up,
    unselected_calendar,
    cancelled,
    declined,
    never_a_meeting,
    opted_out,
    tagged_series,
    tagged,
    untagged_absence,
    interviewer_kit,
    test_alone,
    review,
    sense,
    employer_invites,
    beside,
    endless,
    heuristics_off,
    strong_phrase,
    interview_word,
    weighed,
)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _spoken(event_type: str) -> str:
    return re.sub(r"(?=[A-Z])", " ", event_type).lower()
