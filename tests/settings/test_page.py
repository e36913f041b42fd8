import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from service.domain.policy import Policy
from service.settings_file import load
from service.settings_file.docs import _HEAD, markdown
from service.settings_file.schema import SECTIONS

ROOT = Path(__file__).parents[2]
ANEW = (
    'python -c "from service.settings_file.docs import markdown; print(markdown(), end=str())"'
    " > docs/settings.md"
)


def test_the_page_in_the_docs_is_the_one_the_program_writes():
    assert (ROOT / "docs" / "settings.md").read_text("utf-8") == markdown(), f"run: {ANEW}"


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_every_default_of_the_page_reads_back(section):
    defaults = getattr(Policy(), section.name)
    for key in section.keys:
        expected = getattr(defaults, key.field or key.name)
        if not key.unset:
            shown = tomllib.loads(f"x = {key.kind.show(expected)}")["x"]
            assert key.kind.read(shown) == expected


def test_every_field_of_the_policy_has_its_key():
    for section in SECTIONS:
        fields = set(type(getattr(Policy(), section.name)).__dataclass_fields__)
        keys = {key.field or key.name for key in section.keys}
        assert fields - {"timezone_guessed"} == keys


def test_the_example_of_the_page_is_a_good_file():
    example = _HEAD.split("```")[1].removeprefix("toml\n")

    assert load(example, where="docs").me.emails == ("alex@example.com",)


def test_nothing_is_loaded_before_a_file_is_read():
    code = "import sys, service.settings_file; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).split()

    assert "service.settings_file.load" in loaded
    assert not {"tomllib", "difflib", "service.settings_file.load.schema"} & set(loaded)
