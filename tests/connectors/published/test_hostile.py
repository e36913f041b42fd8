"""Whatever a server does: refused or survived, in time, the cursor kept, in plain words."""

import time

import pytest

from connectors.published import NotNow, Refused
from connectors.transport import Limits, Network
from tests.connectors.published.hostile import ADDRESSES, GOOD, NAMES, SECRET, TRICKS
from tests.connectors.transport.loopback import World, reply

CLASSES = {"not now": NotNow, "refused": Refused}
FAILING = {name: trick for name, trick in TRICKS.items() if trick.outcome in CLASSES}
SURVIVED = {name: trick for name, trick in TRICKS.items() if trick.outcome == "survived"}
ROOM = Limits(total_seconds=8)


def plain(problem):
    """A sentence for a person: where, what, what to do, and nothing of the address."""
    assert problem.where
    assert problem.what.endswith(".")
    assert problem.next_step.endswith(".")
    assert SECRET not in f"{problem}"
    assert "Traceback" not in f"{problem}"
    return True


@pytest.mark.parametrize("name", FAILING)
def test_a_trick_costs_nothing_but_a_sentence(name, serve, published):
    trick = FAILING[name]
    server = serve(reply(GOOD), *trick.replies)
    # Big bodies take their time on a busy machine; drips must not get it.
    limits = Limits(total_seconds=0.8) if "drip" in name or name == "silence" else ROOM
    calendar = published(server, server.url(f"/{SECRET}.ics"), limits=limits)
    good = calendar.pull("c", None)
    began = time.monotonic()
    with pytest.raises(CLASSES[trick.outcome]) as error:
        calendar.pull("c", good.cursor)
    assert time.monotonic() - began < 5
    assert trick.says in error.value.problem.what
    assert plain(error.value.problem)
    assert SECRET not in f"{error.value}"
    assert getattr(error.value, "retry_after", None) == trick.retry_after
    server.replies[:] = [reply(GOOD)]
    again = calendar.pull("c", good.cursor)
    assert (again.items, again.complete, again.cursor) == ((), False, good.cursor)


@pytest.mark.parametrize("name", FAILING)
def test_a_trick_at_the_first_look_gives_no_empty_calendar(name, serve, published):
    trick = FAILING[name]
    limits = Limits(total_seconds=0.8) if "drip" in name or name == "silence" else ROOM
    with pytest.raises(CLASSES[trick.outcome]):
        published(serve(*trick.replies), limits=limits).pull("c", None)


@pytest.mark.parametrize("name", SURVIVED)
def test_a_calendar_with_a_trap_in_it_is_read_around_the_trap(name, serve, published):
    calendar = published(serve(*SURVIVED[name].replies), limits=ROOM)
    began = time.monotonic()
    found = calendar.pull("c", None)
    assert time.monotonic() - began < 4
    assert found.complete
    assert "interview@there" in {change.event.uid for change in found.items}
    assert all(map(plain, found.problems))
    assert not any("line " in problem.where for problem in found.problems)


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_address_leads_inside(name, serve, published, connections):
    server = serve(reply(GOOD))

    def resolve(host, port):
        return NAMES[host][0] if host in NAMES else [host.strip("[]")]

    world = World({}, server.port)
    network = Network(resolve=resolve, dial=world.dial)
    calendar = published(server, ADDRESSES[name], network=network)
    with pytest.raises(Refused) as error:
        calendar.pull("c", None)
    assert plain(error.value.problem)
    assert world.dialled == []
    assert connections == []
    assert server.requests == []


def test_a_name_that_changes_its_mind_is_asked_once(serve, published):
    server = serve(reply(GOOD))
    world = World({"rebind.example": [["93.184.216.34"], ["127.0.0.1"]]}, server.port)
    calendar = published(server, "http://rebind.example/x.ics", network=world.network)
    assert calendar.pull("c", None).complete
    assert len(world.asked) == 1
    assert world.dialled == [("93.184.216.34", 80)]
    with pytest.raises(Refused):
        calendar.pull("c", None)
