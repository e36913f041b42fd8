"""Some of everything that has an id, of one person; and requests that name it, for every way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import quote

from connectors.consent import Fresh, Grant
from service.desk.connecting import await_own
from service.domain.visit_link import token
from service.store.access import sessions_of
from service.store.grants import keep_grant
from service.store.link_secrets import give_link_secret, link_secret
from service.web.pages.answers import named
from tests.security.routes import Way, holes
from tests.web import diary
from tests.web.api import asking
from tests.web.running import NOW


@dataclass(frozen=True)
class Everything:
    """What is whose, as requests name it; of kinds with several, each once."""

    name: str
    ids: dict[str, list]

    def one(self, kind: str):
        return self.ids[kind][0]


def fill(service, store, me) -> Everything:
    """`me` is signed in with one browser, and has a token called "phone"."""
    number = diary.calendar(store, me.id)
    diary.interview(store, me.id)
    question = diary.suggestion(store, me.id, number=number)
    with store.write() as tx:
        account = keep_grant(tx, me.id, "google", grant(), now=NOW)
        await_own(tx, me.id, account, now=NOW)
        (browser,) = sessions_of(tx, me.id)
        give_link_secret(tx, me.id)
        secret = link_secret(tx, me.id)
    feed = service.call("/feed/rotate", me.token, method="POST").json["address"]
    visit = "acme@example.com"
    ids = {
        "calendar": [number],
        "account": [account],
        "visit": [visit],
        "follow-up": [f"{visit}/email"],
        "answer": [f"{visit}/email", visit, question.uid, question.organizer],
        "token": ["phone"],
        "browser": [hashlib.sha256(browser.token_hash).hexdigest()[:16]],
        "feed": [feed],
        "link": [token(secret, me.id, visit)],
    }
    return Everything("me", ids)


def nothing(name: str) -> Everything:
    """Ids that nobody has."""
    ids = {kind: ["nothing"] for kind in IDS} | {"calendar": [987654], "account": [987654]}
    return Everything(name, ids | {"feed": ["https://elsewhere.example/cal/x/followups.ics"]})


IDS = ("calendar", "account", "visit", "follow-up", "answer", "token", "browser", "feed", "link")
HOLES = {"/calendars/{number}": "calendar", "/google/{number}": "account", "/d/{token}": "link"}
"""What the hole in a path of the pages is of."""
WORDS = {"what": "cues"}
"""What a hole is that is of nobody: one of a few words."""


def path_of(way: Way, own: Everything) -> str:
    """The path with somebody's ids. A hole of which nobody said what it is of fails."""
    path = way.path
    for hole in holes(path):
        kind = next(kind for start, kind in HOLES.items() if way.path.startswith(start))
        filled = WORDS.get(hole) or f"{own.one(kind)}"
        path = path.replace(f"{{{hole}}}", quote(filled, safe=""))
    return path


def forms(own: Everything) -> dict[str, list[dict[str, object]]]:
    """What the forms of the pages send, by path. A new form has to be written down here."""
    follow_up, visit = own.one("follow-up"), own.one("visit")
    answers = own.ids["answer"]
    said = {
        "done": follow_up,
        "skip": follow_up,
        "again": follow_up,
        "heard_back": visit,
        "offer": visit,
        "rejected": visit,
        "accept": answers[min(2, len(answers) - 1)],
        "refuse": answers[min(2, len(answers) - 1)],
        "never": answers[-1],
    }
    told = [{"answer": named(kind, key)} for kind, key in said.items()]
    return {
        "/account/browsers/end": [{"browser": own.one("browser")}],
        "/account/browsers/end-others": [{}],
        "/account/devices/end": [{}],
        "/account/links/new": [{}],
        "/account/phone": [{}],
        "/account/tokens": [{"name": "another"}],
        "/account/tokens/remove": [{"name": own.one("token")}],
        "/answers": told,
        "/answers/again": [{"answer": named("again", follow_up)}],
        "/answers/undo": told,
        "/supplies": [{"sheets": "9", "envelopes": "3", "stamps": "3"}],
        "/calendars": [{"address": "https://calendar.example/other.ics", "name": "Other"}],
        "/calendars/{number}/check": [{}],
        "/calendars/{number}/emptied": [{"word": "removed"}, {"word": "wanted"}],
        "/calendars/{number}/remove": [{}],
        "/calendars/{number}/rename": [{"name": "Mine now"}],
        "/calendars/{number}/watch": [{"watched": "no"}, {"watched": "yes"}],
        "/d/{token}": [
            {
                "p0.name": "Mine now",
                "p0.there": "on",
                "p0.topic": "Mine",
                "remark": "Mine",
                "to": "",
            }
        ],
        "/d/{token}/tap": [
            {"about": "email", "answer": one} for one in ("done", "later", "skip", "heard_back")
        ],
        "/d/{token}/email": [
            {"whom": whom, "act": "words", "text": "Mine now"} for whom in ("dana ruiz", "mine now")
        ],
        "/d/{token}/card": [{"whom": whom, "act": "sent"} for whom in ("dana ruiz", "mine now")],
        "/d/{token}/call": [{"answer": "silent"}],
        "/d/{token}/forget": [
            {"whom": ""},
            {"whom": "dana ruiz"},
            {"whom": "dana ruiz", "sure": "sure"},
        ],
        "/d/{token}/people": [{"keep": "yes"}, {"keep": "no"}],
        "/feed/new": [{"instead": ""}],
        "/feed/revoke": [{}],
        "/feed/test": [{"address": own.one("feed")}],
        "/google/connect": [{}],
        "/google/{number}": [{"calendar": "primary", "writes": "apart"}],
        "/google/{number}/again": [{}],
        "/google/{number}/calendar": [{}],
        "/google/{number}/disconnect": [{"events": "leave"}],
        "/settings": [{"toml": '[me]\nname = "Mine now"', "seen": ""}],
        "/settings/preview": [{"me.name": "Mine now", "seen": ""}],
        "/sign-out": [{}],
        "/sign-out-everywhere": [{}],
        "/welcome/begin": [{}],
        "/welcome/calendar": [{"address": "https://calendar.example/other.ics", "name": ""}],
        "/delete": [{"name": own.name}],
    }


NAMES_IDS = {
    "/account/browsers/end",
    "/account/tokens/remove",
    "/answers",
    "/answers/again",
    "/answers/undo",
    "/feed/test",
}
"""Forms that name something in a field; those with a number in the path are seen by it."""


PAGES = {"page", "form", "own", "tap"}


def about_something(way: Way, spec) -> bool:
    """Whether the way names something that is somebody's."""
    if way.kind == "token":
        operation = operation_of(way, spec)
        return operation is not None and bool(asking.kinds_of_ids(spec, operation))
    return way.kind in PAGES and (bool(holes(way.path)) or way.path in NAMES_IDS)


def operation_of(way: Way, spec) -> asking.Operation | None:
    """The way as the description has it."""
    return next(
        (
            one
            for one in asking.operations(spec)
            if (one.method, one.path) == (way.method, way.path)
        ),
        None,
    )


def grant(email: str = "alex.morgan@gmail.com") -> Grant:
    """An account at Google, connected."""
    return Grant(
        subject="1234567890",
        email=email,
        scopes=frozenset({"https://www.googleapis.com/auth/calendar.events.owned"}),
        fresh=Fresh(access_token="made-up", expires=NOW, refresh_token="made-up"),
    )
