"""A person and a service share one calendar. Whatever happens, these laws hold.

The machine plays the person, the provider, the clock and the crash, and keeps its own record
of what the person did. The laws are judged by that record and the calendar alone; the ledger
is asked only which event stands for a key.
"""

from dataclasses import dataclass
from datetime import timedelta

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from connectors.contract import Content, Create, Delete, Event, EventId, Update
from connectors.memory import MemoryConnector
from service.domain.block import BEGIN, ours_in, outside, with_block
from service.domain.ledger import again
from service.domain.merge import FIELDS, ended, overruled, starts_before
from service.domain.model import FollowUp, Key, Standing
from service.domain.reconcile import edited, name, ticked
from tests.sync.household import (
    HOME,
    T0,
    Crash,
    FragileLedger,
    Household,
    Settings,
    Visit,
    shown,
    span,
)

VISITS = st.sampled_from("xy")


def visit_of(key):
    return str(key or "").partition("/")[0]


KINDS = ("prompt", "email", "call")
FAR = timedelta(days=400)
"""Beyond any visit of a run, so that no such date becomes impossible."""


@dataclass
class Watched(MemoryConnector):
    """Looks over the service's shoulder: the past is never touched, nor somebody else's event."""

    house: Household | None = None

    def _answer(self, calendar, write):
        self._watch(calendar.events, write)
        return super()._answer(calendar, write)

    def _watch(self, events, write):
        now = self.house.now
        if isinstance(write, Create | Update) and "when" in getattr(write, "touched", {"when"}):
            assert not ended(write.content.when, now), "we wrote into the past"
        if isinstance(write, Create):
            return
        there = events.get(write.id)
        if there and there.etag == write.etag:
            assert not ended(there.content.when, now), "we touched what had passed"
            assert there.name, "we touched somebody else's event"


