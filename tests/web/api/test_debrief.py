"""What is told after an interview, by a program."""

from dataclasses import replace

import pytest

from service.domain.debrief import Debrief, Spoken
from service.domain.model import VisitKey
from service.store.debriefs import debriefs, keep_debrief
from tests.web.diary import interview
from tests.web.running import NOW

VISIT = "acme@example.com"
WHERE = f"/debrief?visit={VISIT}"
DANA = {"name": "Dana Ruiz", "email": "dana@acme.com", "topic": "Nightly\nbatches"}
AGREED = {"may_call": "agreed", "call_on": "2026-12-11", "call_at": "09:30"}


@pytest.fixture(autouse=True)
def _visited(store, me):
    interview(store, me.id)


def kept(store, me):
    with store.read() as tx:
        return debriefs(tx, me.id).get(VisitKey(VISIT))


def put(service, me, where=WHERE, **given):
    return service.call(where, me.token, method="PUT", given=given)


def test_nothing_is_told_until_somebody_tells(service, me):
    found = service.call(WHERE, me.token).json
    assert (found["visit"], found["at"], found["people"]) == (VISIT, None, [])


def test_what_is_told_is_read_again_and_followed(service, store, me):
    told = put(service, me, people=[DANA], decides="2026-12-04", **AGREED)
    assert told.status == 200
    assert service.call(WHERE, me.token).json == told.json
    assert told.json["people"][0]["topic"] == "Nightly batches"
    assert (told.json["call_on"], told.json["call_at"]) == ("2026-12-11", "09:30:00")
    assert service.woken == [me.id]
    assert kept(store, me).people[0].email == "dana@acme.com"


def test_told_anew_it_is_what_was_told_last_and_the_notes_stay_as_far_as_they_are(
    service, store, me
):
    dana = Spoken(name="Dana Ruiz", email="dana@acme.com", emailed=NOW, email_text="Dear Dana")
    with store.write() as tx:
        told = Debrief(visit=VisitKey(VISIT), at=NOW, people=(dana,), remark="Mine")
        keep_debrief(tx, me.id, told)
    put(service, me, people=[DANA])
    assert kept(store, me).people == (replace(dana, topic="Nightly batches"),)
    assert kept(store, me).remark == ""


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"people": [{"name": "  "}]}, "people.0.name"),
        ({"people": [DANA, DANA]}, "people.1"),
        ({"people": [DANA | {"email": "dana"}]}, "people.0.email"),
        ({"may_call": "agreed"}, "call_on"),
        ({**AGREED, "call_on": "2026-11-01"}, "call_on"),
        ({"decides": "2026-11-01"}, "decides"),
        ({"decides": "Friday"}, "decides"),
        ({"people": [DANA] * 31}, "people"),
        ({"remark": "x" * 5001}, "remark"),
        ({"mood": "good"}, "mood"),
    ],
)
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_what_cannot_be_kept_is_said_where_it_stands(service, store, me, given, where):
    answer = put(service, me, **given)
    assert answer.status == 422
    assert [one["where"] for one in answer.json["faults"]] == [f"body.{where}"], answer.json
    assert kept(store, me) is None


def test_of_no_visit_of_yours_there_is_nothing(service, store, me, newcomer):
    other = newcomer("other")
    assert service.call(WHERE, other.token).status == 404
    assert put(service, other, remark="x").status == 404
    assert put(service, me, "/debrief?visit=nothing", remark="x").status == 404
    assert kept(store, me) is None
