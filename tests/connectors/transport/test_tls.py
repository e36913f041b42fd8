"""TLS end to end: the name is proven, though the connection goes to a checked number."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from connectors.transport import Limits, Network, Refused, Unreachable, fetch
from tests.connectors.transport.loopback import CALENDAR, PUBLIC, moved, reply

HOST = "calendar.example"


def certificate(name, key, issuer, signer, *, authority):
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    )
    return builder.sign(signer, hashes.SHA256())


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    root, leaf = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca = certificate("Our own root", root, "Our own root", root, authority=True)
    mine = certificate(HOST, leaf, "Our own root", root, authority=False)
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(ca.public_bytes(pem))
    key = leaf.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "leaf.pem").write_bytes(mine.public_bytes(pem) + key)
    return folder


@pytest.fixture
def secure(issued, serve):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(issued / "leaf.pem")
    names = []
    context.sni_callback = lambda _, name, __: names.append(name)

    def start(*replies):
        server = serve(*replies, wrap=lambda plain: context.wrap_socket(plain, server_side=True))
        server.names = names
        return server

    return start


@pytest.fixture
def trust(issued):
    return ssl.create_default_context(cafile=issued / "ca.pem")


def at(internet, trust=None):
    return Network(resolve=internet.resolve, dial=internet.dial, trust=trust)


def test_the_certificate_is_checked_for_the_name_not_the_number(secure, trust, world):
    server = secure(reply())
    internet = world(server.port, calendar_example=[PUBLIC])
    answer = fetch(f"webcal://{HOST}/x", network=at(internet, trust))
    assert answer.body == CALENDAR
    assert internet.dialled == [(PUBLIC, 443)]
    assert server.names == [HOST]
    assert b"\r\nHost: calendar.example\r\n" in server.requests[0]


def test_another_name_on_that_certificate_is_refused(secure, trust, world):
    server = secure(reply())
    internet = world(server.port, other_example=[PUBLIC])
    with pytest.raises(Refused, match="certificate is not valid"):
        fetch("https://other.example/secret", network=at(internet, trust))
    assert server.requests == []


def test_a_root_nobody_knows_is_refused(secure, world):
    server = secure(reply())
    internet = world(server.port, calendar_example=[PUBLIC])
    with pytest.raises(Refused, match="certificate is not valid"):
        fetch(f"https://{HOST}/secret", network=at(internet))
    assert server.requests == []


def test_a_server_that_speaks_no_tls_is_unreachable(serve, trust, world):
    server = serve(reply())
    internet = world(server.port, calendar_example=[PUBLIC])
    with pytest.raises(Unreachable):
        fetch(f"https://{HOST}/x", network=at(internet, trust), limits=Limits(connect_seconds=0.3))


def test_no_redirect_leads_from_https_to_http(secure, trust, world):
    server = secure(moved("http://calendar.example/x"), reply())
    internet = world(server.port, calendar_example=[PUBLIC])
    with pytest.raises(Refused, match="secure address to one that is not"):
        fetch(f"https://{HOST}/x", network=at(internet, trust))
    assert len(internet.dialled) == 1


def test_a_redirect_stays_on_https(secure, trust, world):
    server = secure(moved("/y"), reply())
    internet = world(server.port, calendar_example=[PUBLIC])
    assert fetch(f"https://{HOST}/x", network=at(internet, trust)).body == CALENDAR
    assert internet.dialled == [(PUBLIC, 443)] * 2
