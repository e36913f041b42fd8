"""Company and role: the title first, then the domain; never the person, never a relay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.naming import Naming, same_company
from service.domain.policy import Me, Policy
from tests.domain.people.invitation import ALEX, guest, invitation, naming, rows

TITLES = rows("titles")

DOMAINS = {
    "the organizer's": (invitation(organizer="kim@acme.com"), "Acme"),
    "with a dash": (invitation(organizer="kim@tech-corp.io"), "Tech Corp"),
    "below another": (invitation(organizer="kim@mail.eu.acme.com"), "Acme"),
    "under a country's second level": (invitation(organizer="kim@acme.co.uk"), "Acme"),
    "a guest's": (invitation(guests=("alex.morgan@gmail.com", "dana@acme.com")), "Acme"),
    "a guest's behind a relay": (
        invitation(organizer="no-reply@us.greenhouse-mail.io", guests=("dana@acme.com",)),
        "Acme",
    ),
    "most guests'": (invitation(guests=("x@b.io", "y@acme.com", "z@acme.com")), "Acme"),
    "a role mailbox's": (invitation(organizer="talent@acme.com"), "Acme"),
    "no hiring service's": (invitation(organizer="acme+autoreply@talent.icims.com"), None),
    "no booking page's": (invitation(organizer="x@calendly.com"), None),
    "no free mail's": (invitation(organizer="dana@gmail.com"), None),
    "no calendar's": (invitation(organizer="c_1@group.calendar.google.com"), None),
    "no robot's": (invitation(guests=("bot@otter.ai",)), None),
    "not one's own employer's": (invitation(organizer="alex.morgan@initech.com"), None),
    "an interviewer in the title is no company": (
        invitation("Interview with Dana Ruiz", organizer="recruiting@hooli.com"),
        "Hooli",
    ),
    "a guest in the title is no company": (
        invitation("Call with Kate", organizer="kate.austen@hooli.com"),
        "Hooli",
    ),
    "the title spells it better": (
        invitation("Interview with Pied Piper", organizer="gilfoyle@piedpiper.com"),
        "Pied Piper",
    ),
    "the title goes first": (
        invitation("Interview with Acme", organizer="dana@agency.example"),
        "Acme",
    ),
    "a CN with the company's name is no person": (
        invitation("Interview with Acme", guests=(guest("jobs@acme.com", "Acme"),)),
        "Acme",
    ),
}


@pytest.mark.parametrize(("title", "company", "role"), TITLES, ids=[row[0] for row in TITLES])
def test_company_and_role_of_a_title(title: str, company: str, role: str) -> None:
    said = naming(invitation(title), ALEX)
    assert (said.company, said.role) == (company or None, role or None)


def test_an_empty_title_tells_nothing() -> None:
    assert naming(invitation(""), ALEX) == Naming(company=None, role=None, other=None)


@pytest.mark.parametrize(("event", "company"), DOMAINS.values(), ids=DOMAINS)
def test_the_domain_tells_what_the_title_does_not(event: object, company: str | None) -> None:
    assert naming(event, ALEX).company == company  # type: ignore[arg-type]


def test_without_settings_a_title_still_tells() -> None:
    said = naming(invitation("Interview with Acme - Data Engineer"), Policy(me=Me()))
    assert (said.company, said.role) == ("Acme", "Data Engineer")


@given(st.text(max_size=80))
def test_any_title_is_read_without_a_crash_and_a_name_is_never_blank(title: str) -> None:
    said = naming(invitation(title), ALEX)
    assert all(name is None or name.strip() for name in (said.company, said.role, said.other))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Acme", "ACME, Inc."),
        ("Acme", "Acme GmbH"),
        ("Acme", "acme.com"),
        ("Acme Ltd.", "Acme Limited"),
        ("Tech-Corp GmbH", "tech corp"),
        ("Ferrari S.p.A.", "Ferrari"),
        ("Telefónica S.A.", "Telefonica"),
        ("Pied Piper", "Piedpiper"),
        ("Müller GmbH & Co. KG", "Müller"),
        ("株式会社アクメ", "アクメ"),
        ("The Acme Company", "Acme"),
        ("AT&T", "at & t"),
    ],
)
def test_two_spellings_of_one_company(a: str, b: str) -> None:
    assert same_company(a, b)
    assert same_company(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Acme", "Acne"),
        ("Acme", "Acme Labs"),
        ("Acme", None),
        (None, None),
        ("", ""),
        ("Co", "Inc"),
    ],
)
def test_two_companies(a: str | None, b: str | None) -> None:
    assert not same_company(a, b)
