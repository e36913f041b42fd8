"""Calendars that are published as .ics at a secret address: the way most people share one.

PublishedCalendar  the connector, for one address
Reader             the process that reads for it; one for each thread that works, or shared
NotNow, Refused    what `pull` raises, with a `problem` for the person
Turns              how many may ask one host at once
"""

from connectors.published.connector import PublishedCalendar
from connectors.published.reader import Reader
from connectors.published.trouble import NotNow
from connectors.published.turns import Turns
from connectors.transport import Refused

__all__ = ["NotNow", "PublishedCalendar", "Reader", "Refused", "Turns"]
