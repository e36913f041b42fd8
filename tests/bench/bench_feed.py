"""A fetch of the feed against a bare route that returns the same bytes, in one uvicorn.

Both are `def` routes of one app in a process of their own, asked over kept connections on
loopback by raw sockets, without gzip, in interleaved rounds. Run it by hand:
`python tests/bench/bench_feed.py`. Under pytest it holds the ratios, on both databases.
"""

import gc
import multiprocessing
import socket
import sys
import tempfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from time import perf_counter

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TOKEN = "x" * 43
FEED, BARE = f"/cal/{TOKEN}/followups.ics", "/cal/bare"  # both outside the shield of the pages
CONNECTIONS, REQUESTS, ROUNDS = 4, 400, 15
HELD, WHOLE = 0.5, 0.4
"""What is to be reached of the bare route's requests a second: with a matching tag, and with
the body."""


def a_feed(entries=60):
    from tests.bench.bench_write import an_entry, by_us  # noqa: PLC0415 (not in the server)

    return by_us([an_entry(number) for number in range(entries)])


def serve(listening, url, body):
    import uvicorn  # noqa: PLC0415 (in the server's process only)
    from starlette.responses import Response  # noqa: PLC0415

    from service.store.seal import Seal, new_key  # noqa: PLC0415
    from service.store.store import open_store  # noqa: PLC0415
    from service.web.app import create_app  # noqa: PLC0415

    store = open_store(url, seal=Seal.from_keys([new_key()]))
    fill(store, body)
    app = create_app(
        store,
        base_url="http://127.0.0.1",
        wake=lambda _person: None,
        clock=lambda: datetime.now(UTC),
        fetches_a_minute=10**9,
    )

    @app.get(BARE)
    def bare() -> Response:
        return Response(body, media_type="text/calendar")

    config = uvicorn.Config(app, log_config=None, access_log=False)
    uvicorn.Server(config).run(sockets=[listening])


def fill(store, body):
    from service.store import feeds, people  # noqa: PLC0415 (see serve)
    from service.store.seal import hash_token  # noqa: PLC0415

    with store.write() as tx:
        person = people.add_person(tx, "me", now=NOW)
        feeds.issue_feed(tx, person, token_hash=hash_token(TOKEN), now=NOW)
        feeds.keep_body(tx, person, body, etag=sha256(body).hexdigest(), modified=NOW)


class Asker:
    """Kept connections that all ask the same, one request on the way on each."""

    def __init__(self, port):
        self._open = [socket.create_connection(("127.0.0.1", port), 20) for _ in range(CONNECTIONS)]
        for one in self._open:
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self):
        for one in self._open:
            one.close()

    def seconds(self, asked, status, requests=REQUESTS):
        gc.collect()
        begin = perf_counter()
        for _ in range(requests // CONNECTIONS):
            for one in self._open:
                one.sendall(asked)
            for one in self._open:
                head, _body = answer(one)
                assert head.startswith(b"HTTP/1.1 %d " % status), head
        return perf_counter() - begin


def answer(connection):
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    _, found, length = head.lower().partition(b"content-length: ")
    missing = int(length.partition(b"\r\n")[0]) - len(body) if found else 0
    while missing > 0:
        missing -= len(connection.recv(min(missing, 65536)))
    return head, body


def request(path, *more):
    lines = (f"GET {path} HTTP/1.1", "Host: x", "User-Agent: bench", *more, "", "")
    return "\r\n".join(lines).encode()


def measure(url):
    """Seconds of bare, held and whole fetches: the best of interleaved rounds."""
    body = a_feed()
    with listener() as listening:
        port = listening.getsockname()[1]
        context = multiprocessing.get_context("spawn")
        server = context.Process(target=serve, args=(listening, url, body), daemon=True)
        server.start()
        asker = Asker(port)
        try:
            return _rounds(asker, f'"{sha256(body).hexdigest()}"')
        finally:
            asker.close()
            server.terminate()
            server.join(10)


def listener():
    """A listening socket that says it is TCP: else asyncio leaves Nagle's algorithm on.

    A head and a body are two writes, and the second would wait 40 ms for the first's ACK.
    """
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.bind(("127.0.0.1", 0))
    made.listen()
    return made


def _rounds(asker, tag):
    kinds = (
        (request(BARE), 200),
        (request(FEED, f"If-None-Match: {tag}"), 304),
        (request(FEED), 200),
    )
    for asked, status in kinds:
        asker.seconds(asked, status, 200)
    rounds = [[asker.seconds(*kind) for kind in kinds] for _ in range(ROUNDS)]
    return tuple(min(times) for times in zip(*rounds, strict=True))


def report(url):
    bare, held, whole = measure(url)
    print(
        f"{url.partition(':')[0]}: bare {REQUESTS / bare:.0f}/s;"
        f" 304 {REQUESTS / held:.0f}/s, ratio {bare / held:.2f};"
        f" 200 {REQUESTS / whole:.0f}/s, ratio {bare / whole:.2f}"
    )
    return bare / held, bare / whole


def test_a_fetch_costs_little_more_than_a_bare_route(database_url):
    held, whole = report(database_url)
    assert held >= HELD
    assert whole >= WHOLE


def is_as_wanted(url):
    held, whole = report(url)
    return held >= HELD and whole >= WHOLE


def on_sqlite():
    with tempfile.TemporaryDirectory() as place:
        return is_as_wanted(f"sqlite:///{Path(place) / 'feed.db'}")


def on_postgresql():
    from tests.store.postgres_server import folder, server  # noqa: PLC0415 (see a_feed)

    binaries = folder()
    if binaries is None:
        print("not measured on PostgreSQL: there is no `postgres` here")
        return True
    with server(binaries) as url:
        return is_as_wanted(url)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    sys.exit(not all([on_sqlite(), on_postgresql()]))
