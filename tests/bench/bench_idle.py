"""What an idle `serve` weighs, against a bare FastAPI route under uvicorn, in one run.

The service holds the bundled example: one person, three calendars, a feed that is fetched once.
Both are left alone for half a minute. Memory is the resident set, the processes that read
calendars included; they end by themselves when nothing was read for a while. Linux only. Run it
by hand: `python tests/bench/bench_idle.py`; under pytest it holds the bound.
"""

import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "example"
IDLE_S, MOST_MB = 30, 130
BARE = """
import sys, uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.get("/")
def bare() -> str:
    return "ok"
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
"""


def resident(pid):
    """Megabytes; none of a process that has ended and is only still listed."""
    _, found, size = Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")
    return int(size.split()[0]) / 1024 if found else 0.0


def children(pid):
    threads = Path(f"/proc/{pid}/task").iterdir()
    return [int(one) for thread in threads for one in (thread / "children").read_text().split()]


def measure(home):
    """Resident megabytes of a bare app, of `serve`, and of its reading processes."""
    from tests.serve.origin import published  # noqa: PLC0415 (only once the path is set)
    from tests.serve.running import Service, free_port  # noqa: PLC0415

    port = free_port()
    bare = subprocess.Popen([sys.executable, "-c", BARE, str(port)])
    try:
        with published() as origin:
            service = Service(home, f"sqlite:///{home / 'afterword.db'}", origin)
            service.start()
            try:
                _live_in(service, origin)
                time.sleep(IDLE_S)
                pid = service.process.pid
                read = sum(resident(child) for child in children(pid))
                return resident(bare.pid), resident(pid), read
            finally:
                service.stop()
    finally:
        bare.terminate()
        bare.wait(10)


def _live_in(service, origin):
    from service.cli.demo import WRITTEN_FOR, moved, now  # noqa: PLC0415 (see measure)

    weeks = timedelta(weeks=(now().date() - WRITTEN_FOR).days // 7)
    me = service.client(settings=(EXAMPLE / "settings.toml").read_text())
    for file in sorted(EXAMPLE.glob("*.ics")):
        me.add(origin.put_bytes(file.name, moved(file.read_bytes(), weeks)), name=file.stem)
    assert len(me.entries()) > 0


def report(home):
    bare, served, read = measure(home)
    print(
        f"bare {bare:.0f} MB; serve {served:.0f} MB, {served / bare:.2f} of it; "
        f"its reading processes {read:.0f} MB more; after {IDLE_S} s, bound {MOST_MB} MB"
    )
    return served + read


def test_an_idle_service_is_light(tmp_path):
    assert report(tmp_path) < MOST_MB


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as place:
        sys.exit(report(Path(place)) >= MOST_MB)
