"""The same through the composition root: the operator's client, a real consent, sealed tokens."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from service import wiring
from service.desk.connecting import keep
from service.settings import from_environment
from service.store.sources import add_source, sources
from tests.google_fake.grants import DEFAULT_CLIENT, DEFAULT_SECRET
from tests.watch.google.conftest import EMAIL, HOUR, KINDS

BACK = "http://127.0.0.1:8321/oauth/google/callback"


@pytest.fixture
def settings(fake):
    fake.clock.freeze(datetime.now(UTC))
    return from_environment(
        {
            "AFTERWORD_BASE_URL": "http://127.0.0.1:8321",
            "AFTERWORD_GOOGLE_CLIENT_ID": DEFAULT_CLIENT,
            "AFTERWORD_GOOGLE_CLIENT_SECRET": DEFAULT_SECRET,
            **fake.endpoints.variables(),
        }
    )


def consented(settings, fake, reach):
    now = datetime.now(UTC)
    asks = wiring.authorizer(settings)
    begun = asks.begin(BACK, state="s", reach=reach)
    came = fake.consent(begun.address, EMAIL)
    answer = dict(parse_qsl(urlsplit(came).query))
    return asks.complete(BACK, answer=answer, verifier=begun.verifier, reach=reach, now=now)


def watched(store, person, kept, writes):
    with store.write() as tx:
        how = {"kind": "google", "grant": kept.grant, "writes": writes}
        now = datetime.now(UTC)
        add_source(tx, person, "primary", name="", host="Google", now=now, **how)


def test_a_consent_and_a_tag_are_all_it_takes(store, home, fake, me, settings):
    granted = consented(settings, fake, "watched")
    kept = keep(store, home.person, granted, now=datetime.now(UTC))
    watched(store, home.person, kept, "there")
    start = datetime.now(UTC) + timedelta(days=5)
    me.create("Interview with Acme - Engineer #interview", start, start + HOUR)
    wiring.attend_now(settings, store, home.person)
    assert set(home.ours()) == KINDS
    assert fake.count()["events.list"] == 1


def test_with_the_narrow_consent_they_stand_apart_and_a_label_is_a_tag(
    store, home, fake, me, settings
):
    granted = consented(settings, fake, "own")
    kept = keep(store, home.person, granted, reach="own", now=datetime.now(UTC))
    watched(store, home.person, kept, "apart")
    start = datetime.now(UTC) + timedelta(days=5)
    label = fake.label(EMAIL, "Interview")
    made = me.create("Talk with Acme", start, start + HOUR, eventLabelId=label)
    wiring.attend_now(settings, store, home.person)
    assert [one["id"] for one in me.events()] == [made["id"]]
    (calendar,) = set(fake.world.calendars) - {EMAIL}
    assert set(home.ours(calendar)) == KINDS
    assert fake.count()["calendars.get"] == 1
    with store.read() as tx:
        (ours,) = [one for one in sources(tx, home.person) if one.writes == "ours"]
    hands = wiring.hands(settings, store)
    assert not hands.close(ours, True)
    assert hands.close(ours, False)
    assert set(fake.world.calendars) == {EMAIL}
