"""docs/api.md: every line of it is run, and is about something that exists."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.web import diary
from tests.web.api.asking import operations

DOC = Path(__file__).parents[3] / "docs" / "api.md"
LINES = [
    line
    for block in re.findall(r"```sh\n(.*?)```", DOC.read_text(), re.DOTALL)
    for line in block.splitlines()
]


@pytest.mark.skipif(not shutil.which("curl"), reason="NOT RUN: docs/api.md, for want of curl")
def test_every_line_of_the_page_works(service, store, me, tmp_path):
    diary.interview(store, me.id)
    assert len(LINES) > 8
    for line in LINES:
        # --json is curl 7.82; what it stands for is older.
        plain = line.replace("--json", '-H "Content-Type: application/json" -d')
        done = subprocess.run(
            ["sh", "-c", plain],
            env={"TOKEN": me.token, "AFTERWORD": service.base_url, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=20,
            cwd=tmp_path,
            check=False,
        )
        assert done.returncode == 0, (line, done.stderr)
    assert (tmp_path / "afterword.zip").read_bytes().startswith(b"PK")


def test_whatever_address_the_page_names_is_described(spec):
    known = {operation.path for operation in operations(spec)} | {"/api/v1/openapi.json", "/api/v1"}
    named = {path.rstrip("`.") for path in re.findall(r"/api/v1[\w/.-]*", DOC.read_text())}
    assert named <= known
