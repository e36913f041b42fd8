"""`/ui/`: the person's calendar as a page, for the demo. Plain forms; it follows changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import urlencode

from tests.google_fake.moments import instant
from tests.google_fake.page import page
from tests.google_fake.person import Person
from tests.google_fake.refused import Refused
from tests.google_fake.wire import Incoming, Reply, html_reply, json_reply
from tests.google_fake.world import Calendar, Item, World

PREFIX = "/ui/"
FOLLOW = """<script>
const start = document.getElementById('version').dataset.version
setInterval(async () => {
  if (document.querySelector("details[open]") || document.activeElement.matches("input")) return
  const now = await fetch("/ui/version" + location.search).then(r => r.text())
  if (now !== start) location.reload()
}, 1000)
</script>"""


class CalendarPage:
    def __init__(self, world: World) -> None:
        self._world = world
        self._deeds: dict[str, Callable[[Person, dict[str, str]], object]] = {
            "create": _create,
            "tag": lambda who, form: who.tag(form["event"]),
            "drag": _drag,
            "edit": lambda who, form: who.edit(
                form["event"], summary=form["title"], description=form["notes"]
            ),
            "delete": lambda who, form: who.delete(form["event"]),
            "undelete": lambda who, form: who.undelete(form["event"]),
        }

    def respond(self, incoming: Incoming) -> Reply:
        person = self._person(incoming)
        if person is None:
            return html_reply(page("No calendar", "<h1>Nobody has an account here yet.</h1>"), 404)
        if incoming.path == PREFIX + "version":
            return json_reply(person.calendar.version)
        if incoming.verb == "POST":
            return self._do(person, incoming.form())
        with self._world.lock:
            return html_reply(self._page(person))

    def _person(self, incoming: Incoming) -> Person | None:
        email = incoming.query.get("account", [next(iter(self._world.accounts), "")])[-1]
        name = incoming.query.get("calendar", [email])[-1]
        calendar = self._world.calendars.get(name)
        if calendar is None or email not in calendar.roles:
            return None
        return Person(self._world, email, name)

    def _do(self, person: Person, form: dict[str, str]) -> Reply:
        try:
            self._deeds[form["do"]](person, form)
        except (LookupError, ValueError, Refused) as error:
            said = error.message if isinstance(error, Refused) else str(error)
            return html_reply(page("That didn't work", f"<h1>{escape(said)}</h1>"), 400)
        return Reply(status=303, headers={"Location": f"{PREFIX}?{_query(person)}"})

    def _page(self, person: Person) -> str:
        calendar = person.calendar
        alive = [
            e.item
            for e in calendar.entries.values()
            if not (e.cancelled or e.purged) and "start" in e.item
        ]
        dead = [e.item for e in calendar.entries.values() if e.cancelled and not e.purged]
        rows = "".join(_row(item, calendar) for item in sorted(alive, key=_start_of(calendar)))
        bin_rows = "".join(_bin_row(item) for item in dead)
        bin_part = f"<h2>Bin</h2><ul>{bin_rows}</ul>" if bin_rows else ""
        body = (
            f"<h1>{escape(calendar.summary)}</h1>{self._others(person)}{_new_form(self._world)}"
            f'<table><thead><tr><th scope="col">When ({escape(calendar.timezone)})</th>'
            f'<th scope="col">What</th><th scope="col">Do</th></tr></thead>'
            f"<tbody>{rows or '<tr><td colspan=3>Nothing yet.'}</tbody></table>{bin_part}{FOLLOW}"
        )
        version = f'<div id="version" data-version="{calendar.version}" hidden></div>'
        return page(f"{calendar.summary}: stand-in calendar", version + body)

    def _others(self, person: Person) -> str:
        links = [
            f'<a href="{PREFIX}?{_query(Person(self._world, person.email, name))}">'
            f"{escape(calendar.summary)}</a>"
            for name, calendar in self._world.calendars.items()
            if person.email in calendar.roles
        ]
        return f"<nav>{' · '.join(links)}</nav>" if len(links) > 1 else ""


def _create(person: Person, form: dict[str, str]) -> Item:
    start = _local(person, form["start"])
    return person.create(form["title"], start, start + timedelta(minutes=int(form["minutes"])))


def _drag(person: Person, form: dict[str, str]) -> Item:
    item, zone = person.event(form["event"]), person.calendar.zone
    start = _local(person, form["start"])
    return person.drag(
        form["event"], start, start + (instant(item["end"], zone) - instant(item["start"], zone))
    )


def _local(person: Person, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=person.calendar.zone)


def _query(person: Person) -> str:
    return urlencode({"account": person.email, "calendar": person.calendar.id})


def _start_of(calendar: Calendar) -> Callable[[Item], datetime]:
    return lambda item: instant(item["start"], calendar.zone)


def _new_form(world: World) -> str:
    tomorrow = (world.clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT14:00")
    return (
        '<form method="post"><fieldset><legend>New event</legend>'
        '<label>Title <input name="title" required size="40" '
        'value="Interview with Acme - Data Engineer"></label> '
        f'<label>Starts <input type="datetime-local" name="start" required value="{tomorrow}">'
        '</label> <label>Minutes <input type="number" name="minutes" value="60" min="5"></label> '
        '<button name="do" value="create">Create</button></fieldset></form>'
    )


def _row(item: Item, calendar: Calendar) -> str:
    title = escape(item.get("summary", "(no title)"))
    ours = item.get("extendedProperties", {}).get("private", {}).get("afterword_key")
    mark = " <small>(made by Afterword)</small>" if ours else ""
    notes = escape(item.get("description", ""))
    told = f"<details><summary>Notes</summary><pre>{notes}</pre></details>" if notes else ""
    return (
        f'<tr id="{escape(item["id"])}"><td>{_when(item, calendar)}<td>{title}{mark}{told}'
        f"<td>{''.join(_buttons(item, calendar, bool(ours)))}"
    )


def _buttons(item: Item, calendar: Calendar, ours: bool) -> Iterator[str]:
    if not ours and "#interview" not in item.get("summary", ""):
        yield _form(item, "tag", "Tag as interview")
    yield _form(item, "delete", "Delete")
    start = instant(item["start"], calendar.zone).astimezone(calendar.zone)
    yield (
        "<details><summary>Change</summary>"
        + _form(
            item,
            "drag",
            "Move",
            f'<label>To <input type="datetime-local" name="start" value="{start:%Y-%m-%dT%H:%M}">'
            "</label> ",
        )
        + _form(
            item,
            "edit",
            "Save",
            f'<label>Title <input name="title" value="{escape(item.get("summary", ""))}"></label> '
            f'<label>Notes <input name="notes" value="{escape(item.get("description", ""))}">'
            "</label> ",
        )
        + "</details>"
    )


def _bin_row(item: Item) -> str:
    title = escape(str(item.get("summary", item["id"])))
    return f'<li><span class="gone">{title}</span> {_form(item, "undelete", "Restore")}</li>'


def _form(item: Item, do: str, says: str, inputs: str = "") -> str:
    name = escape(item.get("summary", ""))
    return (
        f'<form method="post" class="inline"><input type="hidden" name="event" '
        f'value="{escape(item["id"])}">{inputs}<button name="do" value="{do}" '
        f'aria-label="{says}: {name}">{says}</button></form> '
    )


def _when(item: Any, calendar: Calendar) -> str:
    if "date" in item["start"]:
        return str(item["start"]["date"])
    start, end = (
        instant(item[edge], calendar.zone).astimezone(calendar.zone) for edge in ("start", "end")
    )
    return f"{start:%a %d %b %Y, %H:%M}-{end:%H:%M}"
