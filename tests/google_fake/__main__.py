"""The stand-in on its own: `python -m tests.google_fake --port 8090`."""

from __future__ import annotations

import argparse
import time

from tests.google_fake.fake import Fake
from tests.google_fake.grants import DEFAULT_CLIENT, DEFAULT_SECRET


def main() -> None:
    parser = argparse.ArgumentParser(description="A stand-in for Google Calendar, on loopback.")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--account", default="alex.morgan@gmail.com")
    parser.add_argument("--timezone", default="America/New_York")
    asked = parser.parse_args()
    with Fake(port=asked.port) as fake:
        fake.account(asked.account, timezone=asked.timezone)
        for name, address in fake.endpoints.variables().items():
            print(f"{name}={address}")
        print(f"client id {DEFAULT_CLIENT}, secret {DEFAULT_SECRET}")
        print(f"The calendar of {asked.account}: {fake.url}/ui/", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
