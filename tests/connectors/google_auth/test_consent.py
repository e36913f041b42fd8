"""Consent begins and ends, is refused, comes late, and is mixed up with nobody else's."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.consent import Authorizer, ConsentFailed
from connectors.contract import Transient
from connectors.google.endpoints import Endpoints, OAuthClient
from connectors.google.scopes import SCOPES
from tests.connectors.google_auth.conftest import (
    ALEX,
    BACK,
    BO,
    NOW,
    authorizer_of,
    back,
    connected,
)
from tests.google_fake.faults import Fault


def asked(begun):
    return {key: value[0] for key, value in parse_qs(urlsplit(begun.address).query).items()}


def completing(fake, authorizer, begun, answer, *, reach="watched"):
    return authorizer.complete(
        BACK, answer=answer, verifier=begun.verifier, reach=reach, now=fake.clock.now()
    )


def why(act) -> ConsentFailed:
    with pytest.raises(ConsentFailed) as caught:
        act()
    return caught.value


def test_it_is_an_authorizer(authorizer):
    kept: Authorizer = authorizer
    assert kept


@pytest.mark.parametrize("reach", ["watched", "own"])
def test_who_consents_is_known_by_their_account_and_what_they_granted(fake, authorizer, reach):
    grant = connected(fake, authorizer, reach=reach)
    assert (grant.subject, grant.email) == (fake.world.accounts[ALEX].subject, ALEX)
    assert grant.scopes == frozenset(SCOPES[reach])
    assert grant.fresh.expires == NOW + timedelta(seconds=3599)
    assert grant.fresh.refresh_token in fake.grants.refresh
    assert fake.grants.access[grant.fresh.access_token].grant.email == ALEX
    assert grant.ends is None


def test_a_grant_that_runs_out_by_itself_says_when(fake, authorizer):
    fake.manners.testing_mode = True
    assert connected(fake, authorizer).ends == NOW + timedelta(days=7)


def test_signing_in_asks_for_nothing_that_lasts(fake, authorizer):
    grant = connected(fake, authorizer, reach="identity")
    assert (grant.email, grant.fresh.refresh_token, fake.grants.refresh) == (ALEX, None, {})


def test_connecting_again_brings_a_refresh_token_again(fake, authorizer):
    first, second = (connected(fake, authorizer).fresh.refresh_token for _ in range(2))
    assert first != second
    assert second in fake.grants.refresh


def test_what_is_asked_for_is_asked_as_the_facts_say(authorizer):
    begun = authorizer.begin(BACK, state="the state", reach="watched", hint=ALEX)
    found = asked(begun)
    assert found["state"] == "the state"
    assert found["redirect_uri"] == BACK
    assert found["scope"].split() == list(SCOPES["watched"])
    assert (found["access_type"], found["prompt"]) == ("offline", "consent")
    assert (found["code_challenge_method"], found["login_hint"]) == ("S256", ALEX)
    assert begun.verifier not in begun.address
    assert len(begun.verifier) == 128


def test_the_verifier_and_the_nonce_are_new_every_time(authorizer):
    begun = [authorizer.begin(BACK, state="s", reach="watched") for _ in range(9)]
    assert len({one.verifier for one in begun}) == 9
    assert len({asked(one)["nonce"] for one in begun}) == 9


def test_only_one_reach_shows_boxes(fake, authorizer):
    boxes = {
        reach: len(
            fake.sites.consent.choices(asked(authorizer.begin(BACK, state="s", reach=reach)))
        )
        for reach in SCOPES
    }
    assert boxes == {"identity": 0, "watched": 0, "own": 4}


def test_who_says_no_is_told_that_nothing_happened(fake, authorizer):
    failed = why(lambda: connected(fake, authorizer, yes=False))
    assert failed.why == "declined"
    assert fake.count()["oauth.token"] == 0


def test_a_code_is_good_once_and_only_for_a_while(fake, authorizer):
    begun = authorizer.begin(BACK, state="s", reach="watched")
    answer = back(fake.consent(begun.address, ALEX))
    completing(fake, authorizer, begun, answer)
    assert why(lambda: completing(fake, authorizer, begun, answer)).why == "stale"
    late = back(fake.consent(begun.address, ALEX))
    fake.clock.advance(timedelta(minutes=11))
    assert why(lambda: completing(fake, authorizer, begun, late)).why == "stale"


def test_another_consents_verifier_opens_nothing(fake, authorizer):
    mine, theirs = (authorizer.begin(BACK, state="s", reach="watched") for _ in range(2))
    answer = back(fake.consent(mine.address, ALEX))
    assert why(lambda: completing(fake, authorizer, theirs, answer)).why == "stale"


def test_an_answer_of_nothing_is_not_sent_to_google(fake, authorizer):
    begun = authorizer.begin(BACK, state="s", reach="watched")
    assert why(lambda: completing(fake, authorizer, begun, {"state": "s"})).why == "untrusted"
    assert fake.count()["oauth.token"] == 0


def test_a_wrong_secret_is_the_operators_to_mend(fake):
    wrong = authorizer_of(fake, secret="wrong")
    failed = why(lambda: connected(fake, wrong))
    assert (failed.why, "invalid_client" in str(failed)) == ("refused", True)


def test_what_the_address_says_is_never_repeated(fake, authorizer):
    begun = authorizer.begin(BACK, state="s", reach="watched")
    failed = why(lambda: completing(fake, authorizer, begun, {"error": "<b>evil</b>"}))
    assert (failed.why, "evil" in str(failed)) == ("refused", False)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(kind="error_page", status=502, method="oauth.token"),
        Fault(kind="html", method="oauth.token"),
        Fault(kind="truncate", method="oauth.token"),
        Fault(kind="lose", method="oauth.token"),
        Fault(kind="drop", method="oauth.token"),
        Fault(kind="status", status=503, method="oauth.token"),
    ],
    ids=lambda fault: fault.kind,
)
def test_a_bad_day_is_not_an_answer(fake, authorizer, fault):
    fake.faults.plan(fault)
    with pytest.raises(Transient):
        connected(fake, authorizer)
    assert connected(fake, authorizer).email == ALEX
    assert fake.count()["oauth.token"] == 2, "and nothing is sent twice"


@pytest.mark.parametrize("error", ["server_error", "temporarily_unavailable"])
def test_google_may_have_no_time(fake, authorizer, error):
    begun = authorizer.begin(BACK, state="s", reach="watched")
    with pytest.raises(Transient):
        completing(fake, authorizer, begun, {"error": error})


# -- facts 0.3 and 0.9 -------------------------------------------------------------------------


def test_fact_3_many_at_once_through_one_authorizer_each_get_their_own(fake, authorizer):
    emails = [f"person{number}@gmail.com" for number in range(12)]
    for email in emails:
        fake.account(email)
    together = threading.Barrier(len(emails))

    def connect(email):
        begun = authorizer.begin(BACK, state=email, reach="watched")
        answer = back(fake.consent(begun.address, email))
        together.wait(10)
        return completing(fake, authorizer, begun, answer)

    for _ in range(3):
        with ThreadPoolExecutor(len(emails)) as pool:
            grants = dict(zip(emails, pool.map(connect, emails), strict=True))
        for email, grant in grants.items():
            assert grant.email == email
            assert fake.grants.access[grant.fresh.access_token].grant.email == email
            assert fake.grants.refresh[grant.fresh.refresh_token].grant.email == email


def test_fact_9_what_one_process_begins_another_completes(fake):
    begun = authorizer_of(fake).begin(BACK, state="s", reach="watched")
    answer = back(fake.consent(begun.address, BO))
    assert completing(fake, authorizer_of(fake), begun, answer).email == BO


# -- what is not told --------------------------------------------------------------------------


def test_no_secret_is_shown_or_logged(fake, authorizer, caplog):
    caplog.set_level(logging.DEBUG)
    begun = authorizer.begin(BACK, state="s", reach="watched")
    answer = back(fake.consent(begun.address, ALEX))
    grant = completing(fake, authorizer, begun, answer)
    fresh = authorizer.refresh(grant.fresh.refresh_token, grant.scopes, now=NOW)
    authorizer.revoke(fresh.access_token)
    client = OAuthClient(id="id", secret="the secret")
    shown = f"{caplog.text} {begun} {grant} {fresh} {client}"
    assert "Grant(" in shown
    for secret in (
        answer["code"],
        grant.fresh.access_token,
        grant.fresh.refresh_token,
        fresh.access_token,
        "the secret",
        ALEX,
        grant.subject,
    ):
        assert secret not in shown
    assert begun.verifier not in f"{caplog.text} {grant} {fresh}"


@pytest.mark.parametrize("bad", ["http://google.example/", "ftp://127.0.0.1/", "https://", ""])
@pytest.mark.parametrize("name", Endpoints.__slots__)
def test_secrets_go_nowhere_in_the_open(name, bad):
    with pytest.raises(ValueError, match=name):
        Endpoints(**{name: bad})
    assert Endpoints(**{name: "http://127.0.0.1:1/"})
