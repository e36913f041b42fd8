"""What is measured, for whoever runs the service: counts and durations, nothing of anybody.

Telemetry   what this process counted, to be handed to whoever counts
Standing    what stands in the database, read when somebody asks
Page        `/metrics`: both, for who has the token
"""

from service.telemetry.counters import Telemetry
from service.telemetry.page import Page
from service.telemetry.standing import Standing

__all__ = ["Page", "Standing", "Telemetry"]
