"""Runs every attack of `test_templates` in a process of its own: name, milliseconds, kilobytes.

The milliseconds are those of the processor: what others do on the machine is no attack's doing.

python -m tests.notes.attacked
"""

from __future__ import annotations

import os
import resource
import time

from service import drafts
from tests.notes.test_templates import ATTACKS, GIVEN

SECONDS = 2


def main() -> None:
    drafts.render("{{ me.name }}", GIVEN)  # what a first time takes is no attack's doing
    for name, source in ATTACKS.items():
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.write(writer, attacked(source).encode())
            os._exit(0)
        os.close(writer)
        os.waitpid(child, 0)
        print(name, os.read(reader, 99).decode() or "inf\t999999999", sep="\t", flush=True)
        os.close(reader)


def attacked(source: str) -> str:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    before, began = most(), time.process_time()
    try:
        drafts.render(source, GIVEN)
    except drafts.Unusable:
        taken = time.process_time() - began
        return f"{taken * 1000:.1f}\t{most() - before}"
    return ""


def most() -> int:
    """The most memory this process ever held, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
