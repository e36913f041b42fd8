"""Messages, passes and channels meet in the database, and nobody is turned away."""

import threading
from dataclasses import replace
from datetime import timedelta

from service.store.leases import wake
from service.store.sources import record_what_changed, source
from service.store.watches import look_by, take_hint
from tests.pushes.town import DAY, NOW

SECOND, TURNS = timedelta(seconds=1), 150


def at_once(*acts):
    """Each as often in a thread of its own; what went wrong."""
    wrong, together = [], threading.Barrier(len(acts))

    def run(act):
        together.wait(60)
        try:
            for turn in range(TURNS):
                act(NOW + turn * SECOND)
        except Exception as error:  # noqa: BLE001 - told by the test
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    return wrong


def test_messages_and_passes_never_wait_for_each_other_in_a_circle(town):
    def message(now):
        with town.store.write() as tx:
            take_hint(tx, town.calendar, now=now)

    def channel(now):
        with town.store.write() as tx:
            look_by(tx, town.calendar, now, now=now)

    def a_pass(now):
        with town.store.write() as tx:  # as it saves what it saw: the person first
            wake(tx, town.person, now=now)
            before = source(tx, town.calendar)
            record_what_changed(tx, before, replace(before, next_read=now + DAY))

    assert at_once(message, message, channel, a_pass) == []
