"""What becomes of alarms in a feed, by client (complaint 20; facts: icalendar 1.1).

The feed carries none, so that nobody is paged against their will: who wants to be reminded sets
it for the whole calendar, where their client can.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ALARMS: Mapping[str, str] = MappingProxyType(
    {
        "Google Calendar": "It ignores alarms that come with a feed. Set your own: Settings, this"
        " calendar, Event notifications.",
        "Calendar on a Mac": "When you subscribe, it offers to remove alerts: leave it so, there"
        " are none.",
        "iPhone or iPad": "When you subscribe, it offers to remove alerts: leave it so, there"
        " are none.",
        "Outlook": "It ignores alarms that come with a feed.",
    }
)
