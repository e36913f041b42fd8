"""The links in a person's entries, as a calendar program would hand them to a browser."""

from __future__ import annotations

from service.domain.model import VisitKey
from service.domain.visit_link import token
from service.store.link_secrets import give_link_secret, link_secret

VISIT = "acme@example.com"


def entry_link(store, person, visit=VISIT) -> str:
    """The path of a visit's page; the person's secret is made where there is none."""
    with store.write() as tx:
        secret = link_secret(tx, person)
        if secret is None:
            give_link_secret(tx, person)
            secret = link_secret(tx, person)
    return f"/d/{token(secret, person, VisitKey(visit))}"
