"""The settings of a person as they are followed."""

from __future__ import annotations

from service.domain.policy import Me, Policy
from service.machine_zone import machine_zone
from service.settings_file import SettingsError, load
from service.store.people import person as find_person
from service.store.sources import sources
from service.store.store import Reader
from service.store.values import PersonId
from service.watch.recall import at_home


def policy_of(tx: Reader, person: PersonId) -> Policy:
    """The person's policy with their zone filled in: as a pass would follow it now.

    The defaults for somebody who is not there. Raises `SettingsError` for settings nobody
    checked.
    """
    who = find_person(tx, person)
    policy = load(who.settings if who else "", where="settings")
    return at_home(policy, sources(tx, person), machine_zone())


def me_of(tx: Reader, person: PersonId) -> tuple[Me, bool]:
    """Who they are by their settings, and whether these can be read.

    Where they can't, by the defaults: whoever could open no page could not mend them either.
    """
    try:
        return policy_of(tx, person).me, True
    except SettingsError:
        return at_home(Policy(), sources(tx, person), machine_zone()).me, False
