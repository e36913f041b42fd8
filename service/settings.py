"""The settings of the machine, from its environment: read once, frozen, refused when unreadable.

A person's own settings are another thing (`service.settings_file`). Each variable may also be
given as NAME_FILE, the path of a file that holds the value, as container platforms hand out
secrets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from connectors.contract import Problem
from service.settings_file import SettingsError
from service.variables import BY_NAME, PREFIX, Unusable, Variable

__all__ = ["Settings", "SettingsError", "from_environment"]

_FILE: Final = "_FILE"
_LARGEST: Final = 64 * 1024
_LIKELY: Final = 0.85  # near enough for a slip; Kubernetes sets AFTERWORD_SERVICE_HOST by itself
_ANYWHERE: Final = {"0.0.0.0", "::"}  # noqa: S104 - compared with, not listened on
_ONLY_HERE: Final = {"localhost", "127.0.0.1", "::1"}
_CLIENT_ID: Final = "AFTERWORD_GOOGLE_CLIENT_ID"
_CLIENT_SECRET: Final = "AFTERWORD_GOOGLE_CLIENT_SECRET"  # noqa: S105 - its name, not the secret
_GOOGLE_URLS: Final = ("api", "auth", "token", "revoke", "certs")
_KEY_STEP: Final = (
    "Make one key, and give it to every machine as AFTERWORD_KEY or AFTERWORD_KEY_FILE."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleSettings:
    """The operator's own client at Google; `urls` are the addresses that are not Google's own.

    By what stands between `GOOGLE_` and `_URL` of the variable: api, auth, token, revoke, certs.
    """

    client_id: str
    client_secret: str = field(repr=False)
    urls: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What `docs/environment.md` describes, every default filled in.

    `keys` is empty where the key is that of `key_file`, the file beside an embedded database.
    """

    home: Path
    database_url: str = field(repr=False)
    keys: tuple[str, ...] = field(repr=False)
    key_file: Path
    host: str
    port: int
    base_url: str
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...]
    allow_hosts: frozenset[tuple[str, int]]
    contact: str
    log: Literal["json", "plain"] | None
    metrics_token: str = field(repr=False)
    worker_metrics_port: int | None
    google: GoogleSettings | None = None
    smtp_url: str = field(default="", repr=False)

    @property
    def embedded(self) -> bool:
        """Whether the database is a file of this machine."""
        return self.database_url.startswith("sqlite:")

    @property
    def only_here(self) -> bool:
        """Whether the address we are reached by means something on this machine alone."""
        return (urlsplit(self.base_url).hostname or "") in _ONLY_HERE


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the variables. Raises `SettingsError` with all that is wrong, never with a value."""
    problems: list[Problem] = [*_misspelt(environment)]
    found: dict[str, Any] = {}
    for name, variable in BY_NAME.items():
        try:
            text = _text(name, environment)
            if text:
                found[name] = _read(variable, text, environment)
        except SettingsError as error:
            problems += error.problems
    if not problems:
        settings = _complete(found, environment)
        problems += [*_half_a_client(found), *_beyond_one_variable(settings)]
    if problems:
        raise SettingsError(problems)
    return settings


def _complete(found: Mapping[str, Any], environment: Mapping[str, str]) -> Settings:
    home: Path = found.get("AFTERWORD_HOME") or _data_home(environment) / "afterword"
    url: str = found.get("AFTERWORD_DATABASE_URL") or f"sqlite:///{home / 'afterword.db'}"
    host: str = found.get("AFTERWORD_HOST", "127.0.0.1")
    port: int = found.get("AFTERWORD_PORT", 8000)
    return Settings(
        home=home,
        database_url=url,
        keys=found.get("AFTERWORD_KEY", ()),
        key_file=_folder_of(url, home) / "afterword.key",
        host=host,
        port=port,
        base_url=found.get("AFTERWORD_BASE_URL") or f"http://{_reachable(host)}:{port}",
        trusted_proxies=found.get("AFTERWORD_TRUSTED_PROXIES", ()),
        allow_hosts=found.get("AFTERWORD_ALLOW_HOSTS", frozenset()),
        contact=found.get("AFTERWORD_CONTACT", ""),
        log=found.get("AFTERWORD_LOG"),
        metrics_token=found.get("AFTERWORD_METRICS_TOKEN", ""),
        worker_metrics_port=found.get("AFTERWORD_WORKER_METRICS_PORT"),
        google=_google(found),
        smtp_url=found.get("AFTERWORD_SMTP_URL", ""),
    )


def _google(found: Mapping[str, Any]) -> GoogleSettings | None:
    client_id, secret = found.get(_CLIENT_ID), found.get(_CLIENT_SECRET)
    if not client_id or not secret:
        return None
    names = {one: f"{PREFIX}GOOGLE_{one.upper()}_URL" for one in _GOOGLE_URLS}
    urls = {one: str(found[name]) for one, name in names.items() if name in found}
    return GoogleSettings(client_id=client_id, client_secret=secret, urls=urls)


def _half_a_client(found: Mapping[str, Any]) -> list[Problem]:
    if (_CLIENT_ID in found) == (_CLIENT_SECRET in found):
        return []
    missing = _CLIENT_SECRET if _CLIENT_ID in found else _CLIENT_ID
    what = "Google's client is only half told: the other half of it is missing."
    return [Problem(where=missing, what=what, next_step="docs/google.md says where it stands.")]


def _beyond_one_variable(settings: Settings) -> list[Problem]:
    if settings.embedded or settings.keys:
        return []
    # A key made by each machine for itself would seal what the others can't open.
    what = "A PostgreSQL database needs a key that all its machines share."
    return [Problem(where="AFTERWORD_KEY", what=what, next_step=_KEY_STEP)]


def _data_home(environment: Mapping[str, str]) -> Path:
    # The XDG specification: what is not an absolute path counts as not set.
    chosen = Path(environment.get("XDG_DATA_HOME", ""))
    return chosen if chosen.is_absolute() else Path.home() / ".local" / "share"


def _folder_of(url: str, home: Path) -> Path:
    embedded = url.startswith("sqlite:")
    return Path(url.removeprefix("sqlite:///").partition("?")[0]).parent if embedded else home


def _reachable(host: str) -> str:
    if host in _ANYWHERE:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _read(variable: Variable, text: str, environment: Mapping[str, str]) -> object:
    try:
        return variable.read(text)
    except Unusable as unusable:
        where = variable.name if environment.get(variable.name) else variable.name + _FILE
        step = f"Write {variable.allowed.replace('`', '')}."
        raise _fault(where, f"{unusable}", step) from None


def _text(name: str, environment: Mapping[str, str]) -> str:
    text, path = environment.get(name, "").strip(), environment.get(name + _FILE, "").strip()
    if text and path:
        what = f"Both {name} and {name}{_FILE} are set."
        raise _fault(name, what, "Leave one of them out.")
    return _content(name + _FILE, Path(path)) if path else text


def _content(where: str, path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        if len(content) <= _LARGEST:
            return content.decode().strip()
    except (OSError, ValueError):
        pass
    what = "The file it names can't be read as a text."
    raise _fault(where, what, "Check the path, and that whoever runs this may read the file.")


def _misspelt(environment: Mapping[str, str]) -> list[Problem]:
    known = {*BY_NAME, *(name + _FILE for name in BY_NAME)}
    strangers = [
        name for name in sorted(environment) if name.startswith(PREFIX) and name not in known
    ]
    return [
        Problem(
            where=name,
            what="There is no such variable.",
            next_step=f"Did you mean {likely}? All are in docs/environment.md.",
        )
        for name in strangers
        for likely in _likely(name, known)
    ]


def _likely(name: str, known: set[str]) -> list[str]:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a slip

    return get_close_matches(name, sorted(known), n=1, cutoff=_LIKELY)


def _fault(where: str, what: str, next_step: str) -> SettingsError:
    return SettingsError([Problem(where=where, what=what, next_step=next_step)])
