"""The environment variables of the service: one table, how each is read, and its page."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

PREFIX: Final = "AFTERWORD_"
HIGHEST_PORT: Final = 65535
KEY_BYTES: Final = 32
LOG_STYLES: Final = ("json", "plain")

_ALLOWED = re.compile(r"(?P<host>[a-z0-9._-]+|\[[0-9a-f:.]+\]):(?P<port>[0-9]{1,5})")
_HOST = re.compile(r"[A-Za-z0-9._:-]+")
_THIS_MACHINE: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class Unusable(Exception):
    """A value can't be read. The message says so without repeating the value, a secret perhaps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One variable: `allowed` may be written, `default` holds while nothing is.

    `read` turns a text into the value, or raises `Unusable`.
    """

    name: str
    read: Callable[[str], object]
    allowed: str
    default: str
    about: str


def database(text: str) -> str:
    """A file of SQLite or a database of PostgreSQL."""
    scheme, _, rest = text.partition("://")
    if scheme in {"postgresql", "postgres", "postgresql+psycopg"} and rest:
        return f"postgresql://{rest}"
    if scheme != "sqlite" or not rest.startswith("/"):
        raise Unusable("This is not the address of a SQLite file or a PostgreSQL database.")
    file = rest.removeprefix("/")
    if not file or file == ":memory:":
        raise Unusable("A database in memory would forget everybody with the program.")
    return f"sqlite:///{file}"


def web_address(text: str) -> str:
    """Where browsers and calendar programs find the service; without a slash at its end."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise Unusable("This is not a complete web address.") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Unusable("This is not a complete web address.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise Unusable("There is more than scheme, host, port and path in this address.")
    return f"{parts.scheme}://{parts.netloc.lower()}{quote(parts.path, safe='/%')}".rstrip("/")


def allowed_hosts(text: str) -> frozenset[tuple[str, int]]:
    """host:port, several divided by commas or spaces; IPv6 stands in brackets, comes without."""
    entries = [entry for entry in re.split(r"[\s,]+", text.lower()) if entry]
    return frozenset(_allowed(entry, number) for number, entry in enumerate(entries, start=1))


def _allowed(entry: str, number: int) -> tuple[str, int]:
    match = _ALLOWED.fullmatch(entry)
    if match is None or not 0 < int(match["port"]) <= HIGHEST_PORT:
        raise Unusable(f"Entry {number} is not a host and a port.")
    return match["host"].strip("[]"), int(match["port"])


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Addresses and networks, several divided by commas or spaces."""
    entries = [entry for entry in re.split(r"[\s,]+", text) if entry]
    return tuple(_network(entry, number) for number, entry in enumerate(entries, start=1))


def _network(entry: str, number: int) -> IPv4Network | IPv6Network:
    try:
        return ip_network(entry.strip("[]"))
    except ValueError:
        what = f"Entry {number} is not an address or a network (a network ends in zeros)."
        raise Unusable(what) from None


def keys(text: str) -> tuple[str, ...]:
    """Keys of 32 bytes in URL-safe base64; the first seals, all of them open."""
    found = tuple(re.split(r"[\s,]+", text.strip(" ,\t\r\n")))
    for number, key in enumerate(found, start=1):
        if not _is_key(key):
            raise Unusable(f"Key {number} is not 32 bytes in URL-safe base64.")
    return found


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, altchars=b"-_", validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def port(text: str) -> int:
    """A port to listen on."""
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 0 < int(text) <= HIGHEST_PORT:
        raise Unusable("This is not a port.")
    return int(text)


def host(text: str) -> str:
    """A name or a number of this machine to listen on."""
    if not _HOST.fullmatch(text.strip("[]")):
        raise Unusable("This is not a host.")
    return text.strip("[]")


def folder(text: str) -> Path:
    """An absolute folder, or one under the home of whoever runs this."""
    try:
        path = Path(text).expanduser()
    except RuntimeError:
        raise Unusable("Nobody of that name has a home on this machine.") from None
    if not path.is_absolute() or "\0" in text:
        raise Unusable("This is not the whole path of a folder.")
    return path


def contact(text: str) -> str:
    """Sent in a header, so one line of plain letters."""
    if not (text.isascii() and text.isprintable()):
        raise Unusable("There are letters in it that can't be sent in a header.")
    return text


def metrics_token(text: str) -> str:
    """A secret that is too long to be guessed, and fits in a header."""
    if not re.fullmatch(r"[!-~]{16,512}", text):
        raise Unusable("This is not a token of 16 letters or more, without spaces.")
    return text


def log_style(text: str) -> str:
    """How a line of the log looks."""
    if text not in LOG_STYLES:
        raise Unusable("This is no way to write a log.")
    return text


def client_word(text: str) -> str:
    """One word, as Google's console shows it: the client's name, or its secret."""
    if not re.fullmatch(r"[!-~]{1,512}", text):
        raise Unusable("This is not one word of plain letters.")
    return text


def smtp_address(text: str) -> str:
    """A mail server, and from whom its letters come."""
    from connectors.smtp import mail_server  # noqa: PLC0415 - loads TLS and mail, for few

    try:
        mail_server(text)
    except ValueError:
        raise Unusable("This is not the address of a mail server with a sender.") from None
    return text


def provider_address(text: str) -> str:
    """An address that nobody on the way can read: https, or on this machine."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise Unusable("This is not a complete web address.") from None
    here = parts.scheme == "http" and parts.hostname in _THIS_MACHINE
    if not (here or parts.scheme == "https") or not parts.hostname:
        raise Unusable("This is neither https nor an address of this machine.")
    return text


