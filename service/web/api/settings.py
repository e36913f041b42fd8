"""The settings: read, look ahead, and take over."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, Response

from service.desk.policy import Change, Stale, fingerprint, foresee, save, settings_of
from service.settings_file import SettingsError, load
from service.settings_file.schema import FILE
from service.settings_file.values import Place, Refused
from service.settings_file.writing import toml
from service.store.values import PersonId
from service.web.api.route import ApiRoute
from service.web.api.shapes.settings import (
    LONGEST_TOML,
    ChangeShown,
    OutlookShown,
    SettingsAsTables,
    SettingsAsText,
    SettingsShown,
    Tables,
)
from service.web.api.tables import chosen, in_force, said
from service.web.deps import Asking, Here, House
from service.web.problems import Refusal

router = APIRouter(prefix="/settings", tags=["settings"], route_class=ApiRoute)

Sent = SettingsAsText | SettingsAsTables
IfMatch = Annotated[
    str | None,
    Header(
        max_length=1000,
        description="The ETag of the settings you have seen, or * for whatever they are.",
        examples=["*"],
    ),
]
_TAG = re.compile(r'(?<!W/)"([0-9a-f]+)"')


@router.get("")
def read_settings(here: Here, person: Asking, response: Response) -> SettingsShown:
    """What you chose, and what holds. The ETag is what PUT asks for."""
    return _shown(here, person, response)


@router.post("/preview")
def preview_settings(here: Here, person: Asking, given: Sent) -> OutlookShown:
    """What other settings would change. Nothing is written."""
    policy = load(_text(given), where="settings")
    found = foresee(here.store, person, policy, now=here.clock())
    return OutlookShown(
        sentence=found.sentence,
        changes=[_change(one) for one in found.changes],
        read_anew=found.read_anew,
        begun=found.begun,
    )


@router.put("", responses={412: {}, 428: {}})
def write_settings(
    here: Here, person: Asking, given: Sent, response: Response, if_match: IfMatch = None
) -> SettingsShown:
    """Follow these settings instead of all there were, from now on."""
    if if_match is None:
        raise Refusal(428, "Send the ETag of the settings you have seen as `If-Match`.")
    text = _text(given)
    try:
        save(here.store, person, text, now=here.clock(), seen=_seen(here, person, if_match))
    except Stale:
        raise Refusal(
            HTTPStatus.PRECONDITION_FAILED, "The settings were changed meanwhile."
        ) from None
    here.wake(person)
    return _shown(here, person, response)


def _seen(here: House, person: PersonId, if_match: str) -> str | None:
    """What `save` compares again once nobody else can write; None: anything."""
    if if_match.strip() == "*":
        return None
    with here.store.read() as tx:
        current = fingerprint(settings_of(tx, person))
    return current if current in _TAG.findall(if_match) else "another"


def _text(given: Sent) -> str:
    """The settings as TOML. Raises `Refusal` (422) with everything that is wrong."""
    try:
        text = given.toml if isinstance(given, SettingsAsText) else _written(given.chosen)
        load(text, where="settings")
    except SettingsError as error:
        raise _wrong(
            [(one.where, f"{one.what} {one.next_step}") for one in error.problems]
        ) from None
    except Refused as error:
        raise _wrong(
            [(_place(one.at), f"{one.what} {one.next_step}") for one in error.faults]
        ) from None
    return text


def _written(tables: Tables) -> str:
    document = said(tables)
    FILE.read(document)  # the names are those of the file before any of them is written
    text = toml(document)
    if len(text) > LONGEST_TOML:
        raise _wrong([("settings", "They are longer than settings are.")])
    return text


def _place(at: Place) -> str:
    return ".".join(["chosen", *map(str, at)])


def _wrong(faults: list[tuple[str, str]]) -> Refusal:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return Refusal(status, "These settings cannot be used.", code="unfit", faults=faults)


def _shown(here: House, person: PersonId, response: Response) -> SettingsShown:
    with here.store.read() as tx:
        text = settings_of(tx, person)
    policy = load(text, where="settings")
    response.headers["ETag"] = f'"{fingerprint(text)}"'
    return SettingsShown(toml=text, chosen=chosen(text), in_force=in_force(policy))


def _change(one: Change) -> ChangeShown:
    return ChangeShown(
        what=one.what, title=one.title, before=one.before, after=one.after, because=one.because
    )
