"""The property machine: short for every run of the tests, long for the soak."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.machine import SharedCalendar


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        SharedCalendar,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),  # a busy machine is no failure
        ),
    )


def test_a_person_and_a_service_share_one_calendar():
    run(examples=120, steps=30)


@pytest.mark.soak
def test_they_share_it_for_a_long_time():
    run(examples=1500, steps=50)
