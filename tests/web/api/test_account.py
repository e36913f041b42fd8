"""One's account over the API: beginning, ways in, what was stored, and leaving."""

import json
from io import BytesIO
from zipfile import ZipFile

from service.store.people import add_person
from service.store.seal import hash_token
from service.store.tokens import add_token
from tests.web import diary
from tests.web.running import NOW
from tests.web.signing import signed


def test_a_rehearsal_is_shown_and_ended_by_saying_yes(service, store):
    with store.write() as tx:
        person = add_person(tx, "new", now=NOW, started=False)
        add_token(tx, person, "x", hash_token("t"), NOW)
    assert service.call("/me", "t").json["begun"] is False
    assert service.call("/rehearsal", "t").json == {
        "begun": False,
        "unread": [],
        "past": [],
        "coming": [],
        "suggestions": 0,
    }
    for _ in range(2):
        begun = service.call("/me/begin", "t", method="POST").json
        assert (begun["begun"], begun["started"]) == (True, "2026-11-24T09:00:00Z")
    assert service.woken == [person, person]
    actions = [one["action"] for one in service.call("/journal", "t").json["lines"]]
    assert actions == ["begun"]


def test_a_calendar_is_renamed_left_alone_and_watched_again(service, store, me):
    number = diary.calendar(store, me.id)

    def change(**given):
        return service.call(f"/sources/{number}", me.token, method="PATCH", given=given)

    assert change(name="Work").json["name"] == "Work"
    assert change(active=False).json["active"] is False
    refused = service.call(f"/sources/{number}/check", me.token, method="POST")
    assert (refused.status, refused.json["code"]) == (409, "in-the-way")
    both = change(name="Home", active=True).json
    assert (both["name"], both["active"]) == ("Home", True)
    assert change(name=" ").json["code"] == "unfit"
    assert change(name="x", more=1).status == 422


def test_all_that_are_watched_are_looked_at(service, store, me):
    number = diary.calendar(store, me.id)
    answer = service.call("/check", me.token, method="POST")
    assert answer.status == 202
    (one,) = answer.json["sources"]
    assert (one["id"], one["next_read"]) == (number, "2026-11-24T09:00:00Z")
    assert service.woken == [me.id]


def test_a_token_is_shown_once_works_and_ends(service, me):
    made = service.call("/tokens", me.token, method="POST", given={"name": " my  phone "})
    assert (made.status, made.json["name"], made.headers["Cache-Control"]) == (
        201,
        "my phone",
        "no-store",
    )
    token = made.json["token"]
    listed = service.call("/tokens", token)
    assert [one["name"] for one in listed.json["tokens"]] == ["laptop", "my phone"]
    assert token not in str(listed.body)
    again = service.call("/tokens", me.token, method="POST", given={"name": "my phone"})
    assert (again.status, again.json["code"]) == (409, "in-the-way")
    assert service.call("/tokens?name=my+phone", token, method="DELETE").status == 204
    assert service.call("/tokens", token).status == 401


def test_browsers_are_listed_and_signed_out_one_or_all(service, me):
    browsers = [signed(service, me.id) for _ in range(3)]
    listed = service.call("/sessions", me.token).json["sessions"]
    assert len(listed) == 3
    one = listed[0]["id"]
    assert service.call(f"/sessions/{one}", me.token, method="DELETE").status == 204
    assert service.call(f"/sessions/{one}", me.token, method="DELETE").status == 404
    assert sum(each.get("/upcoming").status == 200 for each in browsers) == 2
    assert service.call("/sessions", me.token, method="DELETE").status == 204
    assert service.call("/sessions", me.token).json == {"sessions": []}
    assert all(each.get("/upcoming").status == 303 for each in browsers)


def test_everything_is_taken_along(service, store, me):
    diary.interview(store, me.id)
    answer = service.call("/export", me.token)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/zip")
    assert answer.headers["Cache-Control"] == "no-store"
    with ZipFile(BytesIO(answer.body)) as archive:
        assert set(archive.namelist()) == {"everything.json", "follow-ups.ics", "people.vcf"}
        assert json.loads(archive.read("everything.json"))["visits"]


def test_everything_is_deleted_by_who_says_their_name(service, store, me, newcomer):
    other = newcomer("other")
    diary.interview(store, me.id)
    service.call("/feed/rotate", me.token, method="POST")
    assert "1 interview" in service.call("/me/delete", me.token).json["goes"]
    wrong = service.call("/me/delete", me.token, method="POST", given={"name": "other"})
    assert (wrong.status, wrong.json["code"]) == (422, "not-confirmed")
    done = service.call("/me/delete", me.token, method="POST", given={"name": "Me "})
    assert done.status == 200
    assert "1 interview" in done.json["gone"]
    assert "everything was deleted" in done.json["text"]
    assert service.call("/me", me.token).status == 401
    assert service.call("/me", other.token).json["name"] == "other"
