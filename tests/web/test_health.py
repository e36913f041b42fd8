from datetime import timedelta

from service.store.heartbeats import beat
from tests.web.running import NOW


def test_the_process_is_alive_whatever_the_database_does(service):
    service.store.break_down()
    answer = service.ask("/healthz")
    assert (answer.status, answer.body) == (200, b"ok\n")


def test_ready_means_the_database_and_a_worker_that_was_heard_of(service, store):
    assert service.ask("/readyz").json == {"database": "ok", "worker": "never seen"}
    with store.write() as tx:
        beat(tx, "old", NOW - timedelta(hours=1))
    answer = service.ask("/readyz")
    assert (answer.status, answer.json["worker"]) == (503, "silent")
    assert answer.headers["Retry-After"]
    with store.write() as tx:
        beat(tx, "new", NOW)
    assert service.ask("/readyz").status == 200
    service.clock.pass_by(timedelta(seconds=61))
    assert service.ask("/readyz").json["worker"] == "silent"


def test_not_ready_without_a_database_and_nothing_told_of_it(service):
    service.store.break_down()
    answer = service.ask("/readyz")
    assert (answer.status, answer.json["database"]) == (503, "unreachable")
    assert b"secret" not in answer.body


def test_head_is_enough_for_a_load_balancer(service):
    assert service.ask("/healthz", method="HEAD").status == 200
