"""A PostgreSQL of our own for a test session: a new folder, a free loopback port, no password."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ACCOUNT = "postgres"
OPTIONS = ("shared_buffers=32MB", "max_connections=120")
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def folder() -> Path | None:
    """Where the binaries of PostgreSQL are, the newest first (Debian keeps them out of PATH)."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("postgres"):
        return Path(on_path).parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return found[0].parent if found else None


@contextmanager
def server(binaries: Path, *, durable: bool = False) -> Iterator[str]:
    """A running server; gives the address of a database on it whose owner is a superuser.

    It forgets everything at a power cut, unless `durable`, which only a measurement needs.
    """
    home = Path(tempfile.mkdtemp(prefix="afterword-pg-"))
    try:
        if os.geteuid() == 0:
            account = pwd.getpwnam(ACCOUNT)
            os.chown(home, account.pw_uid, account.pw_gid)
        yield from _running(binaries, home, OPTIONS if durable else OPTIONS + CARELESS)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _running(binaries: Path, home: Path, wishes: tuple[str, ...]) -> Iterator[str]:
    grown = home / "grown"
    _run(binaries / "initdb", "-D", grown, "-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "-N")
    port = _free_port()
    options = " ".join(
        [f"-k {home}", f"-p {port}", "-h 127.0.0.1", *(f"-c {option}" for option in wishes)]
    )
    pg_ctl = binaries / "pg_ctl"
    _run(pg_ctl, "-D", grown, "-w", "-t", "60", "-l", home / "log", "-o", options, "start")
    try:
        yield f"postgresql://{ACCOUNT}@127.0.0.1:{port}/postgres"
    finally:
        _run(pg_ctl, "-D", grown, "-m", "immediate", "-w", "stop")


def _run(*command: object) -> None:
    """As somebody who is not root: PostgreSQL refuses to run as root."""
    as_other = {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": []}
    done = subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # a pipe would stay open as long as the server
        stderr=subprocess.DEVNULL,
        cwd="/",
        timeout=90,
        check=False,
        **(as_other if os.geteuid() == 0 else {}),
    )
    assert done.returncode == 0, f"{command[0]} gave {done.returncode}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
