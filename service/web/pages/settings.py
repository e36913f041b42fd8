"""Settings: how a person likes it, as a form; what that would change; and then only apply it.

Nothing is saved by the form itself: it leads to what would change, and the button there applies
exactly what was looked at. Both forms know which settings they were made from, so that who
comes second, from another browser or the command line, is told rather than obeyed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from connectors.contract import Problem
from service.desk import policy
from service.desk.calendars import read_by
from service.desk.policy import Outlook
from service.settings_file import SettingsError, load
from service.settings_file.form import Misread, Typed, document, read, salvaged, typed
from service.settings_file.lines import has_comments
from service.settings_file.places import zones
from service.settings_file.writing import toml
from service.web.access import Acting, Form, FormFields, Signed, Visitor
from service.web.deps import Here, House
from service.web.pages.paper import page
from service.web.pages.settings_fields import groups, wrong

router = APIRouter()

PATH = "/settings"
SEEN, TOML = "seen", "toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """What a page shows: what stands in the fields, and what came of looking at it.

    `in_force` are the settings it was made from: they go with it, and are read only once, for
    whoever saves others meanwhile must be noticed.
    `unreadable` is what is wrong with the settings in force; with `unforeseen` others were
    looked at all the same, and only what they would change can't be told.
    """

    typed: Typed
    in_force: str
    faults: Mapping[str, str] = field(default_factory=dict)
    outlook: Outlook | None = None
    toml: str = ""
    stale: bool = False
    unreadable: Sequence[Problem] = ()
    unforeseen: bool = False


@router.get(PATH)
def shown(request: Request, here: Here, signed: Visitor) -> Response:
    """The settings in force."""
    with here.store.read() as tx:
        text = policy.settings_of(tx, signed.person)
    try:
        load(text, where="settings")
    except SettingsError as error:
        sheet = _Sheet(typed=salvaged(text), in_force=text, unreadable=error.problems)
        return _page(request, here, signed, sheet)
    return _page(request, here, signed, _Sheet(typed=typed(text), in_force=text))


@router.post(PATH + "/preview")
def preview(request: Request, here: Here, signed: Acting, fields: Form) -> Response:
    """What would change; nothing does."""
    with here.store.read() as tx:
        in_force = policy.settings_of(tx, signed.person)
    sheet = _Sheet(typed=_entered(fields), in_force=in_force)
    if fields.one(SEEN) != policy.fingerprint(in_force):
        return _page(request, here, signed, replace(sheet, stale=True))
    return _page(request, here, signed, _looked_at(here, signed, sheet))


@router.post(PATH)
def apply(request: Request, here: Here, signed: Acting, fields: Form) -> Response:
    """Follow the settings that were looked at."""
    text, now, seen = _sent(fields.one(TOML)), here.clock(), fields.one(SEEN)
    try:
        policy.save(here.store, signed.person, text, now=now, seen=seen)
    except policy.Stale:
        with here.store.read() as tx:
            newer = policy.settings_of(tx, signed.person)
        sheet = _Sheet(typed=typed(text), in_force=newer, stale=True)
        return _page(request, here, signed, sheet)
    except SettingsError:  # no page of ours sends such a thing
        return RedirectResponse(f"{PATH}?did=settings_unread", HTTPStatus.SEE_OTHER)
    here.wake(signed.person)
    return RedirectResponse(f"{PATH}?did=settings_applied", HTTPStatus.SEE_OTHER)


def _looked_at(here: House, signed: Signed, sheet: _Sheet) -> _Sheet:
    """The same with what would come of it, or what is wrong."""
    made = document(sheet.typed)
    try:
        wanted = read(made)
    except Misread as refusal:
        return replace(sheet, faults=refusal.faults)
    try:
        outlook = policy.foresee(here.store, signed.person, wanted, now=here.clock())
    except SettingsError:
        return replace(sheet, unforeseen=True, toml=toml(made))
    return replace(sheet, outlook=outlook, toml=toml(made))


def _entered(fields: FormFields) -> dict[str, str]:
    """The last of each name: a box that is ticked comes after the field that says it was not."""
    return dict(fields.fields)


def _sent(text: str) -> str:
    """TOML as it was before a browser made its line breaks CRLF (HTML, "form data set")."""
    return text.replace("\r\n", "\n") + "\n" if text else ""


def _page(request: Request, here: House, signed: Signed, sheet: _Sheet) -> Response:
    with here.store.read() as tx:
        calendars = [one.called for one in read_by(tx, signed.person)]
    found = groups(sheet.typed, sheet.faults)
    return page(
        request,
        signed,
        "settings.html",
        status=_status(sheet),
        sheet=sheet,
        groups=found,
        wrong=list(wrong(found)),
        seen=policy.fingerprint(sheet.in_force),
        in_force=sheet.in_force,
        comments=has_comments(sheet.in_force),
        calendars=calendars,
        zones=zones(),
    )


def _status(sheet: _Sheet) -> int:
    if sheet.stale:
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if sheet.faults else HTTPStatus.OK
