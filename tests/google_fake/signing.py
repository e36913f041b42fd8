"""id_tokens, signed with a key of this run (RS256), and the certificates that prove it."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

ISSUER = "https://accounts.google.com"
KEY_ID = "f4ce0000000000000000000000000000000000fa"
LIFE = timedelta(hours=1)


class Signer:
    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def id_token(self, claims: dict[str, Any], *, now: datetime) -> str:
        """`claims` want `aud`, `sub` and whatever the scopes allow."""
        times = {"iat": int(now.timestamp()), "exp": int((now + LIFE).timestamp())}
        head = _part({"alg": "RS256", "kid": KEY_ID, "typ": "JWT"})
        signed = f"{head}.{_part({'iss': ISSUER, **times, **claims})}"
        signature = self._key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{signed}.{_base64(signature)}"

    def jwks(self) -> dict[str, Any]:
        """As `/oauth2/v3/certs` has them."""
        numbers = self._key.public_key().public_numbers()
        modulus = numbers.n.to_bytes(256, "big")
        key = {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": KEY_ID, "e": "AQAB"}
        return {"keys": [{**key, "n": _base64(modulus)}]}

    def certificates(self) -> dict[str, str]:
        """As `/oauth2/v1/certs` has them, which is what google-auth asks for."""
        pem = self._certificate.public_bytes(serialization.Encoding.PEM)
        return {KEY_ID: pem.decode()}

    @cached_property
    def _certificate(self) -> x509.Certificate:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a stand-in for Google")])
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=3650))
            .not_valid_after(now + timedelta(days=3650))
            .sign(self._key, hashes.SHA256())
        )


def _part(value: dict[str, Any]) -> str:
    return _base64(json.dumps(value).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
