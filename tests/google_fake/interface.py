"""One request to `/calendar/v3/`: checked, carried out, and its answer held to the oracle."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.google_fake import calendars_api, events_api, fields, listing, oracle, parameters
from tests.google_fake.access import calendar_of, check_scopes
from tests.google_fake.call import Answer, Call
from tests.google_fake.discovery import Method
from tests.google_fake.grants import Grants
from tests.google_fake.limits import admit_request, admit_write
from tests.google_fake.refused import Refused
from tests.google_fake.world import World

Act = Callable[[World, Call], Answer]
ACTS: dict[str, Act] = {
    "events.list": listing.list_events,
    "events.get": events_api.get,
    "events.insert": events_api.insert,
    "events.import": events_api.import_event,
    "events.patch": events_api.patch,
    "events.update": events_api.update,
    "events.delete": events_api.delete,
    "events.move": events_api.move,
    "events.instances": events_api.list_instances,
    "calendarList.list": calendars_api.list_calendars,
    "calendarList.get": calendars_api.get_entry,
    "calendars.get": calendars_api.get_calendar,
    "calendars.insert": calendars_api.insert_calendar,
    "calendars.patch": calendars_api.patch_calendar,
    "calendars.delete": calendars_api.delete_calendar,
    "colors.get": calendars_api.get_colors,
    "settings.list": calendars_api.list_settings,
    "settings.get": calendars_api.get_setting,
}
NEW = frozenset({"events.insert", "events.import"})
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request off the wire."""

    method: Method
    path: Mapping[str, str]
    query: Mapping[str, Sequence[str]]
    headers: Mapping[str, str]
    body: Any
    base: str


def perform(world: World, grants: Grants, acts: Mapping[str, Act], asked: Asked) -> Answer:
    """Carry it out, or raise what Google says instead."""
    token = grants.bearer(asked.headers.get("Authorization"))
    call = Call(
        method=asked.method,
        path=asked.path,
        query=asked.query,
        body=asked.body if isinstance(asked.body, dict) else {},
        headers=asked.headers,
        account=world.accounts[token.grant.email],
        scopes=token.scopes,
        client=token.grant.client,
        base=asked.base,
    )
    admit_request(world, call.client, call.account)
    check_scopes(call)
    parameters.check(asked.method.parameters, asked.query)
    _check_body(asked)
    if (asked.method.verb in WRITES and "eventId" in asked.path) or asked.method.id in NEW:
        admit_write(world, calendar_of(world, call), call.account)
    act = acts.get(asked.method.id)
    if act is None:
        raise Refused(501, "notImplemented", f"{asked.method.id} is not modelled")
    return _partial(call, act(world, call))


def violations(method: Method, body: Any) -> list[str]:
    """What Google could never have answered."""
    if method.response is None:
        return [] if body is None else [f"{method.id} answers nothing, not {body!r}"]
    return oracle.complaints(method.response, body)


def _check_body(asked: Asked) -> None:
    if asked.method.request is None or asked.method.verb not in WRITES:
        return
    if not isinstance(asked.body, dict):
        raise Refused(400, "parseError", "Parse Error")
    wrong = oracle.complaints(asked.method.request, _without_nulls(asked.body), answer=False)
    if wrong:
        raise Refused(400, "invalid", f"Invalid value in the body: {wrong[0]}")


def _without_nulls(body: Any) -> Any:
    """A null means "remove" in a patch, and nothing in an insert; no schema knows it."""
    if isinstance(body, dict):
        return {key: _without_nulls(value) for key, value in body.items() if value is not None}
    return [_without_nulls(each) for each in body] if isinstance(body, list) else body


def _partial(call: Call, answer: Answer) -> Answer:
    selection = call.text("fields")
    if not selection or call.method.response is None or answer.body is None:
        return answer
    body = fields.select(answer.body, selection, call.method.response)
    return replace(answer, body=body)
