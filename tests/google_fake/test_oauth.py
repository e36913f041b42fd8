"""Consent, tokens and their ends, asked for by google-auth-oauthlib and google-auth."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import google.auth.transport.requests
import pytest
import requests
from google.auth.exceptions import RefreshError
from google.oauth2 import id_token
from google.oauth2.credentials import Credentials
from google_auth_oauthlib.flow import Flow
from googleapiclient.errors import HttpError
from oauthlib.oauth2 import InvalidGrantError

from tests.google_fake.access import AUTH
from tests.google_fake.clients import client, reason_of
from tests.google_fake.conftest import EMAIL
from tests.google_fake.consent import Impossible
from tests.google_fake.faults import Fault
from tests.google_fake.grants import DEFAULT_CLIENT, DEFAULT_SECRET, USERINFO

OWNED, CREATED = AUTH + "calendar.events.owned", AUTH + "calendar.app.created"
IDENTITY = ["openid", USERINFO + "email"]
REDIRECT = "http://127.0.0.1:8080/connect/google/back"


@pytest.fixture(autouse=True)
def plain_http(monkeypatch, fake):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    fake.clock.freeze(datetime.now(UTC))  # google-auth has only the real one


@pytest.fixture
def transport():
    with requests.Session() as session:
        yield google.auth.transport.requests.Request(session)


def flow(fake, scopes=(*IDENTITY, OWNED)):
    config = {
        "client_id": DEFAULT_CLIENT,
        "client_secret": DEFAULT_SECRET,
        "auth_uri": fake.endpoints.auth,
        "token_uri": fake.endpoints.token,
    }
    return Flow.from_client_config({"web": config}, list(scopes), redirect_uri=REDIRECT)


def connected(fake, made, *, scopes=None, **more):
    address, _state = made.authorization_url(prompt="consent", **more)
    back = fake.consent(address, EMAIL, scopes=scopes)
    answer = made.fetch_token(authorization_response=back)
    made.oauth2session.close()
    return answer


def refreshing(fake, refresh_token, scopes=None):
    return Credentials(
        None,
        refresh_token=refresh_token,
        token_uri=fake.endpoints.token,
        client_id=DEFAULT_CLIENT,
        client_secret=DEFAULT_SECRET,
        scopes=scopes,
    )


def refused(credentials, transport):
    with pytest.raises(RefreshError) as caught:
        credentials.refresh(transport)
    return caught.value.args[1]["error"]


def test_a_connected_person_is_who_their_id_token_says(fake, transport):
    answer = connected(fake, flow(fake))
    claims = id_token.verify_token(
        answer["id_token"], transport, DEFAULT_CLIENT, fake.endpoints.certs, 60
    )
    assert claims["sub"] == fake.world.accounts[EMAIL].subject
    assert (claims["email"], claims["iss"]) == (EMAIL, "https://accounts.google.com")


def test_a_token_works_and_its_refresh_token_gives_another(fake, transport):
    credentials = refreshing(fake, connected(fake, flow(fake))["refresh_token"])
    credentials.refresh(transport)
    token = fake.grants.access[credentials.token]
    assert (token.grant.email, token.scopes) == (EMAIL, frozenset([*IDENTITY, OWNED]))


def test_a_code_is_good_once(fake):
    made = flow(fake)
    address, _ = made.authorization_url()
    back = fake.consent(address, EMAIL)
    made.fetch_token(authorization_response=back)
    with pytest.raises(InvalidGrantError):
        made.fetch_token(authorization_response=back)
    made.oauth2session.close()


@pytest.mark.parametrize("verifier", [None, "x" * 128])
def test_a_code_wants_the_verifier_it_was_asked_with(fake, verifier):
    address, _ = flow(fake).authorization_url()
    back = fake.consent(address, EMAIL)
    other = flow(fake)
    other.code_verifier = verifier
    with pytest.raises(InvalidGrantError, match="verifier"):
        other.fetch_token(authorization_response=back)
    other.oauth2session.close()


def test_a_code_dies_after_ten_minutes(fake):
    made = flow(fake)
    back = fake.consent(made.authorization_url()[0], EMAIL)
    fake.clock.advance(timedelta(minutes=10))
    with pytest.raises(InvalidGrantError):
        made.fetch_token(authorization_response=back)
    made.oauth2session.close()


def test_a_box_left_empty_is_a_scope_not_granted(fake, monkeypatch, transport):
    monkeypatch.setenv("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")
    asked = [*IDENTITY, OWNED, CREATED]
    answer = connected(fake, flow(fake, asked), scopes=[CREATED])
    assert set(answer["scope"]) == {*IDENTITY, CREATED}
    wrong = refreshing(fake, answer["refresh_token"], scopes=asked)
    assert refused(wrong, transport) == "invalid_scope"


def test_a_single_scope_has_no_box(fake):
    asked = dict(parse_qs(urlsplit(flow(fake).authorization_url()[0]).query))
    assert fake.sites.consent.choices({key: values[0] for key, values in asked.items()}) == []


def test_the_long_names_are_answered_for_the_short_ones(fake):
    with pytest.raises(Warning, match="Scope has changed"):
        connected(fake, flow(fake, ["openid", "email", OWNED]))


def test_a_person_may_say_no(fake):
    address, state = flow(fake).authorization_url()
    back = fake.consent(address, EMAIL, yes=False)
    assert parse_qs(urlsplit(back).query) == {"state": [state], "error": ["access_denied"]}


def test_a_second_consent_brings_no_refresh_token_unless_it_is_asked_for(fake):
    assert "refresh_token" in connected(fake, flow(fake))
    made = flow(fake)
    back = fake.consent(made.authorization_url()[0], EMAIL)
    assert "refresh_token" not in made.fetch_token(authorization_response=back)
    made.oauth2session.close()
    assert "refresh_token" in connected(fake, flow(fake))


def test_an_address_that_is_not_registered_is_a_page_and_no_redirect(fake):
    fake.client(redirect_uris=("https://afterword.example/back",))
    with pytest.raises(Impossible) as caught:
        fake.consent(flow(fake).authorization_url()[0], EMAIL)
    assert caught.value.error == "redirect_uri_mismatch"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"client_id": "nobody"}, "invalid_client"),
        ({"scope": "https://example.com/made-up"}, "invalid_scope"),
    ],
)
def test_what_cannot_be_asked_is_a_page_with_its_name(fake, changed, error):
    address = fake.endpoints.auth
    query = {"client_id": DEFAULT_CLIENT, "redirect_uri": REDIRECT, "response_type": "code"}
    shown = requests.get(address, params=query | {"scope": "openid"} | changed, timeout=5)
    assert (error in shown.text, shown.status_code // 100) == (True, 4)


def test_the_page_in_a_browser_leads_back_with_a_code(fake):
    address, state = flow(fake, [*IDENTITY, OWNED, CREATED]).authorization_url()
    shown = requests.get(address, timeout=5)
    assert shown.text.count('type="checkbox"') == 2
    form = {"account": EMAIL, "scope": [OWNED, CREATED], "decision": "continue"}
    sent = requests.post(address, data=form, allow_redirects=False, timeout=5)
    query = parse_qs(urlsplit(sent.headers["Location"]).query)
    assert (sent.status_code, query["state"]) == (302, [state])
    assert query["code"][0] in fake.grants.codes


def test_testing_mode_ends_after_seven_days(fake, transport):
    fake.manners.testing_mode = True
    answer = connected(fake, flow(fake))
    assert answer["refresh_token_expires_in"] == 7 * 86400
    fake.clock.advance(timedelta(days=7))
    assert refused(refreshing(fake, answer["refresh_token"]), transport) == "invalid_grant"


def test_rotation_hands_out_a_new_refresh_token_and_ends_the_old(fake, transport):
    fake.manners.rotate_refresh_tokens = True
    old = connected(fake, flow(fake))["refresh_token"]
    credentials = refreshing(fake, old)
    credentials.refresh(transport)
    assert credentials.refresh_token != old
    assert refused(refreshing(fake, old), transport) == "invalid_grant"


def test_the_hundred_and_first_refresh_token_ends_the_first(fake, transport):
    first = connected(fake, flow(fake))["refresh_token"]
    grant = fake.grants.refresh[first].grant
    for _ in range(99):
        fake.grants.refresh_token(grant)
    refreshing(fake, first).refresh(transport)
    fake.grants.refresh_token(grant)
    assert refused(refreshing(fake, first), transport) == "invalid_grant"


def test_revoking_an_access_token_ends_everything(fake, transport):
    answer = connected(fake, flow(fake))
    sent = requests.post(fake.endpoints.revoke, data={"token": answer["access_token"]}, timeout=5)
    assert sent.status_code == 200
    assert refused(refreshing(fake, answer["refresh_token"]), transport) == "invalid_grant"
    again = requests.post(fake.endpoints.revoke, data={"token": answer["access_token"]}, timeout=5)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_token")


def test_a_person_who_revokes_makes_the_next_call_a_401(fake):
    with client(fake, EMAIL) as alex:
        alex.list()
        fake.revoke(EMAIL)
        with pytest.raises(RefreshError):  # what google-auth makes of a 401 it can't refresh
            alex.list()
    assert fake.seen[-1].status == 401


def test_the_token_endpoint_has_bad_days_too(fake, transport):
    credentials = refreshing(fake, connected(fake, flow(fake))["refresh_token"])
    page = Fault(kind="error_page", status=502, method="oauth.token", user=EMAIL)
    portal = Fault(kind="html", method="oauth.token", user=EMAIL)
    fake.faults.plan(page, portal)
    with pytest.raises(RefreshError):
        credentials.refresh(transport)
    with pytest.raises(TypeError):  # google-auth takes the page for an answer
        credentials.refresh(transport)
    credentials.refresh(transport)
    asked = [seen.status for seen in fake.seen if seen.method == "oauth.token"]
    assert asked == [200, 502, 200, 200]


@pytest.mark.parametrize(
    ("scope", "reads", "inserts"),
    [
        (AUTH + "calendar.events.owned", True, True),
        (AUTH + "calendar.events.owned.readonly", True, False),
        (AUTH + "calendar.calendarlist.readonly", False, False),
    ],
)
def test_a_scope_allows_what_the_reference_says(fake, scope, reads, inserts):
    with client(fake, EMAIL, scopes=(scope,)) as alex:
        for allowed, act in ((reads, alex.list), (inserts, alex.insert)):
            if allowed:
                act()
                continue
            with pytest.raises(HttpError) as caught:
                act()
            assert caught.value.resp.status == 403
            assert "insufficientPermissions" in caught.value.content.decode()


def test_owned_stops_at_a_calendar_that_somebody_else_owns(fake):
    fake.account("sam@gmail.com")
    fake.world.calendars["sam@gmail.com"].roles[EMAIL] = "writer"
    with client(fake, EMAIL, scopes=(OWNED,)) as alex, pytest.raises(HttpError) as caught:
        alex.list(calendarId="sam@gmail.com")
    assert reason_of(caught.value) == (403, "forbidden")
    with client(fake, EMAIL) as alex:
        assert alex.list(calendarId="sam@gmail.com")["accessRole"] == "writer"
