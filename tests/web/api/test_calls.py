"""The JSON API: whose token it is decides what there is."""

from datetime import timedelta

import pytest

from connectors.contract import CalendarId, Content, Problem, Span
from service.desk.feed_address import token_of
from service.domain.model import FollowUp, Key, VisitKey
from service.store.feeds import feed_by_hash
from service.store.journal import write_line
from service.store.plan_rows import keep_follow_ups, keep_visits
from service.store.seal import hash_token
from service.store.sources import record_look, source, sources
from service.store.values import StoredVisit
from tests.web.running import NOW

ADDRESS = "https://someone:hunter2@Calendar.Example.com/private-0a1b2c/basic.ics?key=xyz"
SECRETS = ("hunter2", "private-0a1b2c", "xyz")
UNKNOWN = 987_654


def add(service, token, address=ADDRESS, **more):
    return service.call("/sources", token, method="POST", given={"address": address, **more})


def plan(store, person, name):
    visit = VisitKey(f"{name}@example.com")
    when = Span(start=NOW, end=NOW + timedelta(minutes=15))
    with store.write() as tx:
        keep_visits(
            tx,
            person,
            [
                StoredVisit(
                    key=visit, company=name, role=None, start=NOW, end=NOW + timedelta(hours=1)
                )
            ],
        )
        wanted = FollowUp(
            key=Key(f"{visit}/call"),
            calendar=CalendarId("feed"),
            content=Content(title=f"Call {name}", when=when),
            kind="call",
            visit=visit,
            status="tentative",
            flags=("late", "late"),
            because="No date was agreed.",
        )
        keep_follow_ups(tx, person, [wanted])
        write_line(tx, person, NOW, "follow_up_created", wanted.key, f"“Call {name}” was added.")


def test_a_source_is_added_sealed_and_looked_at_soon(service, store, me):
    answer = add(service, me.token, name="Personal")
    assert answer.status == 201
    assert service.woken == [me.id]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["host"] == "calendar.example.com"
    one = service.ask(answer.headers["Location"], headers={"Authorization": f"Bearer {me.token}"})
    assert one.json == answer.json
    listed = service.call("/sources", me.token)
    assert listed.json == {"sources": [answer.json]}
    assert not any(secret in str(listed.body + answer.body) for secret in SECRETS)
    with store.read() as tx:
        (kept,) = sources(tx, me.id)
    assert (kept.address, kept.next_read, kept.name) == (ADDRESS, NOW, "Personal")


def test_a_source_without_a_name_is_called_by_its_host(service, me):
    assert add(service, me.token).json["name"] == "calendar.example.com"


def test_a_name_may_hold_anything_that_json_can(service, me):
    for number, name in enumerate(("Zoë 🎉", "a\x00b", "<b>", "x" * 100)):
        answer = add(service, me.token, f"{ADDRESS}{number}", name=name)
        assert (answer.status, answer.json["name"]) == (201, name)
    assert add(service, me.token, f"{ADDRESS}&", name="x" * 101).status == 422


def test_a_number_too_large_for_the_database_is_no_accident(service, me):
    for number in (0, -1, 2**31, 2**63, 10**30):
        assert service.call(f"/sources/{number}", me.token).status == 422


def test_a_source_is_added_once_however_it_is_written(service, me):
    add(service, me.token, name="Personal")
    again = add(service, me.token, ADDRESS.replace("https", "webcal"))
    assert (again.status, service.woken) == (409, [me.id])
    assert "Personal" in again.json["detail"]


def test_an_address_that_will_not_do_is_refused_with_a_next_step(service, store, me):
    own = f"webcal://127.0.0.1:{service.port}/cal/{'x' * 43}/followups.ics"
    for address in ("file:///etc/passwd", "no address", "https://", "", own):
        answer = add(service, me.token, address)
        assert answer.status == 422, address
        assert answer.json["next_step"]
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert "wrote itself" in add(service, me.token, own).json["detail"]
    with store.read() as tx:
        assert sources(tx, me.id) == []
    assert service.woken == []


