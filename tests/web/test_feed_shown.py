"""How the feed stands, in words: none yet, one that works, one that was withdrawn."""

from tests.web.running import running


def stands(service, me):
    return service.call("/feed", me.token).json


def change(service, me, what):
    return service.call(f"/feed/{what}", me.token, method="POST")


def test_none_yet_working_and_withdrawn_are_told_apart(service, me):
    seen = [stands(service, me)]
    for what in ("rotate", "revoke", "rotate"):
        change(service, me, what)
        seen.append(stands(service, me))
    assert [one["state"] for one in seen] == ["none", "works", "withdrawn", "works"]
    assert [one["issued"] for one in seen] == [False, True, False, True]
    none, works, withdrawn, again = (one["expect"] for one in seen)
    assert len({none, works, withdrawn}) == 3
    assert "There is no feed" in none
    assert "withdrawn" in withdrawn
    assert again == works


def test_revoking_what_there_never_was_makes_it_not_withdrawn(service, me):
    change(service, me, "revoke")
    assert stands(service, me)["state"] == "none"


def test_a_withdrawn_feed_still_tells_who_fetched_it_last(store, me):
    with running(store) as service:
        address = change(service, me, "rotate").json["address"]
        service.ask(address.removeprefix(service.base_url), headers={"User-Agent": "Thunderbird"})
    with running(store) as service:  # the fetches of the one before are written down by now
        change(service, me, "revoke")
        stood = stands(service, me)
    assert (stood["last_client"], stood["last_fetch"]) == ("Thunderbird", "2026-11-24T09:00:00Z")
