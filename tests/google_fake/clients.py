"""google-api-python-client, pointed at the fake, for tests of the fake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httplib2
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from tests.google_fake.fake import EVERYTHING, Fake

TEN, ELEVEN = "2026-11-25T10:00:00-05:00", "2026-11-25T11:00:00-05:00"


@dataclass(frozen=True, slots=True)
class Client:
    service: Any
    events: Any

    def list(self, **query: Any) -> Any:
        return self.events.list(**{"calendarId": "primary", **query}).execute()

    def pages(self, **query: Any) -> Any:
        """All pages of one listing."""
        found = [self.list(**query)]
        while "nextPageToken" in found[-1]:
            found.append(self.list(**query, pageToken=found[-1]["nextPageToken"]))
        return found

    def insert(self, *, query: dict[str, Any] | None = None, **body: Any) -> Any:
        whole = {"start": {"dateTime": TEN}, "end": {"dateTime": ELEVEN}, **body}
        return self.events.insert(calendarId="primary", body=whole, **(query or {})).execute()

    def get(self, event_id: str) -> Any:
        return self.events.get(calendarId="primary", eventId=event_id).execute()

    def patch(self, event_id: str, *, etag: str | None = None, **body: Any) -> Any:
        request = self.events.patch(calendarId="primary", eventId=event_id, body=body)
        if etag:
            request.headers["If-Match"] = etag
        return request.execute()

    def delete(self, event_id: str, *, etag: str | None = None) -> Any:
        request = self.events.delete(calendarId="primary", eventId=event_id)
        if etag:
            request.headers["If-Match"] = etag
        return request.execute()


@contextmanager
def client(fake: Fake, email: str, *, scopes: tuple[str, ...] = EVERYTHING) -> Iterator[Client]:
    plain = httplib2.Http(timeout=5)
    http = AuthorizedHttp(Credentials(fake.access_token(email, scopes)), http=plain)
    service = build(
        "calendar",
        "v3",
        http=http,
        static_discovery=True,
        client_options={"api_endpoint": fake.api_url},
    )
    try:
        yield Client(service, service.events())
    finally:
        plain.close()


def reason_of(error: HttpError) -> tuple[int, str]:
    """What a 4xx or 5xx is told apart by."""
    return error.resp.status, error.error_details[0]["reason"]
