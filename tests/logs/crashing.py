"""`afterword` with faults of our own making: their words are what stands in the request."""

import sys
import threading
import warnings

from connectors.published import PublishedCalendar
from service.__main__ import main
from service.web.health import Health

pull = PublishedCalendar.pull


def broken_pull(self, calendar, cursor):
    if self.address.endswith("crash"):
        raise ValueError(f"{self.address} of {calendar}")
    return pull(self, calendar, cursor)


def broken_page(_self, request):
    words = request.headers["x-canary"]
    warnings.warn(words, stacklevel=1)
    thread = threading.Thread(target=lambda: int(words))
    thread.start()
    thread.join()
    try:
        int(words)
    except ValueError as error:
        raise RuntimeError(words) from error


PublishedCalendar.pull = broken_pull
Health.alive = broken_page
if __name__ == "__main__":
    sys.exit(main())
