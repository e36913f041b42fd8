"""The no of Google, in the shape of its errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Refused(Exception):
    """An answer that isn't 2xx. `location` names the parameter, header or scope at fault."""

    status: int
    reason: str
    message: str
    domain: str = "global"
    location: str | None = None
    location_type: str = "parameter"
    headers: Mapping[str, str] = field(default_factory=dict)
    details: tuple[Mapping[str, Any], ...] = ()

    def body(self) -> dict[str, Any]:
        one: dict[str, Any] = {
            "domain": self.domain,
            "reason": self.reason,
            "message": self.message,
        }
        if self.location:
            one |= {"locationType": self.location_type, "location": self.location}
        error: dict[str, Any] = {"errors": [one], "code": self.status, "message": self.message}
        if self.details:
            error["details"] = list(self.details)
        return {"error": error}


def not_found() -> Refused:
    return Refused(404, "notFound", "Not Found")


def invalid(message: str, location: str | None = None) -> Refused:
    return Refused(400, "invalid", message, location=location)


def required(message: str) -> Refused:
    return Refused(400, "required", message)


def gone() -> Refused:
    """Deleting what is deleted: a 410 that is a success (facts 1.1)."""
    return Refused(410, "deleted", "Resource has been deleted")


def full_sync_required() -> Refused:
    return Refused(
        410,
        "fullSyncRequired",
        "Sync token is no longer valid, a full sync is required.",
        domain="calendar",
        location="syncToken",
    )


def duplicate() -> Refused:
    return Refused(409, "duplicate", "The requested identifier already exists.")


def condition_not_met() -> Refused:
    return Refused(
        412, "conditionNotMet", "Precondition Failed", location="If-Match", location_type="header"
    )


def forbidden(reason: str = "forbidden", message: str = "Forbidden") -> Refused:
    return Refused(403, reason, message)
