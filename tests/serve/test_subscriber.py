"""vdirsyncer and khal subscribe to a running service, and see what happens at the source."""

from datetime import datetime, timedelta

import pytest

from tests.connectors.ics_write.test_subscriber import KHAL, SHOW, SYNC, VDIRSYNCER, run
from tests.serve.origin import HOUR, interview
from tests.serve.test_hostile import GLOBEX
from tests.serve.test_story import ACME, LUNCH, START, WEEK

pytestmark = pytest.mark.skipif(
    not (VDIRSYNCER.exists() and KHAL.exists()),
    reason="the subscriber test needs vdirsyncer and khal beside the interpreter (extra: dev)",
)


@pytest.fixture
def me(embedded):
    return embedded.client()


def test_a_subscriber_sees_adds_changes_and_removals(me, origin, tmp_path):
    shown = subscribe(tmp_path, me)
    source = me.add(origin.put("personal", LUNCH))
    assert shown() == []

    def after(*events):
        origin.put("personal", *events)
        me.check(source)
        return shown()

    first = after(ACME)
    assert len(first) == 5
    assert thanks(START) in first
    second = after(interview("acme", START + WEEK), GLOBEX)
    assert len(second) == 10
    assert thanks(START + WEEK) in second
    assert thanks(START) not in second
    third = after(GLOBEX)  # vdirsyncer itself refuses a feed that is all at once empty
    assert [entry for entry in second if "Globex" in entry] == third
    assert len(third) == 5


def thanks(start: datetime) -> str:
    email = start + 3 * HOUR
    until = email + timedelta(minutes=30)
    return f"{email:%Y-%m-%d %H:%M}-{until:%H:%M} Thank-you emails: Acme"


def subscribe(home, me):
    """A subscription to the feed; a function that refreshes it and lists what it holds."""
    address = f"http://127.0.0.1:{me.service.port}{me.feed}"
    sync = SYNC.format(home=home, port=0).replace("http://127.0.0.1:0/followups.ics", address)
    (home / "sync.conf").write_text(sync)
    (home / "khal.conf").write_text(
        SHOW.format(home=home).replace("Europe/Berlin", "America/Phoenix")
    )
    (home / "events").mkdir()
    run(home, VDIRSYNCER, "-c", home / "sync.conf", "discover", "feed")

    def shown():
        run(home, VDIRSYNCER, "-c", home / "sync.conf", "sync", "feed")
        return listed(home)

    return shown


def listed(home):
    shown = run(
        home, KHAL, "-c", home / "khal.conf",
        "list", "--day-format", "", "--format", "{start-date} {start-time}-{end-time} {title}@@",
        "today", "90d",
    )  # fmt: skip
    return [" ".join(event.split()) for event in shown.split("@@") if event.strip()]
