"""What other settings would change is what they do change, and nobody overwrites another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from service.desk.policy import Stale, fingerprint, foresee, save, settings_of
from service.settings_file import SettingsError, load
from service.store.journal import journal
from service.store.people import add_person
from tests.watch.home import NEW_YORK, NOW, SETTINGS, THURSDAY, at_home, interview


@pytest.fixture
def home(store):
    home = at_home(store)
    home.calendar("Personal").put(interview("acme", THURSDAY))
    home.watch()
    return home


def outlook(home, toml):
    policy = load(SETTINGS + toml, where="other")
    return foresee(home.store, home.person, policy, now=home.now)


def told(home, toml):
    return [(one.what, one.before, one.after) for one in outlook(home, toml).changes]


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("", "Nothing that is planned would change."),
        ("[card]\nenabled = false", "Takes away 1 open follow-up."),
        ("[email]\ndelay_minutes = 60", "Moves 1 open follow-up."),
        ("[privacy]\ndiscreet_titles = true", "Rewords 5 open follow-ups."),
        (
            "[prompt]\nminutes_before = 9\n[debrief]\nenabled = false\n[email]\ndelay_minutes = 60",
            "Moves 2 open follow-ups, takes away 1.",
        ),
    ],
)
def test_what_would_change_in_a_sentence(home, toml, sentence):
    assert outlook(home, toml).sentence == sentence


def test_each_change_is_told_from_when_to_when_and_why(home):
    (moved,) = outlook(home, "[email]\ndelay_minutes = 60").changes

    assert moved.title.startswith("Thank-you email")
    assert moved.before == "Thursday 3 December, 18:00"
    assert moved.after == "Thursday 3 December, 17:00"
    assert moved.because == "1 hour after the interview ends."


def test_what_goes_says_that_the_settings_ask_for_it_no_longer(home):
    (gone,) = outlook(home, "[card]\nenabled = false").changes

    assert (gone.what, gone.after) == ("taken_away", "")
    assert gone.before
    assert "no longer" in gone.because


def test_times_are_told_on_the_clock_of_the_other_settings(home):
    zone = 'timezone = "America/Los_Angeles"'
    policy = load(SETTINGS.replace('timezone = "America/New_York"', zone), where="other")

    changes = foresee(home.store, home.person, policy, now=home.now).changes

    assert changes
    prompt = [one for one in changes if one.title.startswith("Before you leave")]
    assert all(one.before.endswith("11:45") for one in prompt)


def test_what_is_about_to_happen_anyway_is_not_put_down_to_the_change(home):
    home.calendars[next(iter(home.calendars))].put(interview("globex", THURSDAY))
    home.now += timedelta(hours=1)
    with home.store.write() as tx:  # seen and planned, but not yet put on the feed
        from service.store.people import begin  # noqa: PLC0415

        begin(tx, home.person, now=home.now)

    assert outlook(home, "").changes == ()
    assert len(told(home, "[email]\ndelay_minutes = 60")) == 1


def test_the_same_is_foreseen_while_all_is_a_rehearsal(store):
    from service.store.people import set_settings  # noqa: PLC0415
    from tests.watch.home import Home  # noqa: PLC0415

    with store.write() as tx:
        person = add_person(tx, "newcomer", now=NOW, started=False)
        set_settings(tx, person, SETTINGS, now=NOW)
    home = Home(store=store, person=person)
    home.calendar("Personal").put(interview("acme", THURSDAY))
    home.watch()

    found = outlook(home, "[email]\ndelay_minutes = 60")

    assert not found.begun
    assert found.sentence == "Moves 1 open follow-up."


def test_what_is_foreseen_is_what_the_next_pass_does(home):
    other = SETTINGS + "[email]\ndelay_minutes = 60\n[card]\nenabled = false\n"
    before = home.entries()
    found = foresee(home.store, home.person, load(other, where=""), now=home.now)

    save(home.store, home.person, other, now=home.now)
    home.watch()

    after = home.entries()
    gone = [key for key in before if key not in after]
    moved = [key for key in after if after[key]["DTSTART"].dt != before[key]["DTSTART"].dt]
    assert sorted(one.what for one in found.changes) == ["moved", "taken_away"]
    assert (gone, moved) == (["acme/card"], ["acme/email"])
    said = after["acme/email"]["DTSTART"].dt.astimezone(NEW_YORK)
    assert [one.after for one in found.changes if one.after] == [
        f"Thursday 3 December, {said:%H:%M}"
    ]


@pytest.mark.parametrize(
    ("toml", "anew"),
    [
        ("[card]\nenabled = false", False),
        ('[recognise]\ntags = ["#job"]', True),
        ("[recognise]\nheuristics = false", True),
    ],
)
def test_it_says_when_calendars_may_hold_more_that_counts(home, toml, anew):
    assert outlook(home, toml).read_anew is anew


def test_addresses_of_the_person_decide_what_counts_too(home):
    policy = load(SETTINGS, where="")
    other = replace(policy, me=replace(policy.me, emails=("alex@example.com",)))

    assert foresee(home.store, home.person, other, now=home.now).read_anew


def test_settings_are_followed_at_once_and_told(home):
    save(home.store, home.person, SETTINGS + "[card]\nenabled = false\n", now=home.now)

    with home.store.read() as tx:
        assert settings_of(tx, home.person).endswith("enabled = false\n")
        assert journal(tx, home.person)[0].action == "settings_changed"


def test_of_two_who_save_the_second_is_told(home):
    seen = fingerprint(SETTINGS)
    save(home.store, home.person, SETTINGS + "[card]\nhours = 24\n", now=home.now, seen=seen)

    with pytest.raises(Stale):
        save(home.store, home.person, SETTINGS + "[card]\nhours = 72\n", now=home.now, seen=seen)

    with home.store.read() as tx:
        assert "hours = 24" in settings_of(tx, home.person)


def test_what_can_not_be_read_is_not_saved(home):
    with pytest.raises(SettingsError):
        save(home.store, home.person, "[card]\nhours = soon", now=home.now)

    with home.store.read() as tx:
        assert settings_of(tx, home.person) == SETTINGS


def test_saving_what_is_there_already_is_no_news(home):
    with home.store.read() as tx:
        before = journal(tx, home.person)
    save(home.store, home.person, SETTINGS, now=home.now)
    with home.store.read() as tx:
        assert journal(tx, home.person) == before


def test_for_somebody_who_is_gone_nothing_is_foreseen(store):
    assert foresee(store, 4711, load("", where=""), now=NOW).changes == ()
