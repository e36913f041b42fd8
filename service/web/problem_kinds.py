"""Every kind of error the API can answer with, by a name that never changes."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

PATH = "/api/v1/problems"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`meaning` is what it says whenever it comes; `next_step` what a program can do."""

    code: str
    status: int
    title: str
    meaning: str
    next_step: str

    @property
    def type(self) -> str:
        """The address that explains it (RFC 9457 3.1.1), below the service's own."""
        return f"{PATH}/{self.code}"


KINDS = (
    Kind(
        code="bad-request",
        status=400,
        title="This cannot be read",
        meaning="What was sent is no request, or no JSON that can be taken apart.",
        next_step="Correct it; the same again will fail again.",
    ),
    Kind(
        code="no-token",
        status=401,
        title="This needs a personal token",
        meaning="No token was sent, or one that is unknown or was removed.",
        next_step="Send `Authorization: Bearer TOKEN`; `afterword token` makes one.",
    ),
    Kind(
        code="forbidden",
        status=403,
        title="Not from here",
        meaning="It was sent in a way that is not allowed.",
        next_step="Send it with a personal token.",
    ),
    Kind(
        code="not-found",
        status=404,
        title="There is no such thing",
        meaning="It was never there, it is gone, or it is somebody else's.",
        next_step="List what there is, and use an id from there.",
    ),
    Kind(
        code="method-not-allowed",
        status=405,
        title="Not this way",
        meaning="There is something of this address, but not for this method.",
        next_step="Use a method that `Allow` names.",
    ),
    Kind(
        code="in-the-way",
        status=409,
        title="Not as things stand",
        meaning="It would do, but something that is there already stands against it.",
        next_step="Do what `next_step` of the answer says, then try again.",
    ),
    Kind(
        code="settings-unreadable",
        status=409,
        title="The settings cannot be read",
        meaning="The settings that are stored were written by hand and cannot be followed.",
        next_step="Put others in their place: PUT /api/v1/settings with `If-Match: *`.",
    ),
    Kind(
        code="changed-meanwhile",
        status=412,
        title="It was changed meanwhile",
        meaning="It is no longer what `If-Match` says it is; nothing was changed.",
        next_step="Read it again, look at what is different, and send it with the new ETag.",
    ),
    Kind(
        code="too-large",
        status=413,
        title="That is too much",
        meaning="The request is larger than any this service reads.",
        next_step="Send less than 64 kB.",
    ),
    Kind(
        code="not-json",
        status=415,
        title="This is not JSON",
        meaning="The body is of another type than application/json.",
        next_step="Send JSON, with `Content-Type: application/json`.",
    ),
    Kind(
        code="invalid",
        status=422,
        title="The request is not as it should be",
        meaning="It is JSON, but not of the shape that the description asks for.",
        next_step="Look at `faults`; the same again will fail again.",
    ),
    Kind(
        code="unfit",
        status=422,
        title="This will never do",
        meaning="It is of the right shape, but what it says cannot be.",
        next_step="Do what `next_step` of the answer says; the same again will fail again.",
    ),
    Kind(
        code="not-confirmed",
        status=422,
        title="This was not confirmed",
        meaning="To delete everything, the person's own name has to be sent along.",
        next_step="Send the name that GET /api/v1/me tells.",
    ),
    Kind(
        code="if-match-missing",
        status=428,
        title="Say what you have seen",
        meaning="Without `If-Match` somebody else's change could be overwritten unseen.",
        next_step="Read it first, and send its ETag as `If-Match`.",
    ),
    Kind(
        code="too-many",
        status=429,
        title="Too many requests",
        meaning="This token has asked more often than it may in a minute.",
        next_step="Wait for as many seconds as `Retry-After` says.",
    ),
    Kind(
        code="fault",
        status=500,
        title="Something went wrong here",
        meaning="A fault of the service, and not of the request.",
        next_step="Try again; if it happens again, tell whoever runs this Afterword.",
    ),
    Kind(
        code="unavailable",
        status=503,
        title="Not just now",
        meaning="The database cannot answer; nothing was done by halves.",
        next_step="Send the same again after as many seconds as `Retry-After` says.",
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}


def kind_of(status: int, code: str = "") -> Kind:
    """The kind of that code; without one the first of the status, else a general one."""
    if code:
        return BY_CODE[code]
    named = next((kind for kind in KINDS if kind.status == status), None)
    if named is not None:
        return named
    return BY_CODE["fault" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "bad-request"]
