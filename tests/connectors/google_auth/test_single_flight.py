"""However many ask, in however many processes, one renews, and all go by what came of it."""

import gc
import threading
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from connectors.consent import Fresh, Renewal
from connectors.contract import AccessLost, Transient
from connectors.google.single_flight import MARGIN, Accesses, SharedAccess
from service.store.renewals import TokenShelf
from service.store.store import open_store
from tests.connectors.google_auth.conftest import NOW, at_once
from tests.connectors.google_auth.household import Household
from tests.google_fake.faults import Fault


@dataclass
class Counter:
    """A shelf and an authorizer in one, by number."""

    made: int = 0
    busy: bool = False
    failure: Exception | None = None
    holding: threading.Event = field(default_factory=threading.Event)
    told: list[str] = field(default_factory=list)
    token: Fresh | None = None

    def kept(self):
        return self.token

    def claim(self):
        return None if self.busy else Renewal(lease="l", refresh_token="r", scopes=frozenset())

    def keep(self, renewal, fresh):
        self.token = fresh
        return True

    def lose(self, renewal, why):
        self.told.append(why)
        return True

    def let_go(self, renewal):
        self.told.append("let go")

    def refresh(self, refresh_token, scopes, *, now):
        self.made += 1
        self.holding.wait(10)
        if self.failure:
            raise self.failure
        return Fresh(access_token=str(self.made), expires=now + timedelta(hours=1))


def sharing(counter, **how):
    return SharedAccess(counter, counter, clock=lambda: NOW, **how)


def counted(failure=None):
    counter = Counter(failure=failure)
    threading.Timer(0.3, counter.holding.set).start()
    return counter


def test_threads_that_ask_at_once_make_one_request():
    counter = counted()
    access = sharing(counter)
    assert at_once(16, lambda _: access.token()) == ["1"] * 16
    assert counter.made == 1


@pytest.mark.parametrize("failure", [Transient("502"), AccessLost("gone")])
def test_who_waited_for_a_flight_shares_its_failure(failure):
    counter = counted(failure)
    access = sharing(counter)
    assert {type(found) for found in at_once(16, lambda _: access.token())} == {type(failure)}
    assert counter.made == 1
    with pytest.raises(type(failure)):
        access.token()
    assert counter.made == 2, "whoever comes later tries anew"


def test_a_failure_waits_as_long_as_was_asked_for():
    counter = counted(Transient("operator", retry_after=timedelta(hours=1)))
    access = sharing(counter)
    waits = {found.retry_after for found in at_once(4, lambda _: access.token())}
    assert waits == {timedelta(hours=1)}


def test_many_whose_token_was_refused_make_one_request():
    counter = counted()
    access = sharing(counter)
    bad = access.token()
    assert at_once(16, lambda _: access.renew(bad)) == ["2"] * 16
    assert counter.made == 2


def test_a_token_lasts_until_shortly_before_its_end():
    counter = counted()
    now = [NOW]
    access = SharedAccess(counter, counter, clock=lambda: now[0])
    access.token()
    now[0] = NOW + timedelta(hours=1) - MARGIN - timedelta(seconds=1)
    assert access.token() == "1"
    now[0] += timedelta(seconds=1)
    assert access.token() == "2"


def test_waiting_for_another_process_has_an_end():
    counter = Counter(busy=True)
    with pytest.raises(Transient, match="another process"):
        sharing(counter, patience=0.2).token()


def test_an_error_that_nobody_foresaw_holds_nobody_up():
    counter = counted(RuntimeError("a bug"))
    access = sharing(counter, patience=0.5)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            access.token()
    assert counter.told == ["let go", "let go"]


def test_those_who_call_for_one_account_share_its_access_while_they_do():
    accesses, counter = Accesses(), Counter()
    one = accesses.of(1, lambda: sharing(counter))
    assert accesses.of(1, lambda: sharing(counter)) is one
    assert accesses.of(2, lambda: sharing(counter)) is not one
    del one
    gc.collect()
    assert list(accesses._made) == []


# -- by the store, at the stand-in -------------------------------------------------------------


def test_several_processes_make_one_request(fake, store, store_url, seal):
    home = Household(fake, store)
    stores = [open_store(store_url, seal=seal) for _ in range(3)]
    accesses = [home.access(one) for one in stores]
    home.expire()
    fake.faults.plan(Fault(kind="hang", method="oauth.token", seconds=0.4))
    tokens = set(at_once(12, lambda place: accesses[place % 3].token()))
    for one in stores:
        one.close()
    assert (home.renewals, len(tokens)) == (1, 1)
    assert tokens <= set(fake.grants.access)


def test_who_comes_just_after_another_process_renewed_takes_its_token(fake, store):
    home = Household(fake, store)
    home.expire()

    class Behind(TokenShelf):
        """Another process renews between a look at the shelf and the claim."""

        __slots__ = ()

        def claim(self):
            other.token()
            return super().claim()

    other = home.access()
    shelf = Behind(store, home.account, fake.clock.now)
    access = SharedAccess(shelf, other._authorizer, clock=fake.clock.now)
    assert access.token() == other.token()
    assert home.renewals == 1
    assert shelf.claim() is not None, "and it held nothing back"


def test_a_process_that_died_renewing_holds_nobody_up_for_long(fake, store):
    home = Household(fake, store)
    home.expire()
    TokenShelf(store, home.account, fake.clock.now).claim()
    with pytest.raises(Transient):
        home.access(patience=0.2).token()
    fake.clock.advance(timedelta(minutes=2))
    assert home.access().token() in fake.grants.access


def test_a_rotated_refresh_token_serves_the_next_renewal(fake, store):
    fake.manners.rotate_refresh_tokens = True
    home = Household(fake, store)
    for _ in range(3):
        home.expire()
        assert home.access().token() in fake.grants.access
    assert home.state() == "active"


def test_connecting_again_during_a_refusal_is_not_undone(fake, store):
    home = Household(fake, store)
    home.expire()
    fake.revoke(home.email)
    access = home.access()

    class Slow:
        """The person is quicker than Google's answer to the old token."""

        def __init__(self, inner):
            self.inner, self.asked = inner, 0

        def refresh(self, refresh_token, scopes, *, now):
            self.asked += 1
            try:
                return self.inner.refresh(refresh_token, scopes, now=now)
            finally:
                if self.asked == 1:
                    home.connect()

    access._authorizer = Slow(access._authorizer)
    assert access.token() in fake.grants.access
    assert home.state() == "active"
