"""The operator's mail server, by which a person is written to at their own address.

Nothing travels in the clear but on this machine: `smtps` is TLS from the first byte, `smtp` asks
for STARTTLS (RFC 3207) and gives up where there is none. Certificates are checked.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from connectors.contract import Rejected, Transient

PATIENCE_S: Final = 20.0
_HERE: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_PORTS: Final = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where, as whom, and under which address. `trust` replaces the public authorities."""

    scheme: str
    host: str
    port: int
    sender: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    trust: ssl.SSLContext | None = field(default=None, repr=False)


def mail_server(address: str) -> MailServer:
    """`smtps://USER:PASSWORD@HOST:PORT?from=ADDRESS`. Raises `ValueError`, without repeating it."""
    parts = urlsplit(address)
    user, host = unquote(parts.username or ""), parts.hostname
    sender = parse_qs(parts.query).get("from", [user])[0]
    if parts.scheme not in _PORTS or not host or "@" not in sender:
        raise ValueError("not the address of a mail server with a sender")
    return MailServer(
        scheme=parts.scheme,
        host=host,
        port=parts.port or _PORTS[parts.scheme],
        sender=sender,
        user=user,
        password=unquote(parts.password or ""),
    )


def send_mail(server: MailServer, to: str, subject: str, text: str) -> None:
    """One message to one person. Raises `Transient`, `Rejected`; neither repeats an address."""
    try:
        message = _message(server, to, subject, text)
    except ValueError:
        raise Rejected("this is not an address that mail can go to") from None
    try:
        with _connected(server) as connection:
            connection.send_message(message, server.sender, [to])
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError):
        raise Rejected("the mail server does not let us in safely") from None
    except smtplib.SMTPRecipientsRefused:
        raise Rejected("the mail server does not take mail to this address") from None
    except (smtplib.SMTPException, OSError):
        raise Transient("the mail server could not be reached just now") from None


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    context = server.trust or ssl.create_default_context()
    if server.scheme == "smtps":
        made: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=PATIENCE_S, context=context
        )
    else:
        made = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_S)
    with made as connection:
        if server.scheme == "smtp" and server.host not in _HERE:
            connection.starttls(context=context)
        if server.password:
            connection.login(server.user, server.password)
        yield connection


def _message(server: MailServer, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, to, subject
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    message.set_content(text)
    return message
