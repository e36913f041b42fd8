"""The emails and the cards of one visit: a draft for each person, to send, post or rewrite.

Nothing is sent from here. The links open the person's own mail program, or the page of Gmail or
Outlook on which a letter is written; what goes, goes by their hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.desk import phrases
from service.desk.answers import NotYours
from service.desk.late_post import late_post
from service.desk.met_before import said_of
from service.desk.note_marks import ACTS, keep_words, mark
from service.desk.notes import Note, Notes, Writing, notes_of
from service.desk.occasion import Signer
from service.desk.refusals import Unfit
from service.desk.told_texts import lines
from service.domain.debrief import NoteKind
from service.domain.language import LANGUAGES
from service.domain.places import local
from service.drafts import LARGEST
from service.web.deps import Here, House
from service.web.forms import Form, FormFields
from service.web.own_links import OWN, Opened, OpenedActing, Own, own_page, went_on
from service.web.problems import missing, refused

router = APIRouter()

WORDS: Final = "words"
DRAFT: Final = "draft"
STATES: Final = {
    "missing": "one thing is missing",
    "alike": "too much like another",
    "ready": "ready",
    "sent": "sent",
    "posted": "posted",
    "skipped": "skipped",
}


@router.get(OWN + "/email")
def emails(request: Request, here: Here, own: Opened, lang: str = "") -> Response:
    """Everyone's email."""
    return _page(request, here, own, "email", lang)


@router.get(OWN + "/card")
def cards(request: Request, here: Here, own: Opened, lang: str = "") -> Response:
    """Everyone's card, and what it is written with."""
    return _page(request, here, own, "card", lang)


@router.post(OWN + "/email")
def email_done(request: Request, here: Here, own: OpenedActing, fields: Form) -> Response:
    """Sent, skipped, rewritten, or none of it."""
    return _acted(request, here, own, "email", fields)


@router.post(OWN + "/card")
def card_done(request: Request, here: Here, own: OpenedActing, fields: Form) -> Response:
    """Posted, skipped, rewritten, or none of it."""
    return _acted(request, here, own, "card", fields)


def signer(own: Own, lang: str = "") -> Signer:
    """Who writes, and in which language for this once."""
    return Signer(person=own.person, name=own.name, language=lang)


def _page(request: Request, here: House, own: Own, kind: NoteKind, lang: str) -> Response:
    lang = lang if lang in LANGUAGES else ""
    now = here.clock()
    with here.store.read() as tx:
        found = notes_of(tx, _writing(own, kind, lang), now=now)
        late = late_post(tx, own.person, own.visit.key) if kind == "card" else ""
    return own_page(
        request,
        own,
        "notes.html",
        found=found,
        late=late,
        states=STATES,
        longest=LARGEST,
        pairs=_pairs(found),
        lang=lang,
        languages=LANGUAGES,
        earlier=lambda before: said_of(before, own.visit.start, own.me),
        before=own.visit.end > now,
        ends=phrases.when(local(own.visit.end, own.me), local(now, own.me).date()),
    )


def _acted(request: Request, here: House, own: Own, kind: NoteKind, fields: FormFields) -> Response:
    act, lang = fields.one("act"), fields.one("lang")
    writing = _writing(own, kind, lang)
    try:
        _act(here, writing, act, fields)
    except NotYours:
        raise missing("note") from None
    except Unfit as fault:
        raise refused(HTTPStatus.UNPROCESSABLE_ENTITY, fault.problem) from None
    here.wake(own.person)
    place = f"#{fields.one('at')}" if fields.one("at").startswith("n-") else ""
    if lang in LANGUAGES:
        return went_on(request, own, f"/{kind}?lang={lang}{place}")
    return went_on(request, own, f"/{kind}{place}", did=f"note_{act}")


def _act(here: House, writing: Writing, act: str, fields: FormFields) -> None:
    whom, text, now = fields.one("whom"), fields.one("text"), here.clock()
    said = next((one for one in ACTS if one == act), None)
    if said is None and act not in {WORDS, DRAFT}:
        raise missing("note")
    # One form holds the words and all the buttons: what was typed counts whichever is pressed.
    # What was only printed does not, or a page opened long ago would undo words kept since.
    if act in {WORDS, DRAFT} or (text and lines(text) != lines(fields.one("printed"))):
        keep_words(here.store, writing, whom, "" if act == DRAFT else text, now=now)
    if said is not None:
        mark(here.store, writing, whom, said, now=now)


def _writing(own: Own, kind: NoteKind, lang: str) -> Writing:
    who = signer(own, lang)
    return Writing(who=who, visit=own.visit, policy=own.policy, kind=kind)


def _pairs(found: Notes) -> Iterable[tuple[Note, Note]]:
    """Those that are too much alike, side by side, each pair once."""
    notes = found.notes
    return [
        (one, other)
        for place, one in enumerate(notes)
        for other in notes[place + 1 :]
        if other.spoken.name in one.like and "alike" in {one.state, other.state}
    ]
