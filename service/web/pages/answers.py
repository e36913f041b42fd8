"""What the person says on a page: an answer, taking it back, planning again.

One field, `answer`, holds kind and key (`named`), so that one form serves a whole visit; `back`
is where the person was.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final, get_args
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from service.desk import answers
from service.store.answers import AnswerKind
from service.web.access import Acting, Form, FormFields, own_path
from service.web.deps import Here
from service.web.problems import missing

router = APIRouter()

_KINDS: Final[tuple[AnswerKind, ...]] = get_args(AnswerKind)
_PAGES = frozenset({"/upcoming", "/upcoming/over", "/loops", "/activity", "/welcome"})


def named(kind: str, key: str) -> str:
    """What a button of a form sends.

    A key is made of anybody's UID: browsers mend line breaks, and no page can hold the lone
    surrogates of a broken file, so it goes in percents (RFC 3986).
    """
    return f"{kind} {quote(key, safe='/@:', errors='surrogatepass')}"


@router.post("/answers")
def give(here: Here, signed: Acting, fields: Form) -> Response:
    """Done, skip, heard back, offer, no; interview, not one, never."""
    kind, key = _asked(fields)
    _own(lambda: answers.give(here.store, signed.person, kind, key, now=here.clock()))
    here.wake(signed.person)
    return _back(fields, f"said_{kind}")


@router.post("/answers/undo")
def undo(here: Here, signed: Acting, fields: Form) -> Response:
    """Take an answer back; one that is not in force is no error."""
    kind, key = _asked(fields)
    _own(lambda: answers.take_back(here.store, signed.person, kind, key, now=here.clock()))
    here.wake(signed.person)
    return _back(fields, "said_undone")


@router.post("/answers/again")
def again(here: Here, signed: Acting, fields: Form) -> Response:
    """Put back on the calendar what was thrown away."""
    _, key = _asked(fields)
    _own(lambda: answers.plan_again(here.store, signed.person, key, now=here.clock()))
    here.wake(signed.person)
    return _back(fields, "said_again")


def _asked(fields: FormFields) -> tuple[AnswerKind, str]:
    word, _, key = fields.one("answer").partition(" ")
    kind = next((one for one in _KINDS if one == word), None)
    if kind is None or not key:
        raise missing("entry")
    return kind, unquote(key, errors="surrogatepass")


def _own(change: Callable[[], None]) -> None:
    try:
        change()
    except answers.NotYours:
        raise missing("entry") from None


def _back(fields: FormFields, did: str) -> Response:
    """To the place they came from, on a page of these; no form leads anywhere else."""
    parts = urlsplit(own_path(fields.one("back")))
    path = parts.path if parts.path in _PAGES else "/upcoming"
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name != "did"]
    mark = f"#{parts.fragment}" if parts.fragment else ""
    return RedirectResponse(
        f"{path}?{urlencode([*kept, ('did', did)])}{mark}", HTTPStatus.SEE_OTHER
    )
