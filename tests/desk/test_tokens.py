"""Personal tokens: made, shown once, and taken away."""

import pytest

from service.desk.refusals import InTheWay, Unfit
from service.desk.tokens import LONGEST_NAME, MOST, make, remove
from service.store.journal import journal
from service.store.people import add_person
from service.store.seal import hash_token
from service.store.tokens import person_of_token, tokens
from tests.watch.home import NOW


@pytest.fixture
def person(store):
    with store.write() as tx:
        return add_person(tx, "alex", now=NOW)


def owner(store, token):
    with store.read() as tx:
        return person_of_token(tx, hash_token(token))


def test_a_token_opens_what_is_its_owners_until_it_is_removed(store, person):
    token = make(store, person, "  my   phone ", now=NOW)

    with store.read() as tx:
        assert [(one.name, one.created) for one in tokens(tx, person)] == [("my phone", NOW)]
        assert token not in str(journal(tx, person))
    assert owner(store, token) == person
    assert remove(store, person, "my phone", now=NOW)
    assert owner(store, token) is None
    assert not remove(store, person, "my phone", now=NOW)


def test_somebody_elses_token_of_that_name_stays(store, person):
    with store.write() as tx:
        other = add_person(tx, "bo", now=NOW)
    token = make(store, other, "phone", now=NOW)

    assert not remove(store, person, "phone", now=NOW)
    assert owner(store, token) == other


@pytest.mark.parametrize(
    ("name", "kind"),
    [("", Unfit), ("  ", Unfit), ("x" * (LONGEST_NAME + 1), Unfit), ("taken", InTheWay)],
)
def test_a_name_that_will_not_do_makes_no_token(store, person, name, kind):
    make(store, person, "taken", now=NOW)

    with pytest.raises(kind) as refusal:
        make(store, person, name, now=NOW)

    assert refusal.value.problem.next_step
    with store.read() as tx:
        assert len(tokens(tx, person)) == 1


def test_there_is_an_end_to_tokens(store, person):
    for number in range(MOST):
        make(store, person, f"{number}", now=NOW)
    with pytest.raises(InTheWay, match=f"{MOST} tokens"):
        make(store, person, "one more", now=NOW)
