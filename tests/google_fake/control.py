"""`/_control/`: the fake's own door, for tests in other processes. JSON in, JSON out.

POST /_control/account   {"email", "timezone"?}
POST /_control/calendar  {"owner", "summary", "timezone"?}
POST /_control/person    {"email", "do": "create", "calendar"?, ...}   see `Person`
POST /_control/clock     {"advance": seconds} | {"freeze": moment} | {"run": true}
POST /_control/fault     the fields of `Fault`; {"clear": true} ends them all
POST /_control/manners   the fields of `Manners`; lengths of time in seconds
POST /_control/pushes    {"hold": true} | {"release": true, "backwards"?} | {"copies": [0, 0]}
POST /_control/expire    {"calendar"}        POST /_control/revoke  {"email"}
POST /_control/share     {"calendar", "email", "role"}
POST /_control/label     {"calendar", "name"}
POST /_control/token     {"email", "scopes"?}
GET  /_control/seen      GET /_control/events?email=&calendar=
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from tests.google_fake.clock import Clock
from tests.google_fake.faults import Fault, Faults
from tests.google_fake.manners import Manners
from tests.google_fake.person import Person
from tests.google_fake.push import Pushes
from tests.google_fake.refused import Refused
from tests.google_fake.service import Seen
from tests.google_fake.wire import Incoming, Reply, json_reply
from tests.google_fake.world import Account

PREFIX = "/_control/"
DEEDS = frozenset(
    {"create", "plant", "edit", "drag", "tag", "delete", "undelete", "move", "duplicate"}
    | {"purge", "split", "event", "rename_calendar", "hide_calendar", "delete_calendar"}
)
MOMENTS = ("start", "end")


class Controlled(Protocol):
    """What of the fake can be reached from outside."""

    clock: Clock
    faults: Faults
    manners: Manners
    pushes: Pushes

    @property
    def seen(self) -> list[Seen]: ...
    def account(self, email: str, *, timezone: str = ...) -> Account: ...
    def calendar(self, owner: str, summary: str, *, timezone: str = ...) -> str: ...
    def person(self, email: str, calendar: str | None = None) -> Person: ...
    def expire_sync_tokens(self, calendar: str) -> None: ...
    def revoke(self, email: str) -> None: ...
    def share(self, calendar: str, email: str, role: str | None) -> None: ...
    def label(self, calendar: str, name: str) -> str: ...
    def access_token(self, email: str, scopes: tuple[str, ...] = ...) -> str: ...


class Control:
    def __init__(self, fake: Controlled) -> None:
        self._fake = fake
        self._posts: dict[str, Callable[..., Any]] = {
            "account": lambda **asked: asdict(fake.account(**asked)),
            "calendar": fake.calendar,
            "person": self._person,
            "clock": self._clock,
            "fault": self._fault,
            "manners": self._manners,
            "pushes": self._pushes,
            "expire": fake.expire_sync_tokens,
            "revoke": fake.revoke,
            "share": fake.share,
            "label": fake.label,
            "token": lambda email, **more: fake.access_token(email, *map(tuple, more.values())),
        }

    def respond(self, incoming: Incoming) -> Reply:
        name = incoming.path.removeprefix(PREFIX)
        try:
            if incoming.verb == "GET":
                return json_reply({"result": self._read(name, incoming)})
            # No page of somebody else's can send this kind without being allowed to.
            if incoming.headers.get("Content-Type") != "application/json":
                return json_reply({"error": "send application/json"}, 415)
            return json_reply({"result": self._posts[name](**incoming.json())})
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            return json_reply({"error": f"{type(error).__name__}: {error}"}, 400)
        except Refused as refused:
            return json_reply(refused.body(), refused.status)

    def _read(self, name: str, incoming: Incoming) -> Any:
        if name == "seen":
            return [{**asdict(seen), "at": seen.at.isoformat()} for seen in self._fake.seen]
        if name == "events":
            query = {key: values[-1] for key, values in incoming.query.items()}
            return self._fake.person(query["email"], query.get("calendar")).events()
        raise LookupError(name)

    def _person(self, *, email: str, do: str, calendar: str | None = None, **asked: Any) -> Any:
        if do not in DEEDS:
            raise LookupError(do)
        more = {k: _moment(v) if k in MOMENTS and do != "plant" else v for k, v in asked.items()}
        return getattr(self._fake.person(email, calendar), do)(**more)

    def _clock(
        self, *, advance: float | None = None, freeze: str | None = None, run: bool = False
    ) -> str:
        if freeze:
            self._fake.clock.freeze(datetime.fromisoformat(freeze))
        if advance:
            self._fake.clock.advance(timedelta(seconds=advance))
        if run:
            self._fake.clock.run()
        return self._fake.clock.now().isoformat()

    def _fault(self, *, clear: bool = False, **asked: Any) -> int:
        if clear:
            self._fake.faults.clear()
        else:
            self._fake.faults.plan(Fault(**asked))
        return self._fake.faults.left

    def _manners(self, **asked: Any) -> dict[str, str]:
        for name, value in asked.items():
            lasts = isinstance(getattr(Manners(), name), timedelta) or name.endswith("_life")
            setattr(self._fake.manners, name, timedelta(seconds=value) if lasts else value)
        return {name: str(value) for name, value in asdict(self._fake.manners).items()}

    def _pushes(self, *, copies: list[float] | None = None, **asked: bool) -> int:
        if copies is not None:
            self._fake.pushes.fate = lambda _message: copies
        if asked.get("hold"):
            self._fake.pushes.hold()
        if asked.get("release"):
            return self._fake.pushes.release(backwards=asked.get("backwards", False))
        return len(self._fake.pushes.deliveries)


def _moment(text: str) -> datetime | date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
