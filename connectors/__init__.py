"""Calendars of the world, all spoken to in the words of `connectors.contract`."""
