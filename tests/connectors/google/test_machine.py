"""A person and the service share one Google Calendar: short for every run, long for the soak."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.connectors.google.shared import SharedGoogleCalendar


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        SharedGoogleCalendar,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),  # a busy machine is no failure
        ),
    )


def test_they_share_it_whatever_the_weather():
    run(examples=25, steps=20)


@pytest.mark.soak
def test_they_share_it_for_a_long_time():
    run(examples=2000, steps=30)
