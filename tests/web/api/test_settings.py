"""Settings over the API: seen before they are changed, and never lost to somebody else's."""

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.settings_file import load
from service.settings_file.writing import toml
from service.store.people import set_settings
from service.web.api.tables import chosen, in_force, said
from tests.web import diary
from tests.web.running import NOW

SOONER = "[email]\ndelay_minutes = 30\n"


def put(service, me, given, tag):
    headers = {"Authorization": f"Bearer {me.token}", "Content-Type": "application/json"}

    sent = headers | ({"If-Match": tag} if tag else {})
    return service.ask("/api/v1/settings", method="PUT", headers=sent, body=json.dumps(given))


def test_they_are_changed_by_who_has_seen_them(service, me):
    seen = service.call("/settings", me.token)
    assert (seen.json["toml"], seen.json["chosen"]) == ("", {})
    assert seen.json["in_force"]["email"]["delay_minutes"] == 120
    service.woken.clear()
    changed = put(service, me, {"toml": SOONER}, seen.headers["ETag"])
    assert changed.status == 200
    assert changed.json["in_force"]["email"]["delay_minutes"] == 30
    assert service.woken == [me.id]
    assert service.call("/settings", me.token).json == changed.json
    assert service.call("/settings", me.token).headers["ETag"] == changed.headers["ETag"]


def test_a_change_that_would_overwrite_anothers_is_refused(service, me):
    seen = service.call("/settings", me.token).headers["ETag"]
    assert put(service, me, {"toml": SOONER}, None).json["code"] == "if-match-missing"
    assert put(service, me, {"toml": SOONER}, f"W/{seen}").json["code"] == "changed-meanwhile"
    assert put(service, me, {"toml": SOONER}, seen).status == 200
    late = put(service, me, {"toml": ""}, seen)
    assert (late.status, late.json["code"]) == (412, "changed-meanwhile")
    assert service.call("/settings", me.token).json["toml"] == SOONER
    assert put(service, me, {"toml": ""}, "*").status == 200


def test_as_tables_they_say_the_same_and_what_holds_may_be_sent_back(service, me):
    made = put(service, me, {"chosen": {"email": {"delay_minutes": 30, "stop": None}}}, "*").json
    assert tomllib.loads(made["toml"]) == {"email": {"delay_minutes": 30}}
    again = put(service, me, {"chosen": made["in_force"]}, "*")
    assert again.status == 200
    assert again.json["in_force"] == made["in_force"]


@pytest.mark.parametrize(
    "given",
    [
        {"toml": "[email"},
        {"toml": "[email]\ndelay_minutes = 'soon'\n"},
        {"chosen": {"email": {"delay_minutes": "soon"}}},
        {"chosen": {"nothing": {"x": 1}}},
        {"chosen": {"]\n[me": {"name = 1\n": "x"}}},
    ],
)
def test_what_cannot_be_followed_is_refused_with_every_reason(service, me, given):
    for answer in (
        put(service, me, given, "*"),
        service.call("/settings/preview", me.token, method="POST", given=given),
    ):
        assert (answer.status, answer.json["code"]) == (422, "unfit")
        assert answer.json["faults"]
    assert service.call("/settings", me.token).json["toml"] == ""


def test_a_preview_tells_what_would_change_and_changes_nothing(service, store, me):
    diary.interview(store, me.id)
    shown = service.call("/settings/preview", me.token, method="POST", given={"toml": SOONER})
    assert shown.status == 200
    assert shown.json["sentence"].endswith(".")
    assert service.call("/settings", me.token).json["toml"] == ""


def test_settings_that_nobody_can_read_are_said_to_be_so_and_replaced(service, store, me):
    with store.write() as tx:
        set_settings(tx, me.id, "[nothing", now=NOW)
    for path in ("/settings", "/visits", "/rehearsal", "/me"):
        answer = service.call(path, me.token)
        assert (answer.status, answer.json["code"]) == (409, "settings-unreadable"), path
    assert put(service, me, {"toml": ""}, "*").status == 200
    assert service.call("/visits", me.token).status == 200


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "me": st.fixed_dictionaries(
                {"timezone": st.sampled_from(["Europe/Berlin", "UTC"])},
                optional={
                    "travel": st.just(
                        [{"timezone": "Asia/Tokyo", "from": "2026-12-01", "to": "2026-12-03"}]
                    )
                },
            ),
            "card": st.fixed_dictionaries(
                {}, optional={"collection_saturday": st.sampled_from(["none", "11:00"])}
            ),
            "call": st.fixed_dictionaries(
                {"weekday": st.sampled_from(["monday", "friday"])},
                optional={"extra_closed_days": st.just(["2026-12-24"])},
            ),
        },
    )
)
def test_what_holds_means_what_it_was_read_from(tables):
    policy = load(toml(tables), where="settings")
    assert chosen(toml(tables)) == tables
    assert load(toml(said(in_force(policy))), where="settings") == policy
