"""Sessions become visits: by day, company and role, however they were packaged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from service.domain.group import group
from service.domain.model import HeardBack, NoCall, Person, Session
from service.domain.policy import Me, Policy, Travel
from tests.domain.group.visits import POLICY, SEEN, at, sitting

sessions_of_two_days = st.lists(
    st.builds(
        lambda uid, start, length, company, role, day, organizer, all_day: sitting(
            uid, start, start + length, company, role, day=day, organizer=organizer, all_day=all_day
        ),
        st.sampled_from("abcdefgh"),
        st.integers(8, 18),
        st.integers(1, 3),
        st.sampled_from(("Acme", "ACME Inc.", "Globex", None)),
        st.sampled_from((None, None, "Data Engineer", "Designer")),
        st.sampled_from((1, 2)),
        st.sampled_from((None, "kim@x.io", "tom@y.io")),
        st.booleans(),
    ),
    max_size=7,
)


def uids(*sessions: Session, policy: Policy = POLICY) -> list[str]:
    """The visits' sessions, like "a+b c"."""
    return ["+".join(s.uid for s in visit.sessions) for visit in group(sessions, policy)]


def test_three_sessions_of_a_company_with_lunch_between_are_one_visit() -> None:
    (visit,) = group([sitting("a", 9, 9.75), sitting("b", 10, 11), sitting("c", 13, 14.5)], POLICY)
    assert (visit.start, visit.end, visit.company) == (at(9), at(14.5), "Acme")


def test_other_spellings_of_the_company_are_the_same() -> None:
    assert uids(sitting("a", 9, 10, "Acme"), sitting("b", 11, 12, "ACME, Inc.")) == ["a+b"]


def test_two_companies_on_one_day_are_two_visits() -> None:
    assert uids(sitting("a", 9, 10), sitting("b", 10, 11, "Globex")) == ["a", "b"]


def test_two_days_are_two_visits() -> None:
    assert uids(sitting("a", 9, 10), sitting("b", 9, 10, day=2)) == ["a", "b"]


def test_the_day_is_the_person_s_where_they_are() -> None:
    late = [sitting("a", 20, 21), sitting("b", 25, 26)]  # 01:00 of the next day in New York
    assert uids(*late) == ["a", "b"]
    west = Travel(timezone="America/Los_Angeles", first=date(2026, 11, 30), last=date(2026, 12, 3))
    assert uids(*late, policy=Policy(me=Me(timezone="America/New_York", travel=(west,)))) == ["a+b"]


def test_two_known_roles_are_two_visits() -> None:
    assert uids(
        sitting("a", 9, 10, role="Data Engineer"), sitting("b", 11, 12, role="Designer")
    ) == ["a", "b"]


def test_an_abbreviated_role_is_the_same() -> None:
    both = (
        sitting("a", 9, 10, role="Sr. Data Eng"),
        sitting("b", 11, 12, role="Senior Data Engineer (m/w/d)"),
    )
    assert uids(*both) == ["a+b"]


def test_an_unknown_role_is_the_company_s_only_known_one() -> None:
    (visit,) = group([sitting("a", 9, 10), sitting("b", 11, 12, role="Designer")], POLICY)
    assert visit.role == "Designer"


def test_between_two_known_roles_an_unknown_one_is_neither() -> None:
    found = uids(
        sitting("a", 9, 10, role="Data Engineer"),
        sitting("b", 10, 11),
        sitting("c", 11, 12, role="Designer"),
    )
    assert found == ["a", "b", "c"]


def test_unknown_companies_group_by_organizer_and_a_gap_of_at_most_90_minutes() -> None:
    kim = {"organizer": "kim@gmail.com", "company": None}
    assert uids(sitting("a", 9, 10, **kim), sitting("b", 11.5, 12, **kim)) == ["a+b"]
    assert uids(sitting("a", 9, 10, **kim), sitting("b", 11.51, 12, **kim)) == ["a", "b"]
    assert uids(
        sitting("a", 9, 10, **kim), sitting("b", 10, 11, None, organizer="tom@gmail.com")
    ) == ["a", "b"]


def test_the_gap_counts_from_the_latest_end_so_far() -> None:
    kim = {"organizer": "kim@gmail.com", "company": None}
    long_and_short = sitting("a", 9, 12, **kim), sitting("b", 9.5, 10, **kim)
    assert uids(*long_and_short, sitting("c", 13, 14, **kim)) == ["a+b+c"]


def test_an_unknown_company_without_an_organizer_groups_with_nothing() -> None:
    assert uids(sitting("a", 9, 10, None), sitting("b", 10, 11, None)) == ["a", "b"]


def test_an_unknown_company_joins_the_known_one_of_the_same_organizer_close_by() -> None:
    kim = {"organizer": "kim@gmail.com"}
    known = sitting("a", 9, 10, **kim)
    assert uids(known, sitting("b", 11, 12, None, **kim)) == ["a+b"]
    assert uids(known, sitting("b", 12, 13, None, **kim)) == ["a", "b"]
    assert uids(
        known, sitting("b", 10, 11, None, **kim), sitting("c", 11, 12, "Globex", **kim)
    ) == ["a", "b", "c"]


def test_beside_timed_sessions_a_banner_does_not_count() -> None:
    banner = sitting("day", 9, 17, all_day=True, assumed_end=True)
    (visit,) = group([banner, sitting("a", 13, 14), sitting("b", 14, 15)], POLICY)
    assert (visit.start, visit.end) == (at(13), at(15))
    assert not any(session.assumed_end for session in visit.sessions)


