"""The rows of this folder's own table, in the form of the given one."""

import csv
from pathlib import Path

from tests.cases.timing import Row
from tests.cases.timing import rows as given

MORE = Path(__file__).with_name("more.tsv")


def more() -> list[Row]:
    with MORE.open(encoding="utf-8", newline="") as file:
        return [Row(cells) for cells in csv.DictReader(file, delimiter="\t")]


def stateless() -> list[Row]:
    """Every row, given or ours, that needs neither a ledger nor answers."""
    return [row for row in (*given(), *more()) if not row.needs_a_ledger]
