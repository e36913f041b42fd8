"""`/metrics` on both databases: numbers for who has the token, and nobody's name."""

from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from types import SimpleNamespace

import pytest
from prometheus_client.parser import text_string_to_metric_families as parsed

from connectors.contract import Changes, Rejected, Transient
from service.store.heartbeats import beat
from service.store.people import add_person
from service.store.sources import add_source
from service.telemetry import Page, Standing, Telemetry
from service.telemetry.looks import CountedLooks
from service.telemetry.page import listening
from tests.serve.running import free_port
from tests.web.running import NOW, running

TOKEN = "a-token-of-the-metrics"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def telemetry():
    return Telemetry("1.2.3")


@pytest.fixture
def service(store, telemetry):
    with running(store, telemetry=telemetry, metrics_token=TOKEN) as here:
        telemetry.registry.register(Standing(here.store, here.clock))
        yield here


def metrics(service):
    answer = service.ask("/metrics", headers=AUTHORIZED)
    assert answer.status == 200
    return samples(answer.body.decode())


def samples(text):
    return {
        (one.name.removeprefix("afterword_"), *one.labels.values()): one.value
        for family in parsed(text)
        for one in family.samples
    }


def test_what_stands_in_the_database_is_told_without_a_name(service, store):
    with store.write() as tx:
        me = add_person(tx, "Carol Canary", now=NOW - timedelta(minutes=3))
        add_source(
            tx, me, "https://canary.example/x", name="Canary", host="canary.example", now=NOW
        )
        beat(tx, "canary-host/7", NOW - timedelta(seconds=9))
    told = metrics(service)
    assert told["database_up",] == 1
    assert (told["people",], told["people_due",], told["people_late",]) == (1, 1, 1)
    assert told["oldest_due_seconds",] == 180
    assert (told["workers",], told["heartbeat_age_seconds",]) == (1, 9)
    assert told["sources", "published"] == told["sources_never_read", "published"] == 1
    assert told["source_age_seconds_bucket", "published", "+Inf"] == 1
    assert "canary" not in f"{told}".lower()


def test_ten_who_ask_at_once_cost_one_look(service, store):
    assert metrics(service)["people",] == 0
    with store.write() as tx:
        add_person(tx, "me", now=NOW)
    assert metrics(service)["people",] == 0
    service.clock.pass_by(timedelta(seconds=10))
    assert metrics(service)["people",] == 1


def test_a_database_that_is_away_is_told_and_counts_go_on(service):
    service.store.break_down()
    told = metrics(service)
    assert told["database_up",] == 0
    assert ("people",) not in told
    assert any(name[0] == "build" for name in told)


def test_answers_are_counted_by_what_was_asked_and_how_it_went(service):
    for path in ("/cal/x/followups.ics", "/cal/y/followups.ics", "/healthz", "/nowhere", "/api/v1"):
        service.ask(path)
    refused = service.ask("/sign-in/x", method="POST", headers={"Sec-Fetch-Site": "cross-site"})
    told = metrics(service)
    assert told["requests_total", "feed", "404"] == 2
    assert told["requests_total", "probe", "200"] == 1
    assert told["requests_total", "page", "404"] == 1
    assert told["requests_total", "sign_in", f"{refused.status}"] == 1
    assert refused.status >= 400


@pytest.mark.parametrize("given", [None, "Bearer wrong", TOKEN, "Bearer ", "Bearer a-töken"])
def test_without_the_token_nothing_is_told(service, given):
    answer = service.ask("/metrics", headers={"Authorization": given} if given else {})
    assert answer.status == 401
    assert b"afterword" not in answer.body


@pytest.mark.parametrize("given", [{}, AUTHORIZED, {"Authorization": "Bearer "}])
def test_without_a_token_of_its_own_there_is_no_such_page(store, given):
    with running(store) as here:
        assert here.ask("/metrics", headers=given).status == 404


@contextmanager
def worker(telemetry, token=TOKEN):
    port = free_port()
    with listening(Page(registry=telemetry.registry, token=token), "127.0.0.1", port):

        def ask(path, **headers):
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return SimpleNamespace(status=answer.status, text=answer.read().decode())

        yield ask


def test_a_worker_tells_what_it_did_at_a_port_of_its_own(telemetry):
    telemetry.passed("rested", 0.2)
    with worker(telemetry) as ask:
        told = samples(ask("/metrics", **AUTHORIZED).text)
        assert ask("/metrics").status == 401
        assert ask("/", **AUTHORIZED).status == ask("/other", **AUTHORIZED).status == 404
    assert told["passes_total", "rested"] == told["pass_seconds_count",] == 1
    with listening(Page(registry=telemetry.registry, token=TOKEN), "no such host", None):
        pass


@pytest.mark.parametrize(
    ("outcome", "counted"),
    [
        (Changes(items=(), cursor=None), "unchanged"),
        (Changes(items=(), cursor=None, complete=True), "changed"),
        (Transient("x"), "unreachable"),
        (Rejected("x"), "refused"),
        (ZeroDivisionError(), "failed"),
        (KeyboardInterrupt(), "failed"),
    ],
)
def test_a_look_is_counted_whatever_comes_of_it(telemetry, outcome, counted):
    class Inner:
        def pull(self, calendar, cursor):
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

    looks = CountedLooks(inner=Inner(), kind="published", telemetry=telemetry)
    if isinstance(outcome, BaseException):
        with pytest.raises(type(outcome)):
            looks.pull("c", None)
    else:
        assert looks.pull("c", None) is outcome
    given = telemetry.registry.get_sample_value
    labels = {"kind": "published", "outcome": counted}
    assert given("afterword_source_reads_total", labels) == 1
    assert given("afterword_source_read_seconds_count", {"kind": "published"}) == 1
