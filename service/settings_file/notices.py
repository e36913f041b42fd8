"""The table of the settings that is about the one message a day, which nobody has to want."""

from __future__ import annotations

from service.domain import policy
from service.settings_file.section import Key, Section
from service.settings_file.values import CLOCK, TEXT, choice

NOTICES = Section(
    name="notices",
    title="One message a day",
    about="At most one message a day, of what is open. Nothing is sent unless you want it.",
    makes=policy.NoticesRule,
    keys=(
        Key(
            name="by",
            label="Send it by",
            kind=choice("none", "email", "ntfy", "webhook"),
            about="How it comes to you; none: not at all.",
        ),
        Key(name="at", label="At", kind=CLOCK, about="When, on your own clock."),
        Key(
            name="to",
            label="To",
            hint="Your own email address, or the https address of ntfy or of a webhook.",
            kind=TEXT,
            about="One of your own addresses, or the https address of ntfy or of a webhook.",
            unset="by email the first of your addresses",
        ),
        Key(name="quiet_from", label="Never after", kind=CLOCK, about="Nothing from then ..."),
        Key(name="quiet_to", label="Never before", kind=CLOCK, about="... until then."),
    ),
)
