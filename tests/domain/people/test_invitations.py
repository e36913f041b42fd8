"""Invitations as hiring services, booking pages and conference tools write them."""

from __future__ import annotations

import pytest

from connectors.contract import Event
from tests.domain.people.invitation import ALEX, guest, invitation, naming, people, rows

CASES = {case: cells for case, *cells in rows("invitations")}


def event(title: str, organizer: str, guests: str, description: str) -> Event:
    email, name = addressed(organizer)
    return invitation(
        title,
        organizer=email or None,
        organizer_name=name,
        guests=tuple(guest(*addressed(one)) for one in guests.split("; ") if one),
        notes=description,
    )


def addressed(written: str) -> tuple[str, str]:
    """`Kate Austen <kate@acme.com>` or an address alone, as (address, name)."""
    name, angle, address = written.partition("<")
    return (address.rstrip(">"), name.strip()) if angle else (written, "")


@pytest.mark.parametrize("cells", CASES.values(), ids=CASES)
def test_an_invitation_tells_whom_where_and_for_what(cells: list[str]) -> None:
    title, organizer, guests, description, expected, company, role = cells
    read = event(title, organizer, guests, description)
    found = [
        " ".join([one.name, one.state, *([] if one.kind == "interviewer" else [one.kind])])
        for one in people(read, ALEX)
        if one.state != "excluded"
    ]
    said = naming(read, ALEX)
    assert found == (expected.split("; ") if expected else [])
    assert (said.company or "", said.role or "") == (company, role)
