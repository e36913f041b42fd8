"""`make demo`: the whole service beside a stand-in for Google Calendar, gone when it ends.

Nothing of it reaches Google, and no account there is needed. The stand-in is ours and says so.
Google tells of changes by push, to public https addresses only; on loopback there is none, so
here somebody presses "Check now" every two seconds.
"""

from __future__ import annotations

import os
import tempfile
import threading
from datetime import timedelta

from service import wiring
from service.cli.apart import apart
from service.cli.house import ME, House, house, now
from service.cli.invite import first_link
from service.desk.calendars import check_all
from service.desk.connecting import redirect_address
from tests.google_fake.fake import Fake

ACCOUNT, ZONE = "alex.morgan@gmail.com", "America/New_York"
CHECK_S = 2.0
SAID = """\
A stand-in for Google Calendar runs on this machine: no account, and nothing reaches Google.

  1. Open the page (the link works once):  {page}
     Calendars, "Connect Google Calendar", and say yes.
  2. Open Alex's calendar at the stand-in:  {calendar}
     An event stands there already. Tag it as an interview, or make another: within seconds
     its follow-ups stand beside it. Drag them, edit them, delete them.

Ctrl-C ends it, and all of it is gone.
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as home, Fake() as fake:
        fake.account(ACCOUNT, timezone=ZONE)
        start = fake.clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
        fake.person(ACCOUNT).create("Coffee with Zoë from Acme", start, start + timedelta(hours=1))
        console = fake.client()
        client = {"google_client_id": console.id, "google_client_secret": console.secret}
        os.environ |= apart(home=home, **client) | fake.endpoints.variables()
        with house(ME) as here:
            fake.client(redirect_uris=(redirect_address(here.settings.base_url),))
            page = first_link(here.settings, here.store)
            print(SAID.format(page=page, calendar=f"{fake.url}/ui/"), flush=True)
            with _pressing_check_now(here):
                wiring.serve(here.settings, here.store, with_worker=True)


class _pressing_check_now:  # noqa: N801 - reads as what goes on inside it
    """As a person would who cannot wait."""

    def __init__(self, here: House) -> None:
        self._here, self._enough = here, threading.Event()
        self._thread = threading.Thread(target=self._press)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        self._thread.join()

    def _press(self) -> None:
        while not self._enough.wait(CHECK_S):
            check_all(self._here.store, self._here.person, now=now())


if __name__ == "__main__":
    main()
