"""`afterword demo`: the whole service on made-up calendars, gone when it ends.

The calendars of a folder are published on loopback, moved by whole weeks to where today is,
and read like anybody's; the page can be opened and the feed subscribed to while it runs.
"""

from __future__ import annotations

import os
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated

import typer

from service.cli.apart import apart
from service.cli.house import ME, House, house, now
from service.cli.invite import first_link

WRITTEN_FOR = date(2026, 11, 23)
"""The Monday the examples play in."""
DATES = re.compile(rb"(?<=[:;=])(20\d{6})(?=T\d{6}|\r?\n)")
SAID = re.compile(rb"Friday 4 Dec\b")

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="With .ics and settings.toml.")]


def command(folder: Folder = Path("docs/example")) -> None:
    """Serve the example calendars, watch them, print the page's link and the feed."""
    from service import wiring  # noqa: PLC0415 - keeps `--help` quick

    weeks = timedelta(weeks=(now().date() - WRITTEN_FOR).days // 7)
    with tempfile.TemporaryDirectory() as home, _published(folder, weeks) as port:
        os.environ |= apart(home=home, allow_hosts=f"127.0.0.1:{port}")
        with house(ME) as here:
            page = first_link(here.settings, here.store)
            typer.echo(f"The page, in a moment; this link works once:\n\n  {page}\n")
            _connect(here, folder, port)
            typer.echo(f"Now open the page: {page}\nCtrl-C ends it, and all of it is gone.\n")
            wiring.serve(here.settings, here.store, with_worker=True)


def _connect(here: House, folder: Path, port: int) -> None:
    from service import wiring  # noqa: PLC0415 - see command
    from service.cli.feed import issue  # noqa: PLC0415
    from service.cli.visits import show  # noqa: PLC0415
    from service.desk import calendars  # noqa: PLC0415
    from service.store.people import set_settings  # noqa: PLC0415

    settings = (folder / "settings.toml").read_text("utf-8")
    with here.store.write() as tx:
        set_settings(tx, here.person, settings, now=now())
    for file in sorted(folder.glob("*.ics")):
        address, base_url = f"http://127.0.0.1:{port}/{file.name}", here.settings.base_url
        calendars.add(
            here.store, here.person, address, name=file.stem, base_url=base_url, now=now()
        )
    wiring.attend_now(here.settings, here.store, here.person)
    show(here)
    issue(here)


@contextmanager
def _published(folder: Path, by: timedelta) -> Iterator[int]:
    """The folder's calendars on a port of loopback that nobody else has."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Calendars, folder, by))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class _Calendars(BaseHTTPRequestHandler):
    """Serves the .ics files of one folder, and nothing else."""

    def __init__(self, folder: Path, by: timedelta, *args: object) -> None:
        self._bodies = {f"/{file.name}": file for file in folder.glob("*.ics")}
        self._by = by
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        file = self._bodies.get(self.path)
        if file is None:
            self.send_error(404)
            return
        body = moved(file.read_bytes(), self._by)
        self.send_response(200)
        self.send_header("Content-Type", "text/calendar")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal is for the person."""


def moved(body: bytes, by: timedelta) -> bytes:
    """A calendar some whole weeks later, the agreed Friday in its text with it."""

    def later(match: re.Match[bytes]) -> bytes:
        return f"{date.fromisoformat(match[1].decode()) + by:%Y%m%d}".encode()

    friday = date(2026, 12, 4) + by
    return SAID.sub(f"Friday {friday:%d %b}".encode(), DATES.sub(later, body))
