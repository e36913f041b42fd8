import pytest

from service.desk.connecting import await_own
from service.store.grants import keep_grant
from service.store.seal import hash_token
from service.store.tokens import add_token
from service.web.app import create_app
from tests.security.everything import grant
from tests.web import diary
from tests.web.running import NOW
from tests.web.signing import signed


@pytest.fixture(scope="session")
def spec():
    """The description, which needs no database."""
    app = create_app(None, base_url="http://x.example", wake=print, clock=lambda: NOW)
    return app.openapi()


@pytest.fixture
def owned(service, store, me):
    """One of everything that has an id, of "me"; ids by what they are of."""
    number = diary.calendar(store, me.id)
    diary.interview(store, me.id)
    question = diary.suggestion(store, me.id, number=number)
    signed(service, me.id)
    with store.write() as tx:
        add_token(tx, me.id, "phone", hash_token("phone"), NOW)
        account = keep_grant(tx, me.id, "google", grant(), now=NOW)
        await_own(tx, me.id, account, now=NOW)
    feed = service.call("/feed/rotate", me.token, method="POST").json["address"]
    (browser,) = service.call("/sessions", me.token).json["sessions"]
    key = "acme@example.com"
    return {
        "calendar": [number],
        "account": [account],
        "visit": [key],
        "follow-up": [f"{key}/email"],
        "answer": [f"{key}/email", key, question.uid, question.organizer],
        "token": ["phone"],
        "browser": [browser["id"]],
        "feed": [feed],
    }
