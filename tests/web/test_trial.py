import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from connectors.ics.write import calendar
from service.web import trial

EMPTY = calendar([], name="x", timezone="UTC")


@pytest.fixture
def served():
    """Loopback answers to whoever asks: set `status` and `body`."""

    class Answer(BaseHTTPRequestHandler):
        status, body = 200, EMPTY

        def do_GET(self):
            self.send_response(self.status)
            self.send_header("Content-Length", str(len(self.body)))
            self.end_headers()
            self.wfile.write(self.body)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Answer.address = f"http://127.0.0.1:{server.server_port}/cal/x/followups.ics"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield Answer
        server.shutdown()
        thread.join()


def test_a_whole_calendar_is_a_feed_that_works(served):
    tried = trial.tried(served.address)
    assert (tried.ok, tried.entries) == (True, 0)
    assert tried.said == [trial.WORKS, trial.NOT_SECURE, trial.NOT_PUBLIC]


@pytest.mark.parametrize("body", [b"<html>Log in</html>", b"", EMPTY[:-5]])
def test_a_page_or_half_a_calendar_is_not(served, body):
    served.body = body
    tried = trial.tried(served.address)
    assert not tried.ok
    assert tried.said[0] == trial.NO_CALENDAR


def test_a_refusal_is_told_in_plain_words(served):
    served.status = 410
    tried = trial.tried(served.address)
    assert not tried.ok
    assert tried.said[0] == "The server has withdrawn this address."


def test_a_server_that_is_not_there_is_told_too():
    tried = trial.tried("http://127.0.0.1:9/cal/x/followups.ics")
    assert not tried.ok
    assert "could not be reached" in tried.said[0]
