"""A look at one source: what it says, whether that is believed, and when to look again.

Whatever goes wrong with a source is told in plain words and costs that source only: its last
good state stays, and the others go on.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from connectors.contract import (
    AccessLost,
    CalendarId,
    Changes,
    ConnectorError,
    CursorExpired,
    Problem,
    Transient,
)
from service.domain.policy import Policy
from service.domain.vanishing import ALL_GONE, PATIENCE, believe
from service.store.values import Source
from service.watch.bookmark import Bookmark, opened
from service.watch.equipment import Equipment, Puller
from service.watch.pace import SHORTEST, SHORTEST_OF_ACCOUNTS, back_off, interval

_log = logging.getLogger(__name__)

_CONFIRM = "If a later reading says so too, it is believed; until then nothing changes."
_ASKED = (
    "Say on the page of your calendars whether you removed them, or want them back; until then "
    "nothing is written into it. After a day without a word they stay away."
)
_STILL_GONE = f"{ALL_GONE} A second reading says so too."
_AGAIN = "It is tried again by itself; until then everything stays as it was."


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The source as it is to be stored. `listing` is None when its sessions stay as they are.

    `connector` is the one that was answered by, `lost` why the account is not ours any more.
    `asks` when none of our entries is in it: then nothing is written before the person has said
    what to make of that.
    """

    source: Source
    listing: Changes | None = None
    connector: Puller | None = None
    lost: str | None = None
    asks: bool = False


def look_at(
    source: Source, policy: Policy, equipment: Equipment, *, under: str, now: datetime
) -> Look:
    """Look at a source, whatever comes of it. `under` names the circumstances."""
    try:
        connector = equipment.connect(source, policy, now)
        changes = _pull(connector, source, under)
    except Exception as error:  # noqa: BLE001 - a fault of ours in one source must not cost the others
        return troubled(source, error, equipment, now)
    heard = _heard(source, changes, under, equipment, now)
    return replace(heard, connector=connector)


def troubled(source: Source, error: Exception, equipment: Equipment, now: datetime) -> Look:
    """What comes of an error: it is told, and tried again later."""
    if isinstance(error, AccessLost):
        return _without_access(source, error, equipment, now)
    if not isinstance(error, ConnectorError):
        # Its message may repeat what an event says, so only its kind is logged.
        _log.error("source %d could not be read: %s", source.id, type(error).__name__)
    return _in_trouble(source, error, equipment, now)


def _pull(connector: Puller, source: Source, under: str) -> Changes:
    """What has changed, all there is, or the news that there is none."""
    mark, calendar = opened(source.cursor), CalendarId(source.name)
    cursor = mark.cursor if mark and mark.under == under else None
    try:
        return connector.pull(calendar, cursor)
    except CursorExpired:
        return connector.pull(calendar, None)


def _heard(
    source: Source, changes: Changes, under: str, equipment: Equipment, now: datetime
) -> Look:
    if not changes.complete:
        return Look(source=_news(source, changes, under, equipment, now), listing=changes)
    size = changes.about.size if changes.about else len(changes.items)
    if not believe(source.size, size, confirms(source, now)):
        what = f"Of its {source.size} events only {size} are left, all at once."
        return doubted(source, equipment, now, what=what)
    told = _problem_of(changes.problems)
    heard = replace(_well(source, now), size=size, problem=told, last_change=now)
    if changes.about is not None:
        named = heard.name or changes.about.name or ""
        heard = replace(heard, name=named, timezone=changes.about.timezone)
    return Look(source=_marked(heard, changes, under, equipment, now), listing=changes)


def _news(
    source: Source, changes: Changes, under: str, equipment: Equipment, now: datetime
) -> Source:
    """After an answer that tells only what is different, or that nothing is."""
    heard = _well(source, now)
    if changes.items or changes.problems:
        told = _problem_of(changes.problems) or heard.problem
        heard = replace(heard, last_change=now, problem=told)
    return _marked(heard, changes, under, equipment, now)


def without_access(source: Source, why: str, now: datetime) -> Source:
    """Until the person connects the account again; then it is due, and goes on from its cursor."""
    problem = Problem(
        where=source.called,
        what=f"Its account is no longer connected: {why}.",
        next_step="Connect it again; until then everything stays as it was.",
    )
    return replace(source, failures=max(source.failures, 1), next_read=now, problem=problem)


