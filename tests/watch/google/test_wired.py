"""The same through the composition root: the operator's client, a real consent, sealed tokens."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from service import wiring
from service.desk.connecting import keep
from service.settings import from_environment
from service.store.sources import add_source
from tests.google_fake.grants import DEFAULT_CLIENT, DEFAULT_SECRET
from tests.watch.google.conftest import EMAIL, HOUR, KINDS

BACK = "http://127.0.0.1:8321/oauth/google/callback"


def test_a_consent_and_a_tag_are_all_it_takes(store, home, fake, me):
    fake.clock.freeze(datetime.now(UTC))
    settings = from_environment(
        {
            "AFTERWORD_BASE_URL": "http://127.0.0.1:8321",
            "AFTERWORD_GOOGLE_CLIENT_ID": DEFAULT_CLIENT,
            "AFTERWORD_GOOGLE_CLIENT_SECRET": DEFAULT_SECRET,
            **fake.endpoints.variables(),
        }
    )
    now = datetime.now(UTC)
    asks = wiring.authorizer(settings)
    begun = asks.begin(BACK, state="s", reach="watched")
    came = fake.consent(begun.address, EMAIL)
    answer = dict(parse_qsl(urlsplit(came).query))
    granted = asks.complete(BACK, answer=answer, verifier=begun.verifier, reach="watched", now=now)
    kept = keep(store, home.person, granted, now=now)
    with store.write() as tx:
        how = {"kind": "google", "grant": kept.grant, "writes": "there"}
        add_source(tx, home.person, "primary", name="", host="Google", now=now, **how)
    start = datetime.now(UTC) + timedelta(days=5)
    me.create("Interview with Acme - Engineer #interview", start, start + HOUR)
    wiring.attend_now(settings, store, home.person)
    assert set(home.ours()) == KINDS
    assert fake.count()["events.list"] == 1
