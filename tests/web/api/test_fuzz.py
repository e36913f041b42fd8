"""Requests nobody thought of: schemathesis asks by the description whatever the types allow.

It runs as a program of its own against the service on loopback. What it looks for: no fault of
ours (5xx), no answer that the description does not know, and nothing without a token.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.store.people import add_person
from service.store.seal import hash_token, new_token
from service.store.tokens import add_token
from tests.web import diary
from tests.web.running import NOW, running

pytest.importorskip("schemathesis", reason="NOT FUZZED: pip install 'afterword[dev]'")

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
)
PLENTY = 10**9
REFUSALS = """\
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "404", "409", "412", "413", "415", "422", "428", "429", "5xx"]

[phases.fuzzing.extra-data-sources]
responses = false
"""
"""What is wrong may be too large as well, which the program doesn't take for a refusal.

What it reads it must not send back: with the person's own name it would delete everything.
"""


@contextmanager
def inhabited(store):
    """A service with somebody in it, and a token that no request is likely to remove."""
    token = new_token()
    with store.write() as tx:
        person = add_person(tx, f"somebody {new_token()}", now=NOW)
        add_token(tx, person, new_token(), hash_token(token), NOW)
    diary.interview(store, person)
    diary.suggestion(store, person)
    with running(store, calls_a_minute=PLENTY, fetches_a_minute=PLENTY) as service:
        yield service, token


def fuzzed(service, token, folder, *options, seconds):
    """What the program says, and how it ended."""
    (folder / "schemathesis.toml").write_text(REFUSALS)
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "run",
        f"{service.base_url}/api/v1/openapi.json",
        f"--header=Authorization: Bearer {token}",
        f"--checks={','.join(CHECKS)}",
        f"--max-time={seconds}",
        "--continue-on-failure",
        "--warnings=off",
        "--no-color",
        *options,
    ]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=seconds + 240, cwd=folder, check=False
    )


def held(store, folder, *options, seconds):
    with inhabited(store) as (service, token):
        done = fuzzed(service, token, folder, *options, seconds=seconds)
        assert done.returncode == 0, done.stdout[:20_000] + done.stderr[-2000:]
        assert service.call("/me", token).status == 200, "the token was lost on the way"


def test_a_moment_of_anything_finds_no_fault(store, tmp_path):
    held(store, tmp_path, "--phases=examples,coverage,fuzzing", "--no-shrink", seconds=5)


@pytest.mark.soak
def test_minutes_of_anything_find_no_fault(store, tmp_path):
    held(store, tmp_path, seconds=600 if store.dialect == "sqlite" else 60)
