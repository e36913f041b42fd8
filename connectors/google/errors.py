"""What Google and the network can say instead of an answer, as one of the five reactions.

    ConnectorError
      Transient
        Throttled       too fast, or too much: what was still to be written waits as well
          QuotaExceeded   the calendar's use limits: hours, and only this person's writes
        NotFound        404: a backoff, no proof of deletion
      PreconditionFailed
        Gone            410 for an event: it was deleted
      AccessLost
        ScopeMissing    the person left a box unticked
      Rejected
        Duplicate       409: the id is taken, by whom is to be seen

Facts: google-calendar 1.11. Only the status and Google's own word for the reason are repeated:
addresses hold calendar names and sync tokens, and messages may hold what an event says. What
carries no reason of Google's came from somebody in between, and proves nothing.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping
from datetime import timedelta
from http.client import HTTPException
from typing import Final, NamedTuple

import httplib2
from googleapiclient.errors import HttpError

from connectors.contract import (
    AccessLost,
    ConnectorError,
    CursorExpired,
    PreconditionFailed,
    Rejected,
    Transient,
)


class Throttled(Transient):
    """Too fast. What was still to be written would be told the same."""


class QuotaExceeded(Throttled):
    """The use limits of a calendar: hours, for this person's writes; reading goes on."""


class NotFound(Transient):
    """404. Google advises to try again; only after several is it believed (facts 1.11)."""


class Gone(PreconditionFailed):
    """410 `deleted`: the event, not the cursor (facts 1.1)."""


class ScopeMissing(AccessLost):
    """The person has not ticked the box that lets us at their calendar."""


class Duplicate(Rejected):
    """409 `duplicate`: an event, dead or alive, has this id."""


TROUBLE: Final = (
    HttpError,
    OSError,
    HTTPException,
    httplib2.HttpLib2Error,
    zlib.error,
    UnicodeDecodeError,  # an answer cut off in the middle of a letter
)
"""What a call can end with that is no fault of ours."""

QUOTA_WAIT: Final = timedelta(hours=3)
OPERATOR_WAIT: Final = timedelta(hours=1)

_REASON: Final = re.compile(r"[A-Za-z_]{1,64}")
_TOO_FAST: Final = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
_SCOPES: Final = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
_NOT_SET_UP: Final = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
_FIRST_OF_SERVER: Final = 500


class _Refusal(NamedTuple):
    status: int
    reasons: tuple[str, ...]
    location: str
    retry_after: timedelta | None

    @property
    def said(self) -> str:
        return f"Google answered {self.status} {' '.join(self.reasons[:1])}".strip()


def translated(error: BaseException) -> ConnectorError:
    """The reaction to what a call ended with."""
    if isinstance(error, ConnectorError):
        return error
    if isinstance(error, HttpError):
        return _refused(_refusal(error))
    if isinstance(error, TimeoutError):
        return Transient("Google did not answer in time")
    return Transient(f"Google could not be reached ({type(error).__name__})")


def _refused(no: _Refusal) -> ConnectorError:
    if no.status in (408, 429) or no.status >= _FIRST_OF_SERVER or not no.reasons:
        return _passing(no)
    reaction = {403: _forbidden, 404: _not_found, 409: _conflict, 410: _gone}.get(no.status)
    if reaction is not None:
        return reaction(no)
    if no.status == 400 and no.location == "syncToken":  # noqa: PLR2004 - a token made up or mangled
        return CursorExpired(no.said)
    if no.status == 412:  # noqa: PLR2004 - RFC 9110
        return PreconditionFailed(no.said)
    if no.status == 401 or no.location == "pageToken":  # noqa: PLR2004
        # The token was renewed a moment ago: if the grant is gone, the next renewal says so.
        return Transient(no.said, retry_after=no.retry_after)
    return Rejected(no.said)


def _passing(no: _Refusal) -> ConnectorError:
    if "quotaExceeded" in no.reasons:
        return QuotaExceeded(no.said, retry_after=no.retry_after or QUOTA_WAIT)
    if no.status == 429:  # noqa: PLR2004 - RFC 6585
        return Throttled(no.said, retry_after=no.retry_after)
    return Transient(no.said, retry_after=no.retry_after)


def _forbidden(no: _Refusal) -> ConnectorError:
    reasons = set(no.reasons)
    if "quotaExceeded" in reasons:
        return _passing(no)
    if reasons & _TOO_FAST:
        return Throttled(no.said, retry_after=no.retry_after)
    if "dailyLimitExceeded" in reasons:
        return Throttled(no.said, retry_after=no.retry_after or OPERATOR_WAIT)
    if reasons & _SCOPES:
        return ScopeMissing("the box for the calendar was not ticked")
    if reasons & _NOT_SET_UP:  # the operator's to mend, and nothing for the person to do
        return Transient("the Google Calendar API is not enabled", retry_after=OPERATOR_WAIT)
    if "notACalendarUser" in reasons:
        return AccessLost("this Google account has no calendar")
    if "domainPolicy" in reasons:
        return AccessLost("the administrator of this account does not allow it")
    return Rejected(no.said)


def _not_found(no: _Refusal) -> ConnectorError:
    return NotFound(no.said)


def _conflict(no: _Refusal) -> ConnectorError:
    return Duplicate(no.said) if "duplicate" in no.reasons else Transient(no.said)


def _gone(no: _Refusal) -> ConnectorError:
    return Gone(no.said) if "deleted" in no.reasons else CursorExpired(no.said)


def _refusal(error: HttpError) -> _Refusal:
    found = _error_in(error.content)
    first = _first(found.get("errors"))
    reasons = (first.get("reason"), *(_reason(one) for one in _each(found.get("details"))))
    return _Refusal(
        status=int(error.resp.status),
        reasons=tuple(one for one in reasons if isinstance(one, str) and _REASON.fullmatch(one)),
        location=str(first.get("location", "")),
        retry_after=_wait(error.resp.get("retry-after")),
    )


def _error_in(content: bytes) -> Mapping[str, object]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    error = found.get("error") if isinstance(found, dict) else None
    return error if isinstance(error, dict) else {}


def _each(found: object) -> list[Mapping[str, object]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _first(found: object) -> Mapping[str, object]:
    return next(iter(_each(found)), {})


def _reason(detail: Mapping[str, object]) -> object:
    return detail.get("reason")


def _wait(header: object) -> timedelta | None:
    """Retry-After in seconds; as a date nobody has seen Google write it."""
    text = str(header)
    return timedelta(seconds=int(text)) if text.isascii() and text.isdigit() else None
