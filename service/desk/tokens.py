"""Personal tokens for the JSON API: made, shown once, and taken away."""

from __future__ import annotations

from datetime import datetime

from connectors.contract import Problem
from service.desk.refusals import InTheWay, Unfit
from service.store.journal import write_line
from service.store.leases import wake
from service.store.seal import hash_token, new_token
from service.store.store import Store
from service.store.tokens import add_token, remove_tokens, tokens
from service.store.values import PersonId

MOST, LONGEST_NAME = 50, 100


def make(store: Store, person: PersonId, name: str, *, now: datetime) -> str:
    """A new token, to be shown this once: only its hash is kept.

    Raises `Unfit` for a name that will never do, `InTheWay` for one taken and one too many.
    """
    called, token = " ".join(name.split()), new_token()
    with store.write() as tx:
        wake(tx, person, now=now)  # takes the row, so that two at once come one after the other
        _refuse(called, [one.name for one in tokens(tx, person)])
        add_token(tx, person, called, hash_token(token), now)
        write_line(tx, person, now, "token_made", None, f"A personal token was made: “{called}”.")
    return token


def remove(store: Store, person: PersonId, name: str, *, now: datetime) -> bool:
    """No token of that name works any more; whether there was one."""
    with store.write() as tx:
        if not remove_tokens(tx, person, name):
            return False
        text = f"The personal token “{name}” was removed, and works no longer."
        write_line(tx, person, now, "token_removed", None, text)
    return True


def _refuse(called: str, known: list[str]) -> None:
    if not called:
        step = "Say what it is for, such as “shortcut on my phone”."
        raise Unfit(_problem("A token needs a name.", step))
    if len(called) > LONGEST_NAME:
        what = f"This name is longer than {LONGEST_NAME} characters."
        raise Unfit(_problem(what, "Choose a shorter one."))
    if called in known:
        what = f"There is a token called “{called}” already."
        raise InTheWay(_problem(what, "Choose another name."))
    if len(known) >= MOST:
        what = f"You have {MOST} tokens already."
        raise InTheWay(_problem(what, "Remove one that you no longer use."))


def _problem(what: str, step: str) -> Problem:
    return Problem(where="the name", what=what, next_step=step)
