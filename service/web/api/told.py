"""What you tell: done, skip, heard back, yes and no to suggestions; and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.desk import answers as desk
from service.desk.answers import NotYours
from service.desk.asked import Asked
from service.store.answers import ABOUT_ORGANIZERS, AnswerKind, StoredAnswer, answers
from service.store.values import PersonId
from service.web.api.laid import laid
from service.web.api.paging import Turn, ranked
from service.web.api.route import ApiRoute
from service.web.api.shapes.base import LONGEST_KEY, id_of
from service.web.api.shapes.told import (
    AnswerGiven,
    Answers,
    AnswerShown,
    FollowUpNamed,
    Suggestions,
    SuggestionShown,
)
from service.web.deps import Asking, Here, House
from service.web.problems import missing

router = APIRouter(tags=["answers"], route_class=ApiRoute)

Kind = Annotated[AnswerKind, Query(examples=["done"])]
KeyNamed = Annotated[
    str,
    Query(
        max_length=LONGEST_KEY,
        json_schema_extra=id_of("answer"),
        examples=["0a1b2c@google.com/email"],
    ),
]


@router.get("/answers")
def read_answers(here: Here, person: Asking, turn: Turn) -> Answers:
    """All that you told and did not take back, the oldest first."""
    with here.store.read() as tx:
        found = answers(tx, person)
    shown, following = turn.page(found, lambda one: ranked(one.at, f"{one.kind} {one.key}"))
    return Answers(answers=[_answer(one) for one in shown], next=following)


@router.post("/answers", responses={404: {}})
def give_answer(here: Here, person: Asking, given: AnswerGiven) -> AnswerShown:
    """Tell something, in place of what excludes it; told again it changes nothing."""
    return _given(here, person, given.kind, given.key)


@router.delete("/answers", status_code=HTTPStatus.NO_CONTENT, responses={404: {}})
def take_back_answer(here: Here, person: Asking, kind: Kind, key: KeyNamed) -> Response:
    """Undo. A follow-up that was done or skipped is planned again; nothing told is no error."""
    with _own(kind):
        desk.take_back(here.store, person, kind, key, now=here.clock())
    here.wake(person)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post("/follow-ups/again", status_code=HTTPStatus.ACCEPTED, responses={404: {}})
def plan_again(here: Here, person: Asking, given: FollowUpNamed) -> AnswerShown:
    """Have a follow-up looked after again that you threw away, let go, did or skipped."""
    return _given(here, person, "again", given.key)


@router.get("/suggestions")
def read_suggestions(here: Here, person: Asking, turn: Turn) -> Suggestions:
    """Events that may be interviews, by start; what you said of one today stands beside it."""
    found = laid(here, person).upcoming.suggestions
    shown, following = turn.page(found, lambda one: ranked(one.start, one.event.uid))
    return Suggestions(suggestions=[_suggestion(one) for one in shown], next=following)


def _given(here: House, person: PersonId, kind: AnswerKind, key: str) -> AnswerShown:
    now = here.clock()
    with _own(kind):
        desk.give(here.store, person, kind, key, now=now)
    here.wake(person)
    # An organizer is known by the address in small letters; all else is told apart by its case.
    kept_as = key.casefold() if kind in ABOUT_ORGANIZERS else key
    with here.store.read() as tx:
        found = (one for one in answers(tx, person) if one.kind == kind)
        kept = next((one for one in found if one.key == kept_as), None)
    # A pass may have followed it already, and what is to be planned again then is forgotten.
    return _answer(kept or StoredAnswer(kind=kind, key=key, at=now))


@contextmanager
def _own(kind: AnswerKind) -> Iterator[None]:
    """Raises `Refusal` (404) for what is not the person's."""
    try:
        yield
    except NotYours:
        raise missing(_ABOUT.get(kind, "follow-up")) from None


_ABOUT = {
    "heard_back": "visit",
    "offer": "visit",
    "rejected": "visit",
    "silent": "visit",
    "withdrew": "visit",
    "accept": "suggestion",
    "refuse": "suggestion",
    "never": "organizer",
    "keep": "visit",
}


def _answer(one: StoredAnswer) -> AnswerShown:
    return AnswerShown(kind=one.kind, key=one.key, at=one.at)


def _suggestion(one: Asked) -> SuggestionShown:
    event = one.event
    return SuggestionShown(
        uid=event.uid,
        title=event.title,
        start=one.start,
        end=one.end,
        all_day=event.all_day,
        organizer=event.organizer,
        calendar=event.calendar,
        rule=event.rule,
        because=event.because,
        answer=_answer(one.answer) if one.answer else None,
    )
