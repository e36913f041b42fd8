"""The directions of the house: green as it stands, and each contract is shown to break."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
IGNORED = shutil.ignore_patterns("__pycache__", ".*")

BREAKS = [
    ("Layers: arrows point down only", "service/domain/plan.py", "service.sync"),
    ("Connectors never know the service", "connectors/memory.py", "service.domain.model"),
    ("The contract knows nobody", "connectors/contract.py", "connectors.memory"),
    ("The domain is pure", "service/domain/timing.py", "random"),
    ("The domain is pure", "service/domain/timing.py", "icalendar"),
    (
        "The domain speaks the contract and no other connector",
        "service/domain/plan.py",
        "connectors.ics.write",
    ),
    ("Provider SDKs stay in their connector", "service/sync.py", "googleapiclient"),
    ("The print kit knows nobody", "service/print_kit/paper.py", "service.domain.model"),
    ("The PDF library stays in the print kit", "service/desk/feeds.py", "reportlab"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for top in ("service", "connectors"):
        shutil.copytree(ROOT / top, tmp_path / top, ignore=IGNORED)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_house_keeps_its_contracts(house: Path) -> None:
    result = lint(house)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("contract", "file", "module"), BREAKS)
def test_a_contract_breaks(house: Path, contract: str, file: str, module: str) -> None:
    with (house / file).open("a", encoding="utf-8") as source:
        source.write(f"\nimport {module}\n")
    result = lint(house)
    assert result.returncode == 1
    assert f"{contract} BROKEN" in " ".join(result.stdout.split())