def test_a_request_of_the_wrong_form_is_refused_without_repeating_it(service, me):
    for given in ({"adress": ADDRESS}, {"address": [ADDRESS]}, {"address": ADDRESS * 99}, {}):
        answer = service.call("/sources", me.token, method="POST", given=given)
        assert answer.status == 422
        assert answer.json["faults"]
        assert not any(secret in str(answer.body) for secret in SECRETS)


def test_what_is_larger_than_any_request_is_not_read(service, me):
    assert add(service, me.token, ADDRESS + "x" * 100_000).status == 413


def test_check_now_makes_it_due_and_wakes_the_person(service, store, me):
    number = add(service, me.token).json["id"]
    with store.write() as tx:
        later = NOW + timedelta(hours=3)
        known = source(tx, number)
        record_look(tx, type(known)(**{**fields(known), "next_read": later, "size": 12}))
    service.woken.clear()
    answer = service.call(f"/sources/{number}/check", me.token, method="POST")
    assert answer.status == 202
    assert service.woken == [me.id]
    with store.read() as tx:
        assert (source(tx, number).next_read, source(tx, number).size) == (NOW, 12)


def fields(value):
    return {name: getattr(value, name) for name in value.__slots__}


def test_a_source_in_trouble_says_what_and_what_to_do(service, store, me):
    number = add(service, me.token).json["id"]
    trouble = Problem(where="calendar.example.com", what="It is gone.", next_step="Copy it anew.")
    with store.write() as tx:
        known = source(tx, number)
        record_look(tx, type(known)(**{**fields(known), "problem": trouble}))
    shown = service.call(f"/sources/{number}", me.token).json
    assert shown["problem"] == {"what": "It is gone.", "next_step": "Copy it anew."}


def test_a_removed_source_is_gone_and_the_plan_is_made_again(service, me):
    number = add(service, me.token).json["id"]
    service.woken.clear()
    assert service.call(f"/sources/{number}", me.token, method="DELETE").status == 204
    assert service.woken == [me.id]
    assert service.call("/sources", me.token).json == {"sources": []}
    assert service.call(f"/sources/{number}", me.token, method="DELETE").status == 404


def test_nobody_sees_or_touches_what_is_another_s(service, store, me, newcomer):
    other = newcomer("other")
    number = add(service, me.token).json["id"]
    plan(store, me.id, "Acme")
    address = service.call("/feed/rotate", me.token, method="POST").json["address"]
    service.woken.clear()
    for method, path in (("GET", ""), ("POST", "/check"), ("DELETE", "")):
        asked, missing = (
            service.call(f"/sources/{n}{path}", other.token, method=method)
            for n in (number, UNKNOWN)
        )
        assert (asked.status, asked.body) == (missing.status, missing.body)
        assert asked.status == 404
    assert service.call("/sources", other.token).json == {"sources": []}
    assert service.call("/visits", other.token).json == {"visits": [], "next": None}
    assert service.call("/follow-ups", other.token).json == {"follow_ups": [], "next": None}
    assert service.call("/journal", other.token).json == {"lines": [], "next": None}
    assert not service.call("/feed", other.token).json["issued"]
    tried = service.call("/feed/test", other.token, method="POST", given={"address": address})
    assert tried.status == 404
    service.call("/feed/revoke", other.token, method="POST")
    assert service.call("/feed", me.token).json["issued"]
    assert service.call(f"/sources/{number}", me.token).status == 200
    assert service.woken == []


def test_visits_and_follow_ups_are_told_with_their_reasons(service, store, me):
    plan(store, me.id, "Acme")
    (visit,) = service.call("/visits", me.token).json["visits"]
    assert (visit["key"], visit["company"], visit["role"]) == ("Acme@example.com", "Acme", None)
    assert visit["start"] == "2026-11-24T09:00:00Z"
    (one,) = service.call("/follow-ups", me.token).json["follow_ups"]
    assert (one["kind"], one["title"], one["flags"]) == ("call", "Call Acme", ["late"])
    assert (one["start"], one["status"]) == ("2026-11-24T09:00:00Z", "tentative")
    assert one["because"] == "No date was agreed."
    of = service.call("/follow-ups?visit=Acme@example.com", me.token).json
    assert of == {"follow_ups": [one], "next": None}
    assert service.call("/follow-ups?visit=other", me.token).status == 404


