"""Grants as a provider hands them out, for tests of what is kept of them."""

from datetime import UTC, datetime, timedelta

from connectors.consent import Fresh, Grant

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)


def fresh(access="access", refresh="refresh", *, expires=NOW + HOUR) -> Fresh:
    return Fresh(access_token=access, refresh_token=refresh, expires=expires)


def grant(subject="1", *, email="alex@gmail.example", scopes=("b", "a"), ends=None, **tokens):
    return Grant(
        subject=subject, email=email, scopes=frozenset(scopes), fresh=fresh(**tokens), ends=ends
    )
