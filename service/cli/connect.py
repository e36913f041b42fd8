"""`afterword connect google`: consent through a browser of this very machine.

For a machine without a public address: Google leads the browser back to a port of loopback on
which this command listens meanwhile (RFC 8252 7.3). Whatever else a browser asks for there, a
favicon say, is answered and waited past.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, HTTPServer
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import parse_qsl, urlsplit

import typer

from connectors.contract import Problem
from service.cli.house import ME, House, Who, complain, house, now

if TYPE_CHECKING:
    from connectors.consent import Authorizer, Grant, Reach
    from service.store.values import Writes

app = typer.Typer(help="Connect an account whose calendars can be read and written: google.")

PATIENCE_S: Final = 600
_WAIT_S: Final = 1.0

Port = Annotated[
    int, typer.Option(min=0, max=65535, help="Of loopback, to come back to; 0: any that is free.")
]
Feed = Annotated[
    bool | None,
    typer.Option(
        "--feed/--there",
        help="Put the follow-ups into the private feed, or into that calendar; else as suggested.",
    ),
]


Apart = Annotated[
    bool,
    typer.Option(
        "--apart", help="Put them into a calendar of their own, and be let into no other to write."
    ),
]


@app.callback()
def accounts() -> None:
    """Connect an account whose calendars can be read and written."""


@app.command()
def google(
    person: Who = ME,
    port: Port = 0,
    feed: Feed = None,
    apart: Apart = False,  # noqa: FBT002 - Typer's way
) -> None:
    """Connect a Google account, watch its main calendar, and put the follow-ups into it."""
    from service import wiring  # noqa: PLC0415 - keeps `--help` quick

    if apart and feed is not None:
        complain(_EITHER)
    reach: Reach = "own" if apart else "watched"
    with house(person) as here:
        asks = wiring.authorizer(here.settings)
        if asks is None:
            complain(_NO_CLIENT)
        grant = _consent(asks, here, port, reach)
        typer.echo(_keep(here, grant, reach, feed=False if apart else feed))


def _consent(asks: Authorizer, here: House, port: int, reach: Reach) -> Grant:
    from connectors.consent import ConsentFailed  # noqa: PLC0415 - see google
    from connectors.contract import Transient  # noqa: PLC0415
    from service.desk import connecting  # noqa: PLC0415
    from service.store.seal import hash_token, new_token  # noqa: PLC0415

    browser = hash_token(new_token())
    errand = connecting.Errand(person=here.person, browser=browser, reach=reach)
    with _listening(port) as server:
        back = connecting.redirect_address(f"http://127.0.0.1:{server.server_address[1]}")
        address = connecting.ask(here.store, asks, errand, redirect_uri=back, now=now())
        typer.echo(f"Open this in a browser of this machine, within ten minutes:\n\n{address}\n")
        answer = server.answer(to=_query(address)["state"])
    asked = connecting.take_up(
        here.store, answer.get("state", ""), person=here.person, browser=browser, now=now()
    )
    if asked is None:
        complain(_NO_ANSWER)
    try:
        return asks.complete(
            back, answer=answer, verifier=asked.verifier, reach=asked.reach, now=now()
        )
    except (ConsentFailed, Transient) as failure:
        complain(Problem(where="Google", what=f"{failure}", next_step=_AGAIN))


def _keep(here: House, grant: Grant, reach: Reach, *, feed: bool | None) -> str:
    from service.desk import accounts, connecting  # noqa: PLC0415 - see google
    from service.desk.refusals import InTheWay  # noqa: PLC0415
    from service.desk.rehearsal import begin  # noqa: PLC0415
    from service.desk.settings import me_of  # noqa: PLC0415

    try:
        kept = connecting.keep(here.store, here.person, grant, reach=reach, now=now())
    except InTheWay as fault:
        complain(fault.problem)
    if kept.calendars and feed is None:
        return "Connected again; what is read through it goes on from where it was."
    with here.store.read() as tx:
        me, _ = me_of(tx, here.person)
        suggested = accounts.account(tx, here.person, kept.grant, me)
    inside = {None: suggested.writes, True: _FEED, False: suggested.inside}
    writes = inside[feed]
    new = [] if kept.calendars else [accounts.PRIMARY]  # what was chosen before stays
    try:
        accounts.choose(
            here.store, here.person, kept.grant, me, calendars=new, writes=writes, now=now()
        )
    except InTheWay as fault:
        complain(fault.problem)
    begin(here.store, here.person, now=now())  # whoever types this needs no rehearsal
    if kept.calendars:
        into = _INTO.get(writes, "into the private feed")
        return f"Connected again. From now on the follow-ups of its calendars go {into}."
    if writes != "feed":
        return f"Connected. Its main calendar is watched, and the follow-ups go {_INTO[writes]}."
    return " ".join(filter(None, ("Connected.", suggested.why_feed, _IN_FEED)))


class _Server(HTTPServer):
    """Waits for the one request that Google sends the browser back with."""

    came: Mapping[str, str] | None = None
    state = ""

    def answer(self, *, to: str) -> Mapping[str, str]:
        """The query it came with, `to` being our state; nothing when nobody came in time.

        Any page may have a browser ask here; only who knows the state is listened to.
        """
        self.state = to
        until = monotonic() + PATIENCE_S
        self.timeout = _WAIT_S
        while self.came is None and monotonic() < until:
            self.handle_request()
        return self.came or {}


class _Back(BaseHTTPRequestHandler):
    """Google's way back, and nothing else."""

    server: _Server
    timeout = 5

    def do_GET(self) -> None:
        from service.desk.connecting import CALLBACK  # noqa: PLC0415 - see google

        query = _query(self.path)
        known = compare_digest(query.get("state", "").encode(), self.server.state.encode())
        ours = known and urlsplit(self.path).path == CALLBACK
        if ours:
            self.server.came = query
        body = _GO_BACK if ours else b"There is nothing here.\n"
        self.send_response(200 if ours else 404)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", f"{len(body)}")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: what it would say holds the code."""


def _query(address: str) -> Mapping[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


@contextmanager
def _listening(port: int) -> Iterator[_Server]:
    try:
        server = _Server(("127.0.0.1", port), _Back)
    except OSError:
        what = f"Port {port} of this machine is taken."
        complain(Problem(where="--port", what=what, next_step="Choose another, or leave it out."))
    try:
        yield server
    finally:
        server.server_close()


_FEED: Final[Writes] = "feed"
_INTO: Final[Mapping[Writes, str]] = {
    "there": "into it",
    "apart": "into a calendar of their own, which is made there",
}
_EITHER: Final = Problem(
    where="--apart",
    what="The follow-ups can go one way only, and this names two.",
    next_step="Leave out `--feed` or `--there`.",
)
_GO_BACK: Final = b"Thank you. You may close this page; the terminal says how it went.\n"
_AGAIN: Final = "Nothing was changed. To try again: `afterword connect google`."
_IN_FEED: Final = "Its main calendar is watched; the follow-ups go into the private feed."
_NO_ANSWER: Final = Problem(
    where="Google", what="No answer to this question came back in time.", next_step=_AGAIN
)
_NO_CLIENT: Final = Problem(
    where="AFTERWORD_GOOGLE_CLIENT_ID",
    what="No client of Google's is set up here.",
    next_step="docs/google.md has the steps; for this command the client is a “Desktop app”.",
)