def _address_of_google(name: str, about: str) -> Variable:
    return Variable(
        name=f"{PREFIX}GOOGLE_{name}_URL",
        read=provider_address,
        allowed="`https://…`, or `http://` on this machine",
        default="Google's own",
        about=f"{about} Only for a stand-in, such as the tests have.",
    )


VARIABLES: Final = (
    Variable(
        name="AFTERWORD_HOME",
        read=folder,
        allowed="a folder, such as `/var/lib/afterword`",
        default="`$XDG_DATA_HOME/afterword`, else `~/.local/share/afterword`",
        about="Where the database and its key are, unless the variables below say otherwise.",
    ),
    Variable(
        name="AFTERWORD_DATABASE_URL",
        read=database,
        allowed="`sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`",
        default="`sqlite:///` and `afterword.db` in the folder above",
        about="Where everything is kept. PostgreSQL is for more than one machine.",
    ),
    Variable(
        name="AFTERWORD_KEY",
        read=keys,
        allowed="one key or several, divided by commas: the first seals, all of them open",
        default="the file `afterword.key` beside the database, made at first use; with PostgreSQL"
        " there is none",
        about="Seals the addresses of calendars and the tokens of accounts in the database. To"
        " change it, write the new key before the old one. Whoever loses it has to add every"
        " calendar and connect every account again.",
    ),
    Variable(
        name="AFTERWORD_HOST",
        read=host,
        allowed="a host name or number, such as `0.0.0.0`",
        default="`127.0.0.1`: this machine only",
        about="Where `serve` listens.",
    ),
    Variable(
        name="AFTERWORD_PORT",
        read=port,
        allowed="a number from 1 to 65535",
        default="`8000`",
        about="The port `serve` listens on.",
    ),
    Variable(
        name="AFTERWORD_BASE_URL",
        read=web_address,
        allowed="such as `https://afterword.example`",
        default="`http://127.0.0.1:8000`, with the host and port above",
        about="The address under which others reach the service: the feed's address begins with"
        " it. Behind a reverse proxy it is the proxy's.",
    ),
    Variable(
        name="AFTERWORD_TRUSTED_PROXIES",
        read=networks,
        allowed="addresses or networks, such as `127.0.0.1` or `172.18.0.0/16`, several divided by"
        " commas or spaces",
        default="none",
        about="Reverse proxies in front of the service. What they say in `X-Forwarded-For` is"
        " believed, so that attempts to sign in are counted by who makes them; nobody else's"
        " word is, and nothing else is believed of them either.",
    ),
    Variable(
        name="AFTERWORD_ALLOW_HOSTS",
        read=allowed_hosts,
        allowed="`host:port`, several divided by commas or spaces",
        default="none",
        about="Servers in a private network that calendars may be fetched from, such as a"
        " Nextcloud at home. Every other private address is refused.",
    ),
    Variable(
        name="AFTERWORD_CONTACT",
        read=contact,
        allowed="a web or mail address",
        default="none",
        about="Told to the servers that calendars are fetched from, so that their owners can"
        " reach whoever runs this.",
    ),
    Variable(
        name="AFTERWORD_LOG",
        read=log_style,
        allowed="`json` or `plain`",
        default="`plain` on a terminal, else `json`",
        about="What a line of the log looks like. Neither holds a name, a title, an address or a"
        " token.",
    ),
    Variable(
        name="AFTERWORD_METRICS_TOKEN",
        read=metrics_token,
        allowed="16 letters or more, such as `openssl rand -hex 24` makes",
        default="none: there is no `/metrics`",
        about="Whoever sends it as `Authorization: Bearer TOKEN` may read `/metrics` of `serve`,"
        " and of a `worker` that has the port below. Without it both answer 404.",
    ),
    Variable(
        name="AFTERWORD_WORKER_METRICS_PORT",
        read=port,
        allowed="a number from 1 to 65535",
        default="none",
        about="The port on which `worker` answers `/metrics`, at the host above. `serve` answers"
        " it where it answers everything.",
    ),
    Variable(
        name="AFTERWORD_SMTP_URL",
        read=smtp_address,
        allowed="`smtps://USER:PASSWORD@HOST?from=ADDRESS`, or `smtp://` with STARTTLS",
        default="none: nobody can be written to by email",
        about="The mail server by which people who ask for it get a message of what is open, at"
        " their own address and never at anybody else's.",
    ),
    Variable(
        name="AFTERWORD_GOOGLE_CLIENT_ID",
        read=client_word,
        allowed="such as `1234.apps.googleusercontent.com`",
        default="none: Google Calendar cannot be connected",
        about="Your own OAuth client at Google; [google.md](google.md) has the steps.",
    ),
    Variable(
        name="AFTERWORD_GOOGLE_CLIENT_SECRET",
        read=client_word,
        allowed="what Google shows beside the client's name",
        default="none",
        about="The secret of that client; each is of no use without the other.",
    ),
    _address_of_google("API", "Where calendars are read and written; ends in `/calendar/v3/`."),
    _address_of_google("AUTH", "The page on which people are asked for their consent."),
    _address_of_google("TOKEN", "Where a consent is turned into tokens."),
    _address_of_google("REVOKE", "Where a consent is given back."),
    _address_of_google("CERTS", "The keys by which Google's word about somebody is checked."),
)
BY_NAME: Final = {variable.name: variable for variable in VARIABLES}

_HEAD = """\
# Environment

What a machine is told about itself stands in environment variables; what a person wants stands
in [settings.md](settings.md). Every one is optional, and an empty one counts as not set.

Each may also be given as a file: `AFTERWORD_KEY_FILE=/run/secrets/key` reads `AFTERWORD_KEY`
from there, which keeps it out of process lists and container settings. Giving both is refused,
as is everything that can't be read, a misspelt name included. A secret is never repeated in
what is said about it.

A key is made by `python -c "from service.store.seal import new_key; print(new_key())"`.

| variable | allowed | default | meaning |
|---|---|---|---|
"""


def markdown() -> str:
    """`docs/environment.md`, all of it; a test compares."""
    return _HEAD + "".join(
        f"| `{one.name}` | {one.allowed} | {one.default} | {one.about} |\n" for one in VARIABLES
    )
