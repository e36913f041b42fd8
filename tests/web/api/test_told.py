"""What is told and what is shown of it: follow-ups with their state, answers, suggestions."""

from datetime import timedelta

import pytest

from service.web.app import create_app
from tests.web import diary
from tests.web.running import NOW, Clock, running


def follow_ups(service, me, query=""):
    return service.call(f"/follow-ups{query}", me.token).json["follow_ups"]


@pytest.fixture
def plan(store, me):
    return diary.interview(store, me.id)


def test_a_follow_up_says_where_it_stands_in_what_state_and_why(service, me, plan):
    email, call = follow_ups(service, me)
    assert (email["key"], email["visit"]) == ("acme@example.com/email", "acme@example.com")
    assert (email["standing"], email["state"], email["change"]) == ("ours", "today", "")
    assert email["acts"] == ["done", "skip"]
    assert (call["state"], call["agreed"], call["because"]) == (
        "planned",
        False,
        "Because it is polite.",
    )
    assert [one["key"] for one in follow_ups(service, me, "?state=planned")] == [call["key"]]


def test_what_is_told_shows_at_once_and_is_taken_back(service, me, plan):
    key = "acme@example.com/email"
    service.woken.clear()
    told = service.call("/answers", me.token, method="POST", given={"kind": "done", "key": key})
    assert told.json == {"kind": "done", "key": key, "at": "2026-11-24T09:00:00Z"}
    assert service.woken == [me.id]
    assert follow_ups(service, me)[0]["state"] == "done"
    assert service.call("/answers", me.token).json["answers"] == [told.json]
    (line, *_) = service.call("/journal", me.token).json["lines"]
    assert line["undo"] == {"kind": "done", "key": key}
    gone = service.call(f"/answers?kind=done&key={key}", me.token, method="DELETE")
    assert gone.status == 204
    assert follow_ups(service, me)[0]["state"] == "today"


def test_the_answer_is_about_the_very_key_that_was_sent(service, store, me, plan):
    other = "ACME@example.com"
    diary.interview(store, me.id, key=other)
    for key in ("acme@example.com/email", f"{other}/email"):
        service.clock.pass_by(timedelta(minutes=1))
        given = {"kind": "done", "key": key}
        told = service.call("/answers", me.token, method="POST", given=given)
        assert told.json["key"] == key


def test_what_was_thrown_away_is_planned_again(service, store, me, plan):
    diary.put(store, me.id, diary.thrown_away(plan[1]))
    before = follow_ups(service, me)[1]
    assert (before["state"], before["standing"], before["acts"]) == (
        "deleted",
        "theirs",
        ["again"],
    )
    given = {"key": before["key"]}
    answer = service.call("/follow-ups/again", me.token, method="POST", given=given)
    assert (answer.status, answer.json["kind"]) == (202, "again")
    assert follow_ups(service, me)[1]["state"] == "planned"


def test_a_suggestion_is_answered_and_so_is_its_organizer(service, store, me):
    diary.suggestion(store, me.id)
    (asked,) = service.call("/suggestions", me.token).json["suggestions"]
    assert (asked["uid"], asked["answer"]) == ("chat@example.com", None)
    for kind, key in (("refuse", asked["uid"]), ("never", "Priya@Globex.example")):
        given = {"kind": kind, "key": key}
        told = service.call("/answers", me.token, method="POST", given=given)
        assert (told.status, told.json["key"]) == (200, key.casefold())
    (asked,) = service.call("/suggestions", me.token).json["suggestions"]
    assert asked["answer"]["kind"] == "refuse"


def test_an_answer_that_is_none_or_about_nothing_is_refused(service, me, plan):
    for given, status in (
        ({"kind": "again", "key": "acme@example.com/email"}, 422),
        ({"kind": "done", "key": "x" * 5000}, 422),
        ({"kind": "done", "key": "acme@example.com"}, 404),
        ({"kind": "offer", "key": "acme@example.com/email"}, 404),
        ({"kind": "done", "key": "\x00"}, 404),
    ):
        answer = service.call("/answers", me.token, method="POST", given=given)
        assert answer.status == status, given


def test_upcoming_says_the_next_thing_in_words(service, me, plan):
    shown = service.call("/upcoming", me.token).json
    assert shown["next"]["follow_up"] == "acme@example.com/email"
    assert shown["next"]["what"] == "Thank Dana Ruiz of Acme by email"
    assert (shown["today"], shown["begun"]) == ("2026-11-24", True)


def test_visits_to_come_and_those_that_are_over_are_told_apart(service, store, me, plan):
    old = NOW - 30 * diary.DAY
    diary.interview(store, me.id, "old", start=old, company=None, role=None)
    found = {
        which: [
            one["key"] for one in service.call(f"/visits?which={which}", me.token).json["visits"]
        ]
        for which in ("all", "coming", "over")
    }
    assert found == {
        "all": ["old", "acme@example.com"],
        "coming": ["acme@example.com"],
        "over": ["old"],
    }


def test_half_a_character_in_a_title_is_no_accident(service, store, me):
    diary.interview(store, me.id, company="Acme \ud83d")
    (visit,) = service.call("/visits", me.token).json["visits"]
    assert visit["company"] == "Acme ?"


def test_a_token_that_asks_too_often_is_told_to_wait(store, newcomer):
    me, other = newcomer("me"), newcomer("other")
    with running(store, calls_a_minute=3) as service:
        asked = [service.call("/me", me.token) for _ in range(4)]
        assert [one.status for one in asked] == [200, 200, 200, 429]
        assert 0 < int(asked[-1].headers["Retry-After"]) <= 60
        assert asked[-1].json["code"] == "too-many"
        assert service.call("/me", other.token).status == 200


def test_only_json_of_the_right_types_is_read(service, me):
    def send(body, kind="application/json"):
        headers = {"Authorization": f"Bearer {me.token}", "Content-Type": kind}
        return service.ask("/api/v1/tokens", method="POST", headers=headers, body=body)

    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        assert send('{"name": "x"}', kind).json["code"] == "not-json"
    assert send('{"name": "x"}', "application/json; charset=utf-8").status == 201
    for body in ('{"name": 1}', "{", '"x"', '{"name": "y", "more": 1}', '{"name": "\\ud800"}', ""):
        assert send(body).status == 422, body
    assert send("[" * 60_000).status in {400, 422}
    large = send('{"name": "' + "x" * 70_000 + '"}')
    assert (large.status, large.json["code"]) == (413, "too-large")


def test_another_method_is_answered_with_those_there_are(service, me):
    answer = service.call("/sources", me.token, method="PUT")
    assert (answer.status, answer.json["code"]) == (405, "method-not-allowed")
    assert answer.headers["Allow"] == "GET, POST"


def test_the_app_is_described_without_a_database():
    app = create_app(None, base_url="http://x.example", wake=print, clock=Clock())
    assert app.openapi() is app.openapi()