def test_the_journal_is_turned_page_by_page_without_loss_while_it_grows(service, store, me):
    def write(*texts):
        with store.write() as tx:
            for text in texts:
                write_line(tx, me.id, NOW, "visit_found", None, text)

    write(*(f"line {number}" for number in range(7)))
    read, page = [], "/journal?limit=3"
    while page:
        answer = service.call(page, me.token).json
        read += [line["text"] for line in answer["lines"]]
        page = answer["next"] and f"/journal?limit=3&cursor={answer['next']}"
        write("meanwhile")
    assert read == [f"line {number}" for number in reversed(range(7))]
    for wrong in ("limit=0", "limit=201", "cursor=0", "cursor=x", "cursor=W10", "cursor=%C3%A9"):
        assert service.call(f"/journal?{wrong}", me.token).status == 422, wrong


def test_the_last_page_of_just_as_many_lines_is_the_last(service, store, me):
    plan(store, me.id, "Acme")
    answer = service.call("/journal?limit=1", me.token).json
    assert (len(answer["lines"]), answer["next"]) == (1, None)


def test_a_feed_s_address_is_shown_once_and_only_its_hash_is_kept(service, store, me):
    assert service.call("/feed", me.token).json["issued"] is False
    made = service.call("/feed/rotate", me.token, method="POST")
    assert (made.status, made.headers["Cache-Control"]) == (201, "no-store")
    assert service.woken == [me.id]
    assert made.json["qr_svg"].startswith("<svg")
    token = token_of(made.json["address"], service.base_url)
    with store.read() as tx:
        assert feed_by_hash(tx, hash_token(token)).person == me.id
    state = service.call("/feed", me.token)
    assert state.json["issued"] is True
    assert state.json["expect"] == "No calendar has fetched the feed yet."
    assert token not in str(state.body)


def test_rotating_and_revoking_withdraw_the_address_at_once(service, me):
    def path():
        made = service.call("/feed/rotate", me.token, method="POST").json
        return made["address"].removeprefix(service.base_url)

    first, second = path(), path()
    assert [service.ask(one).status for one in (first, second)] == [410, 200]
    assert service.call("/feed/revoke", me.token, method="POST").status == 204
    assert service.ask(second).status == 410
    assert service.call("/feed", me.token).json["issued"] is False


def test_a_feed_is_tried_as_a_calendar_would_fetch_it(service, me):
    address = service.call("/feed/rotate", me.token, method="POST").json["address"]
    answer = service.call("/feed/test", me.token, method="POST", given={"address": address})
    assert answer.status == 200
    assert (answer.json["ok"], answer.json["entries"]) == (True, 0)
    said = " ".join(answer.json["said"])
    assert "works" in said
    assert "not an https address" in said
    assert "private network" in said


@pytest.mark.parametrize(
    "address", ["https://example.com/x.ics", "x", "{0}/cal/unknown/followups.ics"]
)
def test_only_one_s_own_feed_is_tried(service, me, address):
    given = {"address": address.format(service.base_url)}
    assert service.call("/feed/test", me.token, method="POST", given=given).status == 404


def test_trouble_with_the_database_is_503_and_a_fault_of_ours_is_500(service, me, caplog):
    service.store.break_down()
    answer = service.call("/visits", me.token)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    service.store.break_down(KeyError("a title"))
    answer = service.call("/visits", me.token)
    assert answer.status == 500
    for body in (answer.body, service.ask("/api/v1/nothing").body):
        assert b"title of" not in body
        assert b"secret" not in body
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_nothing_is_committed_or_woken_when_the_database_fails(service, store, me):
    service.store.break_down()
    assert add(service, me.token).status == 503
    assert service.woken == []
    with store.read() as tx:
        assert sources(tx, me.id) == []
