"""Settings as tables: what TOML holds and what a policy holds, in what JSON has."""

from __future__ import annotations

import tomllib
from datetime import date, time
from typing import Any

from service.domain.policy import Policy
from service.settings_file.schema import SECTIONS
from service.settings_file.section import Key
from service.settings_file.writing import Document
from service.web.api.shapes.settings import Tables


def chosen(text: str) -> Tables:
    """What somebody wrote, which `load` has accepted before."""
    return {name: _plain(keys) for name, keys in tomllib.loads(text.removeprefix("\ufeff")).items()}


def in_force(policy: Policy) -> Tables:
    """What holds, by the names of the file, each as it may be written there.

    A guess is no setting: a zone that nobody told is null, or it would be told by sending it back.
    """
    held = {
        section.name: {key.name: _held(key, getattr(policy, section.name)) for key in section.keys}
        for section in SECTIONS
    }
    if policy.me.timezone_guessed:
        held["me"]["timezone"] = None
    return held


def said(tables: Tables) -> Document:
    """What somebody sent, as a document: null says nothing."""
    found = {
        name: {key: value for key, value in keys.items() if value is not None}
        for name, keys in tables.items()
    }
    return {name: keys for name, keys in found.items() if keys}


def _held(key: Key, section: object) -> Any:
    value = getattr(section, key.attribute)
    if key.row is not None:
        return [{one.name: _held(one, row) for one in key.row.keys} for row in value]
    if value is None and key.kind.empty is not None:
        return key.kind.empty
    # A weekday is a number to the policy and a word to the file.
    return key.kind.written(value) if key.kind.options else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