class SharedCalendar(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.connector = Watched()
        self.house = Household(connector=self.connector, ledger=FragileLedger())
        self.connector.house = self.house
        self.edits: dict[EventId, dict[str, object]] = {}  # what the person made theirs
        self.outside: dict[EventId, str] = {}  # what they wrote beside our block
        self.copies: set[EventId] = set()  # of what was theirs, and so theirs too
        self.thrown: set[EventId] = set()  # events they deleted
        self.dead: set[Key] = set()  # follow-ups they deleted while those were wanted
        self.meddled: set[Key] = set()  # keys of which the plan alone says no longer enough
        self.said: set[str] = set()  # visits of which they wrote that they heard back
        self.unread: set[str] = set()  # those that nobody may have looked at since
        self.unsure: set[str] = set()  # and those of which nobody can say whether that was seen

    # -- what the record is about

    @property
    def calendar(self):
        return self.connector.at(HOME)

    def key_of(self, event: Event) -> Key | None:
        """The key whose present event this is, by its name."""
        rows = self.house.ledger.placements
        wanted = [one.key for one in self.house.wanted()]
        for key in [*rows, *wanted]:
            if event.name == name(key, rows[key].generation if key in rows else 0):
                return key
        return None

    def wanted(self) -> dict[Key, FollowUp]:
        return {one.key: one for one in self.house.wanted()}

    def an_event(self, data) -> Event | None:
        ids = sorted(event.id for event in self.calendar.events.values() if event.name)
        return self.calendar.events[data.draw(st.sampled_from(ids))] if ids else None

    # -- the employer and the settings

    @initialize()
    def somebody_elses_event(self):
        self.stranger = self.calendar.add(Content(title="dentist", when=span(T0)))

    @initialize(ahead=st.integers(1, 100))
    def two_visits_are_known(self, ahead):
        self.a_visit_appears_or_moves("x", ahead)
        self.a_visit_appears_or_moves("y", ahead + 24)
        self.run()

    @rule(key=VISITS, hours=st.sampled_from([0, 1, 5, 26, 120, 240]))
    def a_visit_appears_or_moves(self, key, hours):
        self.house.visits[key] = Visit(key, self.house.now + timedelta(hours=hours))

    @rule(key=VISITS)
    def a_visit_goes(self, key):
        self.house.visits.pop(key, None)
        self.unsure.add(key)
        self.dead -= {Key(f"{key}/{kind}") for kind in KINDS}

    @rule(
        title=st.sampled_from(["Email {visit}", "Thank {visit} ", "Done & Dusted {visit}"]),
        notes=st.sampled_from(["", "bring a pen", f"two\n\nlines {BEGIN}", f"x\n{BEGIN}\ny"]),
        hours=st.sampled_from([1, 2, 30]),
    )
    def the_settings_change(self, title, notes, hours):
        self.house.settings = Settings(title=title, notes=notes, delay=timedelta(hours=hours))

    @rule(minutes=st.sampled_from([0.5, 2, 45, 60 * 7, 60 * 30]))
    def time_passes(self, minutes):
        self.house.later(minutes=minutes)

    # -- the person

    @rule(data=st.data(), how=st.sampled_from(["title", "when", "inside", "outside", "torn"]))
    @precondition(lambda self: len(self.calendar.events) > 1)
    def the_person_edits(self, data, how):
        self.edit(data, how)

    def edit(self, data, how):
        event = self.an_event(data)
        if event is not None:
            self.edit_event(event, how)

    def edit_event(self, event, how):
        tick, notes = self.calendar.tick, event.content.notes
        if how == "torn" and ours_in(notes) is None:
            how = "outside"  # no block to tear: plain words of their own
        if how == "outside" and "notes" not in self.edits.get(event.id, {}):
            self.outside[event.id] = f"{outside(notes)}\nmine {tick}".strip()
            self.house.edit(event.id, notes=f"{notes}\nmine {tick}")
            return
        field, value = {
            "title": ("title", f"mine {tick}"),
            "when": ("when", span(T0 + FAR + timedelta(minutes=tick))),
            "inside": ("notes", with_block(notes, f"my own {tick}")),
            "outside": ("notes", f"{notes}\nmine {tick}"),
            "torn": ("notes", f"{notes.replace(BEGIN, '')}\nmine {tick}".strip()),
        }[how]
        self.house.edit(event.id, **{field: value})
        self.edits.setdefault(event.id, {})[field] = getattr(
            self.calendar.events[event.id].content, field
        )

    @rule(data=st.data(), minutes=st.sampled_from([-300, 1, 30, 600]))
    def the_person_moves_it_near(self, data, minutes):
        """Into the past, before the visit's end, or after it: whether it holds, depends."""
        event = self.an_event(data)
        if event is not None:
            self.house.edit(event.id, when=span(self.house.now + timedelta(minutes=minutes)))
            self.forget(event.id, "when")
            self.meddled.add(self.key_of(event))

    def forget(self, event_id: EventId, field: str):
        self.edits.get(event_id, {}).pop(field, None)
        if not self.edits.get(event_id, True):
            del self.edits[event_id]

    @rule(data=st.data())
    def the_person_ticks_the_title(self, data):
        event = self.an_event(data)
        if event is not None:
            self.house.edit(event.id, title=f"✓ {event.content.title}")
            title = self.calendar.events[event.id].content.title
            self.edits.setdefault(event.id, {})["title"] = title
            self.meddled.add(self.key_of(event))

    @rule(data=st.data(), with_words=st.booleans())
    def the_person_writes_that_they_heard_back(self, data, with_words):
        """Into any entry; alone it is no edit, and goes with the entry."""
        event = self.an_event(data)
        if event is None:
            return
        if with_words:
            self.edit_event(event, "outside")
            event = self.calendar.events[event.id]
        self.house.edit(event.id, notes=f"{event.content.notes}\nheard back")
        notes = self.calendar.events[event.id].content.notes
        if event.id in self.outside:
            self.outside[event.id] = outside(notes)
        if "notes" in self.edits.get(event.id, {}):
            self.edits[event.id]["notes"] = notes
        self.meddled.add(self.key_of(event))
        self.is_said(event)

    def is_said(self, event):
        """It counts where the ledger looks: at the event of a row, of a visit that is known."""
        key = self.key_of(event)
        row, visit = self.house.ledger.placements.get(key), visit_of(key)
        if row is not None and row.event_id == event.id and visit in self.house.visits:
            self.said.add(visit)
            self.unread.add(visit)
        else:
            self.unsure.add(visit)

    @rule(key=VISITS)
    def the_person_takes_back_on_the_page_that_they_heard(self, key):
        if key in self.unread:
            self.unsure.add(key)  # what was written may be seen only after this
        self.said.discard(key)
        self.house.answered.discard(key)
        rows = self.house.ledger.placements
        # Thrown away as it was about to go: that was no wish.
        self.dead -= {
            call
            for call in self.dead
            if call.startswith(f"{key}/call") and rows[call].standing is not Standing.THEIRS
        }

    @rule(key=VISITS, kind=st.sampled_from(KINDS), word=st.sampled_from(["done", "skip"]))
    def the_person_settles_it_on_the_page(self, key, kind, word):
        self.house.settled[Key(f"{key}/{kind}")] = word
        self.meddled.add(Key(f"{key}/{kind}"))

    @rule(key=VISITS, kind=st.sampled_from(KINDS))
    def the_person_wants_it_again(self, key, kind):
        key, rows = Key(f"{key}/{kind}"), self.house.ledger.placements
        self.house.settled.pop(key, None)
        if key in rows:
            self.the_tick_is_taken_back(rows[key])
            rows[key] = again(rows[key])
        self.dead.discard(key)
        self.meddled.add(key)

    def the_tick_is_taken_back(self, row):
        """With it the title, which is ours to put right; and so a copy is only one too many."""
        if row.standing is not Standing.THEIRS or not row.seen or not ticked(row.seen.title):
            return
        for event_id in {row.event_id, *self.copies & self.calendar.events.keys()}:
            title = self.edits.get(event_id, {}).get("title")
            if event_id == row.event_id or title == row.seen.title:
                self.forget(event_id, "title")

    @rule(data=st.data())
    @precondition(lambda self: len(self.calendar.events) > 1)
    def the_person_throws_away(self, data):
        self.throw_away(data)

    def throw_away(self, data):
        event = self.an_event(data)
        if event is None:
            return
        key = self.key_of(event)
        self.unsure.add(visit_of(key))
        self.calendar.drop(event.id)
        self.thrown.add(event.id)
        self.edits.pop(event.id, None)
        self.outside.pop(event.id, None)
        self.meddled.add(key)
        others = [one for one in self.calendar.events.values() if one.name == event.name]
        if key in self.wanted() and not others and not self.meant_to_delete(key):
            self.dead.add(key)

    def meant_to_delete(self, key):
        """A crash left our own delete of it open: who was quicker, nobody can tell afterwards."""
        row = self.house.ledger.placements.get(key)
        return row is not None and isinstance(row.intent, Delete)

    @rule(data=st.data())
    def another_device_makes_it_twice(self, data):
        event = self.an_event(data)
        if event is not None:
            copy = self.calendar.add(event.content, event.name)
            key = self.key_of(event)
            self.meddled.add(key)
            self.unsure.add(visit_of(key))
            row = self.house.ledger.placements.get(key)
            if row is not None and row.standing is Standing.THEIRS:
                self.copies.add(copy.id)
            if event.id in self.edits:
                self.edits[copy.id] = dict(self.edits[event.id])
            if event.id in self.outside:
                self.outside[copy.id] = self.outside[event.id]

    # -- the service and its provider

    @rule(
        crash=st.sampled_from(["", "", "first commit", "push", "second commit"]),
        race=st.sampled_from(["", "", "title", "inside", "outside", "throw away"]),
        manners=st.sampled_from(["", "", "refusing", "losing_answers", "flaky_etags"]),
        data=st.data(),
    )
    def the_service_runs(self, crash, race, manners, data):
        commits = iter(["first commit", "second commit"])

        def dies(where):
            if crash == where:
                raise Crash

        def meanwhile():
            dies("push")
            if race == "throw away":
                self.throw_away(data)
            elif race:
                self.edit(data, race)

        self.house.ledger.before_commit = lambda: dies(next(commits))
        self.connector.manners.before_push = meanwhile
        if manners:
            setattr(self.connector.manners, manners, True)
        self.run(quiet=False)
        if manners:
            setattr(self.connector.manners, manners, False)
        self.house.ledger.before_commit = lambda: None
        self.connector.manners.before_push = lambda: None

    def run(self, *, quiet=True):
        """One pass. An own date that is now before the visit's end is free to be recomputed."""
        wanted = self.wanted()
        for event_id, fields in self.edits.items():
            follow_up = wanted.get(self.key_of(self.calendar.events[event_id]))
            if follow_up and follow_up.floor and "when" in fields:
                assert not starts_before(fields["when"], follow_up.floor), "FAR is not far enough"
        try:
            done = self.house.sync()
            return self.the_person_answers() if done.halted else done
        except Crash:
            assert not quiet
            return None

    def the_person_answers(self):
        """Asked whether they emptied the calendar, they say yes: nothing else may ask it."""
        rows = self.house.ledger.placements.values()
        ours = {one.event_id for one in rows if one.standing is Standing.OURS}
        assert not ours & self.calendar.events.keys(), "the catch fell for no reason"
        return self.house.sync(emptied_on_purpose=True)

    @rule()
    def the_provider_forgets_our_cursor(self):
        self.calendar.expire()

    @rule()
    def the_provider_falls_silent(self):
        rows = self.house.ledger.placements.values()
        ours = [one for one in rows if one.standing is Standing.OURS and one.seen]
        if len(ours) < 3:
            return
        self.connector.manners.silent = True
        before, tick = self.house.ledger.rows(), self.calendar.tick
        assert self.house.sync().halted
        assert (self.house.ledger.rows(), self.calendar.tick) == (before, tick)
        self.connector.manners.silent = False

    # -- the laws

    @invariant()
    def edits_survive(self):
        for event_id, fields in self.edits.items():
            assert event_id in self.calendar.events, "we deleted what a person had edited"
            there = self.calendar.events[event_id].content
            for field, value in fields.items():
                assert getattr(there, field) == value, field

    @invariant()
    def words_beside_our_block_survive(self):
        for event_id, words in self.outside.items():
            assert event_id in self.calendar.events, "we deleted what a person had written"
            if "notes" not in self.edits.get(event_id, {}):
                assert outside(self.calendar.events[event_id].content.notes) == words

    @invariant()
    def the_dead_stay_dead(self):
        assert not (self.thrown & self.calendar.events.keys())
        assert not (self.dead & {self.key_of(one) for one in self.calendar.events.values()})

    @invariant()
    def somebody_elses_event_is_as_it_was(self):
        if hasattr(self, "stranger"):
            assert self.calendar.events[self.stranger.id] == self.stranger

    def settle_down(self):
        for _ in range(5):
            self.house.later(minutes=2)
            self.run()
        self.unread.clear()

    @rule()
    def all_is_well_in_the_end(self):
        self.settle_down()
        self.it_comes_to_rest()
        self.there_are_never_two_of_the_same()
        self.untouched_follow_ups_match_the_plan()
        self.nothing_of_ours_stands_before_the_visit_is_over()
        self.what_was_written_is_heard_and_what_was_taken_back_is_not_heard_again()

    def what_was_written_is_heard_and_what_was_taken_back_is_not_heard_again(self):
        assert self.said - self.unsure == self.house.answered - self.unsure

    def it_comes_to_rest(self):
        before = self.calendar.tick
        done = self.run()
        assert (done.operations, done.look_again) == ((), False), done
        assert self.calendar.tick == before

    def there_are_never_two_of_the_same(self):
        rows = self.house.ledger.placements
        seen = set()
        for event in self.calendar.events.values():
            key = self.key_of(event)
            if key is None or rows[key].standing is not Standing.OURS or self.theirs(event):
                continue
            assert key not in seen, f"two of {key}"
            seen.add(key)

    def theirs(self, event: Event) -> bool:
        """An event that the person changed, or that lies in the past: nobody sweeps it up."""
        changed = event.id in {*self.edits, *self.outside, *self.copies}
        rows = self.house.ledger.placements.values()
        held = [one for one in rows if one.event_id == event.id]
        moved = any(one.standing is Standing.THEIRS and edited(one) for one in held)
        return changed or moved or ended(event.content.when, self.house.now)

    def untouched_follow_ups_match_the_plan(self):
        wanted = self.wanted()
        for key, follow_up in wanted.items():
            if key not in self.meddled and not ended(follow_up.content.when, self.house.now):
                self.matches(key, follow_up)
        for event in self.calendar.events.values():
            key = self.key_of(event)
            if key and key not in wanted and key not in self.meddled:
                assert self.theirs(event), "left behind"

    def nothing_of_ours_stands_before_the_visit_is_over(self):
        rows = self.house.ledger.placements
        for key, follow_up in self.wanted().items():
            row = rows.get(key)
            if not row or row.standing is not Standing.OURS or follow_up.floor is None:
                continue
            when = self.calendar.events[row.event_id].content.when
            possible = not starts_before(when, follow_up.floor)
            over = ended(when, self.house.now) or ended(follow_up.content.when, self.house.now)
            assert possible or over, "an impossible date was left standing"

    def matches(self, key: Key, follow_up: FollowUp):
        row = self.house.ledger.placements[key]
        edits = self.edits.get(row.event_id, {})
        if row.standing is Standing.THEIRS:
            assert edits or row.event_id in self.outside, "given up for no reason"
            return  # edited, let go when it was no longer planned, and planned again
        event = self.calendar.events[row.event_id]
        if ended(event.content.when, self.house.now):
            return
        assert overruled(event.content, shown(follow_up)) <= edits.keys() & FIELDS
        if "notes" not in edits:
            assert ours_in(event.content.notes) == ours_in(shown(follow_up).notes)
