"""Every answer of Google's is one of five reactions (facts 1.11), and repeats no secret."""

import json
from datetime import timedelta
from http.client import IncompleteRead, RemoteDisconnected

import httplib2
import pytest
from googleapiclient.errors import HttpError

from connectors.contract import (
    AccessLost,
    CursorExpired,
    PreconditionFailed,
    Rejected,
    Transient,
)
from connectors.google.errors import (
    Duplicate,
    Gone,
    NotFound,
    QuotaExceeded,
    ScopeMissing,
    Throttled,
    translated,
)

SECRET = "https://www.googleapis.com/calendar/v3/calendars/alex@gmail.com/events?syncToken=CPDA"


def refused(status, reason=None, *, location=None, retry_after=None, content=None, **error):
    one = {"reason": reason, "message": "Interview with Acme"}
    if location:
        one["location"] = location
    body = {"error": {"errors": [one], "code": status, "message": "Interview", **error}}
    payload = content if content is not None else json.dumps(body).encode()
    headers = {"status": str(status)}
    if retry_after:
        headers["retry-after"] = retry_after
    return HttpError(httplib2.Response(headers), payload, uri=SECRET)


TABLE = [
    (400, "invalid", Rejected),
    (400, "timeRangeEmpty", Rejected),
    (401, "authError", Transient),
    (403, "rateLimitExceeded", Throttled),
    (403, "userRateLimitExceeded", Throttled),
    (403, "quotaExceeded", QuotaExceeded),
    (403, "dailyLimitExceeded", Throttled),
    (403, "insufficientPermissions", ScopeMissing),
    (403, "forbiddenForNonOrganizer", Rejected),
    (403, "forbidden", Rejected),
    (403, "notACalendarUser", AccessLost),
    (403, "accessNotConfigured", Transient),
    (403, "domainPolicy", AccessLost),
    (404, "notFound", NotFound),
    (408, "timeout", Transient),
    (409, "duplicate", Duplicate),
    (409, "conflict", Transient),
    (410, "fullSyncRequired", CursorExpired),
    (410, "updatedMinTooLongAgo", CursorExpired),
    (410, "deleted", Gone),
    (412, "conditionNotMet", PreconditionFailed),
    (429, "rateLimitExceeded", Throttled),
    (429, "quotaExceeded", QuotaExceeded),
    (500, "backendError", Transient),
    (502, "badGateway", Transient),
    (503, "backendError", Transient),
]


@pytest.mark.parametrize(("status", "reason", "reaction"), TABLE)
def test_a_reason_of_googles_is_one_reaction(status, reason, reaction):
    assert type(translated(refused(status, reason))) is reaction


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 409, 410, 412, 502])
@pytest.mark.parametrize("content", [b"", b"<html>Sign in</html>", b"{}", b'{"error": "x"}', b"["])
def test_what_gives_no_reason_of_googles_proves_nothing(status, content):
    assert type(translated(refused(status, content=content))) is Transient


def test_a_bad_token_may_come_as_400():
    assert type(translated(refused(400, "invalid", location="syncToken"))) is CursorExpired
    assert type(translated(refused(400, "invalid", location="pageToken"))) is Transient


def test_a_missing_scope_is_known_by_the_newer_word_as_well():
    details = [{"@type": "x", "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]
    assert type(translated(refused(403, "forbidden", details=details))) is ScopeMissing


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (refused(503, "backendError", retry_after="7"), timedelta(seconds=7)),
        (refused(429, "rateLimitExceeded", retry_after="7"), timedelta(seconds=7)),
        (refused(403, "userRateLimitExceeded", retry_after="7"), timedelta(seconds=7)),
        (refused(403, "quotaExceeded"), timedelta(hours=3)),
        (refused(503, "backendError", retry_after="Fri, 31 Dec 1999 23:59:59 GMT"), None),
        (refused(503, "backendError", retry_after="٣"), None),
        (refused(503, "backendError"), None),
    ],
)
def test_how_long_to_wait_is_for_google_to_say(error, wait):
    assert translated(error).retry_after == wait


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError("timed out"),
        ConnectionResetError(),
        RemoteDisconnected(),
        IncompleteRead(b""),
        httplib2.ServerNotFoundError("Unable to find the server"),
        UnicodeDecodeError("utf-8", b"\xe2", 0, 1, "x"),
    ],
)
def test_a_bad_line_is_transient(error):
    assert type(translated(error)) is Transient


@pytest.mark.parametrize(("status", "reason", "reaction"), TABLE)
def test_no_address_and_no_message_is_repeated(status, reason, reaction):
    said = str(translated(refused(status, reason)))
    assert said
    assert not [word for word in ("alex", "CPDA", "Interview", "https") if word in said]


def test_a_reason_that_is_no_word_is_not_repeated():
    assert "<b>" not in str(translated(refused(403, "<b>alex@gmail.com</b>")))
