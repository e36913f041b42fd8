from __future__ import annotations

import pytest

from service.domain.office_address import on_envelope

OFFICE = "350 Main Street, Suite 4\nSpringfield, IL 62701"


@pytest.mark.parametrize(
    ("name", "company", "office", "lines"),
    [
        (
            "Dana Ruiz",
            "Acme",
            OFFICE,
            ("Dana Ruiz", "Acme", "350 Main Street, Suite 4", "Springfield, IL 62701"),
        ),
        ("Dana Ruiz", None, "1 Road\r\n\r\n Town ", ("Dana Ruiz", "1 Road", "Town")),
        ("Dana Ruiz", "Acme", "Attn. Dana Ruiz\nACME Inc.\n1 Road", None),
        ("Dana Ruiz", "Acme", "Acmeton Road 1", ("Dana Ruiz", "Acme", "Acmeton Road 1")),
        ("", "Acme", "1 Road", ("Acme", "1 Road")),
        ("C++ (Ltd.", "Acme", "1 Road", ("C++ (Ltd.", "Acme", "1 Road")),
        ("Dana Ruiz", "Acme", " \n ", ()),
    ],
)
def test_the_person_and_the_company_stand_above_unless_they_were_typed(
    name, company, office, lines
):
    assert on_envelope(name, company, office) == (
        tuple(office.split("\n")) if lines is None else lines
    )
