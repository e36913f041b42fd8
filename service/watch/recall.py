"""What is known of a person before anybody looks: all of it of one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from zoneinfo import ZoneInfo

from service.domain.forgotten import NOBODY_IS, Forgotten
from service.domain.model import FollowUp, Session, VisitKey
from service.domain.policy import Me, Policy
from service.domain.visit_link import Links
from service.settings_file import load
from service.store.answers import answers
from service.store.debriefs import debriefs
from service.store.forgotten import forgotten
from service.store.grants import StoredGrant, grants_of
from service.store.link_secrets import link_secret
from service.store.people import person as find_person
from service.store.plan_rows import follow_ups, visits
from service.store.sessions import sessions, visit_names
from service.store.sources import sources
from service.store.store import Reader
from service.store.suggestions import Suggestion, stored_suggestions
from service.store.supplies import supplies
from service.store.values import GrantId, PersonId, Source, SourceId, StoredVisit
from service.watch.told import Told, sorted_out

Stored = Mapping[SourceId, tuple[Session, ...]]
Asked = Mapping[SourceId, tuple[Suggestion, ...]]
Names = Mapping[VisitKey, VisitKey]
NOBODYS: Mapping[GrantId, StoredGrant] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Until it has `begun`, nothing is put on any calendar.

    `lost` are the accounts that have to be connected again. `links` lead from the entries to the
    pages about them; None: nobody knows our address.
    """

    begun: bool
    policy: Policy
    sources: tuple[Source, ...]
    sessions: Stored
    suggestions: Asked
    names: Names
    visits: tuple[StoredVisit, ...]
    planned: tuple[FollowUp, ...]
    told: Told
    links: Links | None = None
    forgotten: Forgotten = NOBODY_IS
    lost: Mapping[GrantId, StoredGrant] = field(default_factory=lambda: NOBODYS)


def recall(tx: Reader, person: PersonId, home: ZoneInfo, base: str | None = None) -> Known | None:
    """All that is stored; None: there is no such person. Raises `SettingsError`.

    `base` is the address that we are reached by.
    """
    who = find_person(tx, person)
    if who is None:
        return None
    mine = tuple(sources(tx, person))
    return Known(
        begun=who.started is not None,
        policy=at_home(load(who.settings, where="settings"), mine, home),
        sources=mine,
        sessions=sessions(tx, person),
        suggestions=stored_suggestions(tx, person),
        names=visit_names(tx, person),
        visits=visits(tx, person),
        planned=follow_ups(tx, person),
        told=sorted_out(answers(tx, person), debriefs(tx, person), supplies(tx, person)),
        links=links_of(tx, person, base),
        forgotten=forgotten(tx, person),
        lost=lost_grants(tx, person, mine),
    )


def links_of(tx: Reader, person: PersonId, base: str | None) -> Links | None:
    """What leads to the person's own pages; None as long as there is no secret for it."""
    secret = link_secret(tx, person) if base else None
    return Links(base=base.rstrip("/"), person=person, secret=secret) if base and secret else None


def lost_grants(
    tx: Reader, person: PersonId, sources: Iterable[Source]
) -> Mapping[GrantId, StoredGrant]:
    """The accounts that some of these are read through and that are not ours any more."""
    if not any(source.grant for source in sources):
        return NOBODYS
    return {one.id: one for one in grants_of(tx, person) if one.state != "active"}


def at_home(policy: Policy, sources: Iterable[Source], home: ZoneInfo) -> Policy:
    """The policy with the person's zone: the settings', else a calendar's, else the machine's.

    It may be applied again when the calendars have been read: what was told stays.
    """
    if not policy.me.timezone_guessed:
        return policy
    # One of ours has the zone that we gave it.
    theirs = (source.timezone for source in sources if source.writes != "ours")
    told = next(filter(None, theirs), None)
    me: Me = replace(policy.me, timezone=told or home.key, timezone_guessed=told is None)
    return replace(policy, me=me)
