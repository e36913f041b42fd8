"""A refresh token gives access tokens until it doesn't; only the word for that is believed."""

from datetime import timedelta

import pytest

from connectors.contract import AccessLost, Transient
from connectors.google.errors import ScopeMissing
from connectors.google.token_endpoint import seconds
from tests.connectors.google_auth.conftest import ALEX, BACK, NOW, authorizer_of, back, connected
from tests.google_fake.faults import Fault
from tests.google_fake.sites import REVOKE_PATH, TOKEN_PATH
from tests.google_fake.wire import Reply, json_reply


def renewed(authorizer, grant, *, scopes=None):
    return authorizer.refresh(grant.fresh.refresh_token, scopes or grant.scopes, now=NOW)


def test_another_access_token_is_of_the_same_person_and_scopes(fake, authorizer):
    grant = connected(fake, authorizer)
    fresh = renewed(authorizer, grant)
    token = fake.grants.access[fresh.access_token]
    assert fresh.access_token != grant.fresh.access_token
    assert (token.grant.email, token.scopes) == (ALEX, grant.scopes)
    assert (fresh.expires, fresh.refresh_token) == (NOW + timedelta(seconds=3599), None)


def test_a_refresh_token_that_changes_is_handed_on(fake, authorizer):
    fake.manners.rotate_refresh_tokens = True
    grant = connected(fake, authorizer)
    assert renewed(authorizer, grant).refresh_token in fake.grants.refresh
    assert grant.fresh.refresh_token not in fake.grants.refresh


def test_what_was_revoked_is_lost(fake, authorizer):
    grant = connected(fake, authorizer)
    fake.revoke(ALEX)
    with pytest.raises(AccessLost) as caught:
        renewed(authorizer, grant)
    assert not isinstance(caught.value, ScopeMissing)


def test_a_scope_that_was_not_granted_is_missing(fake, authorizer):
    grant = connected(fake, authorizer)
    with pytest.raises(ScopeMissing):
        renewed(
            authorizer, grant, scopes=grant.scopes | {"https://www.googleapis.com/auth/calendar"}
        )


def test_a_wrong_secret_pauses_nobody(fake, authorizer):
    grant = connected(fake, authorizer)
    with pytest.raises(Transient, match="invalid_client") as caught:
        renewed(authorizer_of(fake, secret="wrong"), grant)
    assert caught.value.retry_after == timedelta(hours=1)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(kind="error_page", status=502, method="oauth.token"),
        Fault(kind="error_page", status=400, method="oauth.token"),
        Fault(kind="error_page", status=302, method="oauth.token"),
        Fault(kind="status", status=503, method="oauth.token"),
        Fault(kind="status", status=429, method="oauth.token"),
        Fault(kind="status", status=400, method="oauth.token"),
        Fault(kind="html", method="oauth.token"),
        Fault(kind="truncate", method="oauth.token"),
        Fault(kind="lose", method="oauth.token"),
        Fault(kind="drop", method="oauth.token"),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status}",
)
def test_a_bad_day_is_not_the_end_and_is_tried_once(fake, authorizer, fault):
    grant = connected(fake, authorizer)
    fake.faults.plan(fault)
    before = fake.count()["oauth.token"]
    with pytest.raises(Transient):
        renewed(authorizer, grant)
    assert fake.count()["oauth.token"] == before + 1
    assert renewed(authorizer, grant).access_token


def test_a_broken_server_is_not_believed_whatever_it_says(fake, authorizer):
    grant = connected(fake, authorizer)
    fake.sites.pages[TOKEN_PATH] = lambda _: json_reply({"error": "invalid_grant"}, 503)
    with pytest.raises(Transient):
        renewed(authorizer, grant)


@pytest.mark.parametrize("status", [302, 307, 308])
def test_secrets_are_not_carried_to_another_address(fake, authorizer, status):
    grant = connected(fake, authorizer)
    begun = authorizer.begin(BACK, state="s", reach="watched")
    answer = back(fake.consent(begun.address, ALEX))
    carried = []
    for path in (TOKEN_PATH, REVOKE_PATH):
        fake.sites.pages[path] = lambda _: Reply(status=status, headers={"Location": "/elsewhere"})
    fake.sites.pages["/elsewhere"] = lambda incoming: carried.append(incoming) or json_reply({})
    for act in (
        lambda: renewed(authorizer, grant),
        lambda: authorizer.revoke(grant.fresh.access_token),
        lambda: authorizer.complete(
            BACK, answer=answer, verifier=begun.verifier, reach="watched", now=NOW
        ),
    ):
        with pytest.raises(Transient):
            act()
    assert carried == []


def test_a_google_that_is_silent_is_waited_for_only_so_long(fake, authorizer, monkeypatch):
    grant = connected(fake, authorizer)
    monkeypatch.setattr("connectors.google.token_endpoint.TIMEOUT", 0.2)
    fake.faults.plan(Fault(kind="hang", method="oauth.token", seconds=1.5))
    with pytest.raises(Transient):
        renewed(authorizer, grant)


def test_what_is_given_back_ends_everywhere_and_may_be_given_back_twice(fake, authorizer):
    grant = connected(fake, authorizer)
    authorizer.revoke(grant.fresh.refresh_token)
    assert (fake.grants.refresh, fake.grants.access) == ({}, {})
    authorizer.revoke(grant.fresh.refresh_token)


def test_what_was_not_taken_back_is_known(fake, authorizer):
    grant = connected(fake, authorizer)
    fake.faults.plan(Fault(kind="status", status=503, method="oauth.revoke"))
    with pytest.raises(Transient):
        authorizer.revoke(grant.fresh.refresh_token)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((3599, 3599), ("3599", 3599), (0, 0), (-1, None), ("x", None), (None, None)),
        *((1e9, None), (10**12, None), ("\N{ARABIC-INDIC DIGIT THREE}", None), ([1], None)),
    ],
)
def test_seconds_are_taken_as_numbers_that_make_sense(written, meant):
    expected = None if meant is None else timedelta(seconds=meant)
    assert seconds({"expires_in": written}, "expires_in") == expected