def confirms(source: Source, now: datetime) -> bool:
    """Whether a look `now` may confirm what was doubted: it is long enough after the doubt.

    It may come sooner, when somebody asks or the provider sends a message; a server's bad
    moment is then still the same moment.
    """
    return source.suspect and (source.last_read is None or now - source.last_read >= SHORTEST)


def doubted(source: Source, equipment: Equipment, now: datetime, *, what: str) -> Look:
    """A listing that is not believed before a later one says the same.

    The cursor stays where it was, so that the next look sees the whole of it again; so does the
    time of the doubt when it is not the first.
    """
    since = source.last_read if source.suspect and source.last_read else now
    problem = Problem(where=source.called, what=what, next_step=_CONFIRM)
    due = since + interval(None, equipment.dice)
    return Look(
        source=replace(source, suspect=True, last_read=since, next_read=due, problem=problem)
    )


def without_ours(look: Look, before: Source, equipment: Equipment, now: datetime) -> Look:
    """A look that shows none of our entries: doubted at first, and then the person is asked.

    `before` is its source before the look. What else it tells is believed, so that interviews go
    on. The cursor stays where it was: all of it is told until they are back, or the person has
    answered or kept silent.
    """
    if not confirms(before, now):
        return doubted(before, equipment, now, what=ALL_GONE)
    since = before.last_read
    if since is None or now - since >= PATIENCE:  # they said so, or had the time to
        return look
    due = min(now + interval(None, equipment.dice), since + PATIENCE)
    problem = Problem(where=before.called, what=_STILL_GONE, next_step=_ASKED)
    here = replace(look.source, cursor=before.cursor, next_read=due, problem=problem)
    return replace(look, source=replace(here, suspect=True, last_read=since), asks=True)


def _without_access(source: Source, error: AccessLost, equipment: Equipment, now: datetime) -> Look:
    if source.grant is None:
        return _in_trouble(source, error, equipment, now)
    return Look(source=without_access(source, f"{error}", now), lost=f"{error}")


def _well(source: Source, now: datetime) -> Source:
    recovered = replace(source, last_read=now, failures=0, suspect=False)
    return replace(recovered, problem=None) if source.failures or source.suspect else recovered


def _marked(
    source: Source, changes: Changes, under: str, equipment: Equipment, now: datetime
) -> Source:
    before = opened(source.cursor)
    refresh = changes.about.refresh if changes.about else before.refresh if before else None
    mark = Bookmark(under=under, cursor=changes.cursor, refresh=refresh)
    return replace(
        source,
        cursor=mark.written(),
        next_read=_next(source, refresh, equipment, now),
    )


def _next(
    source: Source, refresh: timedelta | None, equipment: Equipment, now: datetime
) -> datetime:
    if source.grant is None or equipment.rest is None:
        return now + interval(refresh, equipment.dice)
    due = now + equipment.rest(source.id, now)
    # A look that was asked for later is still to come: messages since then count on it.
    return min(due, source.next_read) if source.next_read > now else due


def _in_trouble(source: Source, error: Exception, equipment: Equipment, now: datetime) -> Look:
    failures = source.failures + 1
    wait = error.retry_after if isinstance(error, Transient) else None
    first = SHORTEST if source.grant is None else SHORTEST_OF_ACCOUNTS
    due = now + back_off(failures, wait, equipment.dice, first=first)
    problem = _problem(source, error)
    return Look(source=replace(source, failures=failures, next_read=due, problem=problem))


def _problem(source: Source, error: Exception) -> Problem:
    """The connector's own words, if it has any; only connectors are trusted to keep secrets."""
    told = getattr(error, "problem", None)
    if isinstance(told, Problem):
        return told
    doing = "made" if source.unmade else "read"
    what = f"This calendar could not be {doing} just now."
    if isinstance(error, ConnectorError) and f"{error}":
        what = f"This calendar could not be {doing}: {error}."
    return Problem(where=source.called, what=what, next_step=_AGAIN)


def _problem_of(problems: tuple[Problem, ...]) -> Problem | None:
    if len(problems) < 2:  # noqa: PLR2004 - one needs no "and more"
        return problems[0] if problems else None
    more = len(problems) - 1
    what = f"{problems[0].what} (And {more} more.)"
    return replace(problems[0], what=what)
