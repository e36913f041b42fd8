"""Our neighbours of the given timing cases, by the same two ways: command line and ledger."""

import pytest

from tests.cli import test_timing_cases as by_command_line
from tests.domain.timing.table import more
from tests.sync import test_timing_ledger_cases as by_ledger

WITH_LEDGER = [row for row in more() if row.needs_a_ledger]
STATELESS = [row for row in more() if not row.needs_a_ledger]


@pytest.mark.parametrize("row", STATELESS, ids=[row.id for row in STATELESS])
def test_a_row_through_the_command_line(row, tmp_path):
    by_command_line.test_timing(row, tmp_path)


@pytest.mark.parametrize("row", WITH_LEDGER, ids=[row.id for row in WITH_LEDGER])
def test_a_row_that_needs_a_ledger(row):
    by_ledger.test_timing(row)
