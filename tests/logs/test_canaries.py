"""A whole journey through the running service, with something to be recognised in every place."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

import pytest

from service.store.access import add_link
from service.store.seal import hash_token, new_token
from tests.serve.origin import interview, published
from tests.serve.running import PATIENCE_S, Service, eventually

SOON = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=5)
CANARY = re.compile("canary", re.IGNORECASE)
TITLE = "Interview with Canarycorp - Canary Engineer #interview"
PEOPLE = (
    "ORGANIZER;CN=Carol Canary:mailto:carol@canary-host.example",
    "ATTENDEE;CN=Canary Cook:mailto:cook@canary-host.example",
    "DESCRIPTION:canary words\\ntalked to: Carol Canary - canaries",
    "LOCATION:Canary Wharf",
)
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


class Crashing(Service):
    """What it prints and what it logs, apart."""

    def start(self, **_):
        command = [sys.executable, "-m", "tests.logs.crashing", "serve"]
        with (self.home / "out").open("ab") as out, (self.home / "log").open("ab") as err:
            self.process = subprocess.Popen(
                command, env=self.environment, cwd=self.home, stdout=out, stderr=err
            )
        eventually(self.answers)

    @property
    def environment(self):
        return super().environment | {"AFTERWORD_LOG": self.style, "AFTERWORD_PORT": f"{self.port}"}


@pytest.fixture(params=["json", "plain"])
def service(request, tmp_path):
    with published() as origin:
        url = f"sqlite:///{tmp_path / 'afterword.db'}"
        made = Crashing(tmp_path, url, origin)
        made.style = request.param
        made.start()
        try:
            yield made
        finally:
            made.stop()


def test_nothing_of_a_whole_journey_is_in_what_is_printed_and_logged(service):
    tokens = journey(service)
    assert service.stop() == 0
    out, log = (service.home / "out").read_text(), service.log()
    assert CANARY.findall(out + log) == []
    assert [word for word in tokens if word in out + log] == []
    # The printed link, and nothing else, may let somebody in.
    assert re.findall(r"[A-Za-z0-9_-]{30,}", out + log) == re.findall(r"/sign-in/(\S+)", out)
    assert "Traceback" not in log
    assert [words for words in SAID if words not in log] == []
    if service.style == "json":
        lines = [json.loads(line) for line in log.splitlines()]
        assert all(line["event"] and line["timestamp"] and line["level"] for line in lines)


SAID = (
    "could not be read: ValueError",  # a source
    "Exception in ASGI application",
    "RuntimeError from ValueError",
    "a thread broke off",
    "/cal/…",
    "/sign-in/…",
    "/api/v1/sources",
    "/…/…",
)


def journey(service) -> list[str]:
    """Everything a person, their programs and strangers do; the tokens that were used."""
    carol = service.client("Carol Canary")
    origin = service.origin
    event = interview("canary-uid@canary-host.example", SOON, *PEOPLE, title=TITLE)
    source = carol.add(origin.put("canary-path", event), name="Canary calendar")
    assert b"Canarycorp" in carol.body()
    carol.check(source)
    carol.add(origin.put("canary-crash", event), name="Canary crash")
    carol.add(origin.put("canary-broken", interview("c", SOON, "DTSTART:canary")), name="Canary B")
    carol.add(f"http://127.0.0.1:{origin.port}/canary-missing", name="Canary M")
    carol.api("/sources", method="POST", given={"address": "http://canary-host.example:99/x"})
    carol.api("/sources", method="POST", given={"address": "canary nonsense"})
    carol.api("/visits?canary=1"), carol.api("/journal"), carol.api("/follow-ups/canary@key")
    strangers(service)
    return [carol.token, urlsplit(carol.feed).path.split("/")[2], pages(service, carol.person)]


def strangers(service) -> None:
    for path in ("/canary", "/Canary/canary?canary", "/cal/canary-token/followups.ics"):
        service.ask(path)
    service.ask("/sign-in/canary-token")
    service.ask("/api/v1/sources", headers={"Authorization": "Bearer canary"})
    service.ask("/upcoming", headers={"Cookie": "afterword=canary", "Host": "canary-host.example"})
    service.ask("/metrics", headers={"Authorization": "Bearer canary"})
    assert service.ask("/healthz", headers={"x-canary": "canary"}).status == 500


def pages(service, person) -> str:
    """Signs in by a link and looks at every page; the link's token."""
    token = new_token()
    with service._store.write() as tx:
        add_link(tx, person, hash_token(token), now=datetime.now(UTC), lasts=timedelta(hours=1))
    entered = service.ask(f"/sign-in/{token}", method="POST", headers=FORM, body=urlencode({}))
    assert entered.status == 303
    cookie = {"Cookie": entered.headers["Set-Cookie"].partition(";")[0]}
    for page in ("upcoming", "calendars", "feed", "settings", "activity", "account"):
        service.ask(f"/{page}", headers=cookie)
    service.ask("/answers", method="POST", headers=FORM | cookie, body=urlencode({"key": "canary"}))
    return token


def test_what_breaks_off_before_it_serves_says_no_more_than_that(tmp_path):
    """The port is taken."""
    with published() as origin:
        made = Service(tmp_path, f"sqlite:///{tmp_path / 'afterword.db'}", origin)
        made.port = origin.port
        ran = subprocess.run(
            [sys.executable, "-m", "service", "serve"],
            env=made.environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
    assert ran.returncode not in (0, None)
    assert "address already in use" in ran.stderr
    assert "Traceback" not in ran.stderr