def test_a_banner_alone_is_a_visit() -> None:
    assert uids(sitting("day", 9, 17, all_day=True)) == ["day"]


def test_a_banner_of_another_company_stands_for_itself() -> None:
    assert uids(sitting("day", 9, 17, "Globex", all_day=True), sitting("a", 13, 14)) == ["day", "a"]


def test_a_banner_over_two_days_goes_to_the_timed_sessions_of_either() -> None:
    banner = sitting("days", 9, 41, all_day=True)
    assert uids(banner, sitting("b", 10, 11, day=2)) == ["b"]
    assert uids(banner, sitting("a", 10, 11), sitting("b", 10, 11, day=2)) == ["a", "b"]


def test_what_stands_on_a_banner_is_not_lost() -> None:
    kate = Person(name="Kate Austen")
    banner = sitting("day", 9, 17, all_day=True, people=(kate,), answers=(NoCall(line="no call"),))
    timed = sitting("a", 13, 14, answers=(HeardBack(line="heard back"),))
    (visit,) = group([banner, timed], POLICY)
    assert [person.name for person in visit.people] == ["Kate Austen"]
    assert visit.sessions[0].answers == (NoCall(line="no call"), HeardBack(line="heard back"))


def test_two_calendars_with_the_same_session_hold_one() -> None:
    mine = sitting("a", 9, 10, None)
    copy = replace(sitting("a", 9, 11), first_seen=SEEN - timedelta(days=1))
    (visit,) = group([mine, copy], POLICY)
    assert (len(visit.sessions), visit.company, visit.first_seen) == (1, "Acme", copy.first_seen)


def test_two_instances_of_one_series_are_two_sessions() -> None:
    pair = [sitting("a", 9, 10, recurrence_id=f"2026120{n}T140000Z", day=n) for n in (1, 2)]
    assert [visit.key for visit in group(pair, POLICY)] == [
        "a/20261201T140000Z",
        "a/20261202T140000Z",
    ]


def test_the_key_is_that_of_the_session_seen_first() -> None:
    later = sitting("a", 9, 10), sitting("b", 11, 12, first_seen=SEEN - timedelta(hours=1))
    assert [visit.key for visit in group(later, POLICY)] == ["b"]
    same = sitting("z", 9, 10), sitting("b", 11, 12)
    assert [visit.key for visit in group(same, POLICY)] == ["z"], "the earliest start decides"
    tie = sitting("z", 9, 10), sitting("b", 9, 12)
    assert [visit.key for visit in group(tie, POLICY)] == ["b"], "then the UID"


def test_a_banner_seen_first_lends_its_key() -> None:
    banner = sitting("day", 9, 17, all_day=True, first_seen=SEEN - timedelta(days=1))
    assert [visit.key for visit in group([banner, sitting("a", 8, 9)], POLICY)] == ["day"]


def test_people_of_all_sessions_are_the_visit_s() -> None:
    one, other = (
        Person(name="Dana R."),
        Person(name="Dana Ruiz", email="dana@acme.com", state="certain"),
    )
    (visit,) = group(
        [sitting("a", 9, 10, people=(one,)), sitting("b", 10, 11, people=(other,))], POLICY
    )
    assert [person.name for person in visit.people] == ["Dana Ruiz"]


@given(sessions_of_two_days, st.randoms(use_true_random=False))
def test_the_order_of_sessions_is_irrelevant(sessions: list[Session], shuffle: object) -> None:
    shuffled = list(sessions)
    shuffle.shuffle(shuffled)  # type: ignore[attr-defined]
    assert group(shuffled, POLICY) == group(sessions, POLICY)


@given(sessions_of_two_days)
def test_every_timed_session_is_in_one_visit_and_keys_are_unique(sessions: list[Session]) -> None:
    visits = group(sessions, POLICY)
    members = [session.key for visit in visits for session in visit.sessions]
    assert len(members) == len(set(members))
    assert {s.key for s in sessions if not s.all_day} - {
        s.key for s in sessions if s.all_day
    } <= set(members)
    assert len({visit.key for visit in visits}) == len(visits)
    assert [visit.start for visit in visits] == sorted(visit.start for visit in visits)


@given(
    st.lists(st.integers(0, 24 * 4), min_size=2, max_size=6, unique=True).map(sorted),
    st.sampled_from((None, "Designer")),
)
def test_a_day_in_one_event_and_in_many_is_the_same_visit(
    quarters: list[int], role: str | None
) -> None:
    hours = [quarter / 8 + 8 for quarter in quarters]
    many = [sitting(f"s{n}", a, b, role=role) for n, (a, b) in enumerate(pairwise(hours))]
    whole = [sitting("s0", hours[0], hours[-1], role=role)]
    (apart,), (together,) = group(many, POLICY), group(whole, POLICY)
    assert (apart.key, apart.start, apart.end) == (together.key, together.start, together.end)
    assert (apart.company, apart.role) == (together.company, together.role)


@given(st.permutations(range(3)))
def test_people_stand_in_the_order_of_their_sessions(order: list[int]) -> None:
    names = ("Zoe Lee", "Ann Chu", "Mia Bo")
    day = [
        sitting(f"s{n}", 9 + n, 10 + n, people=(Person(name=name),)) for n, name in enumerate(names)
    ]
    (visit,) = group([day[n] for n in order], POLICY)
    assert tuple(person.name for person in visit.people) == names
