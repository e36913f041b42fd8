"""An id_token is believed if Google signed it, for us, for this consent, and lately."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from connectors.consent import ConsentFailed
from connectors.contract import Transient
from connectors.google.identity import Certificates, identity_of, nonce_of
from tests.connectors.google_auth.conftest import ALEX, NOW, connected
from tests.google_fake.grants import DEFAULT_CLIENT
from tests.google_fake.signing import KEY_ID, Signer, _base64

NONCE = nonce_of("the verifier")
GOOD = {"aud": DEFAULT_CLIENT, "sub": "1", "email": ALEX, "nonce": NONCE}


def who(fake, token, *, now=NOW):
    certificates = Certificates(fake.endpoints.certs)
    return identity_of(token, certificates, client_id=DEFAULT_CLIENT, nonce=NONCE, now=now)


def refused(fake, token, *, now=NOW) -> bool:
    with pytest.raises(ConsentFailed) as caught:
        who(fake, token, now=now)
    return caught.value.why == "untrusted"


def signed(fake, **changed):
    return fake.sites.signer.id_token({**GOOD, **changed}, now=NOW)


def with_part(token, place, value):
    parts = token.split(".")
    parts[place] = _base64(json.dumps(value).encode())
    return ".".join(parts)


def test_googles_word_is_believed(fake):
    assert who(fake, signed(fake)) == ("1", ALEX)
    assert who(fake, signed(fake, iss="accounts.google.com")) == ("1", ALEX)


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "somebody else"},
        {"aud": [DEFAULT_CLIENT]},
        {"iss": "https://accounts.google.example"},
        {"nonce": nonce_of("another")},
        {"nonce": None},
        {"sub": ""},
        {"sub": 7},
        {"exp": None},
    ],
    ids=str,
)
def test_another_claim_is_not(fake, changed):
    assert refused(fake, signed(fake, **changed))


def test_it_has_its_hour_and_a_minute_for_clocks_that_differ(fake):
    token = signed(fake)
    for late in (timedelta(minutes=60, seconds=30), timedelta(seconds=-30)):
        assert who(fake, token, now=NOW + late)
    for late in (timedelta(minutes=62), timedelta(minutes=-2)):
        assert refused(fake, token, now=NOW + late)


def test_another_signature_is_not_believed(fake):
    assert refused(fake, Signer().id_token(GOOD, now=NOW))
    assert refused(fake, with_part(signed(fake), 1, {**GOOD, "sub": "2"}))
    assert refused(fake, signed(fake).rpartition(".")[0] + ".")


@pytest.mark.parametrize("changed", [{"alg": "none"}, {"alg": "HS256"}, {"kid": "x"}, {"alg": 1}])
def test_nobody_else_says_how_to_look_at_a_signature(fake, changed):
    head = {"alg": "RS256", "kid": KEY_ID, **changed}
    unsigned = with_part(signed(fake), 0, head).rpartition(".")[0]
    key = fake.sites.signer._key
    proof = _base64(key.sign(unsigned.encode(), padding.PKCS1v15(), hashes.SHA256()))
    assert refused(fake, f"{unsigned}.{proof}"), "though the key is Google's"


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "....", "é.é.é", "e30.e30.e30"])
def test_what_is_no_token_is_not_believed(fake, token):
    assert refused(fake, token)


def test_certificates_are_asked_for_once_an_hour_and_when_google_has_new_ones(fake):
    asked = []
    answer = fake.sites.pages["/oauth2/v1/certs"]
    fake.sites.pages["/oauth2/v1/certs"] = lambda incoming: asked.append(1) or answer(incoming)
    kept = Certificates(fake.endpoints.certs)
    for minutes, key in ((0, ""), (59, ""), (59, next(iter(kept.at(NOW))))):
        kept.at(NOW + timedelta(minutes=minutes), key=key)
    assert len(asked) == 1
    kept.at(NOW + timedelta(minutes=60))
    kept.at(NOW + timedelta(minutes=61), key="a new one")
    assert len(asked) == 3


def test_a_code_is_not_spent_while_nobody_could_be_known_by_it(fake, authorizer):
    good = fake.sites.pages.pop("/oauth2/v1/certs")
    with pytest.raises(Transient):
        connected(fake, authorizer)
    assert fake.count()["oauth.token"] == 0
    fake.sites.pages["/oauth2/v1/certs"] = good
    assert connected(fake, authorizer).email == ALEX
