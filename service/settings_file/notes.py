"""The table of the settings that is about notes: to whom they go, and in which words."""

from __future__ import annotations

from service.domain import policy
from service.settings_file.section import Key, Section
from service.settings_file.values import SWITCH, TEMPLATE

_HOW_TO_WRITE_ONE = (
    "Empty: ours. It may say {{ person.greeting }}, {{ person.talking_point }}, {{ position }},"
    " {{ company }}, {{ when }}, {{ me.name }}, and {% if person.promise %} ... {% endif %}."
)

NOTES = Section(
    name="notes",
    title="Notes",
    about="To whom the notes go, and in which words.",
    makes=policy.NotesRule,
    keys=(
        Key(name="per_person_events", kind=SWITCH, about="One entry for each person."),
        Key(name="via_agency", kind=SWITCH, about="Everything goes to the consultant."),
        Key(
            name="email_template",
            label="Your own words for an email",
            hint=_HOW_TO_WRITE_ONE,
            kind=TEMPLATE,
            about="Your own template of an email, as docs/notes.md explains.",
            unset="ours, in eight languages",
        ),
        Key(
            name="card_template",
            label="Your own words for a card",
            hint=_HOW_TO_WRITE_ONE,
            kind=TEMPLATE,
            about="Your own template of a card by hand.",
            unset="ours, in eight languages",
        ),
    ),
)
