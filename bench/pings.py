"""Pings a second, and what each costs a processor: ours, and in the same run a plain view of Django with one INSERT.

bin/uv run bench/pings.py [--seconds 10] [--lines 64] [--jobs 500] [--threads 4]

An instance of its own, its PostgreSQL waiting for the disk at every commit, `gwarant web` as it is started, and one
process that keeps so many lines busy over loopback. Load generator, server and database share the cores.
"""

import argparse
import os
import platform
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")
PASSWORD = "correct horse battery"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--lines", type=int, default=64)
    options.add_argument("--jobs", type=int, default=500)
    options.add_argument("--threads", type=int, nargs="*", default=[4])
    options.add_argument("--plain", type=int, metavar="PORT", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.plain:
        serve_plain(given.plain)
        return
    load = [round(one, 1) for one in os.getloadavg()]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load before {load}")
    with tempfile.TemporaryDirectory(prefix="gwarant-bench-") as folder:
        state = Path(folder) / "state"
        os.environ["GWARANT_STATE_DIR"] = str(state)
        made(state)
        codes = jobs(given.jobs)
        for threads in given.threads:
            os.environ["GWARANT_THREADS"] = str(threads)
            for name in ("ours", "plain view"):
                measure(name, threads, codes, given.lines, given.seconds)


def made(state: Path) -> None:
    state.mkdir()
    (state / "password").write_text(PASSWORD)
    facts = ("--company", "House", "--email", "olga@house.example", "--name", "Olga", "--password-file")
    command = [sys.executable, "-m", "gwarant.cli", "init", "--language", "en", *facts, str(state / "password")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def jobs(count: int) -> list[str]:
    """So many jobs of one customer; their codes. In a process of its own, so that this one loads nothing."""
    program = f"""
from datetime import UTC, datetime
from gwarant.cli.service import instance
with instance():
    from gwarant.customers.models import Customer, Service
    from gwarant.database.scope import ENGINE, scoped
    from gwarant.monitoring.actions import Facts, add_monitor
    now = datetime.now(UTC)
    with scoped(ENGINE):
        customer = Customer.objects.create(key="SHOP", name="Shop", language="en", created_at=now)
        service = Service.objects.create(customer=customer, key="shop", name="Shop")
        for n in range({count}):
            told = Facts(name=f"job {{n}}", kind="heartbeat", settings={{"every": "1h"}}, places=())
            print(add_monitor(service, told, by=None, now=now).ping_address.code)
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.split()


def measure(name: str, threads: int, codes: list[str], lines: int, seconds: float) -> None:
    with served(name) as (port, pid):
        pinged(port, codes, lines, 1.0, len(codes))
        database = int((next(Path(os.environ["GWARANT_STATE_DIR"]).rglob("postmaster.pid"))).read_text().split()[0])
        before, own = (cpu(pid), cpu(database)), time.process_time()
        answers, took = pinged(port, codes, lines, seconds)
        server, store, client = cpu(pid) - before[0], cpu(database) - before[1], time.process_time() - own
    count = sum(answers.values())
    each = " + ".join(f"{1e6 * one / count:,.0f}" for one in (server, store, client))
    rate = count / took
    print(f"{name:10} {threads:3} threads, {lines} lines: {rate:7,.0f} pings/s, {dict(answers)}")
    print(f"           microseconds of a processor a ping: {each} (server, database, this generator)")
    print(f"           of one core for server and database: {count / (server + store):,.0f} pings/s", flush=True)


@contextmanager
def served(name: str) -> Iterator[tuple[int, int]]:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    ours = [sys.executable, "-m", "gwarant.cli", "web", "--port", str(port)]
    plain = [sys.executable, __file__, "--plain", str(port)]
    with subprocess.Popen(ours if name == "ours" else plain, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            yield port, process.pid
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not begin")


def pinged(port: int, codes: list[str], lines: int, seconds: float, least: int = 0) -> tuple[Counter[str], float]:
    """Keep so many lines busy for so long and for so many; how often each status came, and how long it took."""
    asked = [f"GET /ping/{one} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode() for one in codes]
    watcher, answers, sent = selectors.DefaultSelector(), Counter[str](), 0
    for _ in range(lines):
        line = socket.create_connection(("127.0.0.1", port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        watcher.register(line, selectors.EVENT_READ)
        line.sendall(asked[sent % len(asked)])
        sent += 1
    began = time.monotonic()
    while (took := time.monotonic() - began) < seconds or answers.total() < least:
        for key, _ in watcher.select(1):
            line: Any = key.fileobj
            answers[line.recv(4096)[9:12].decode()] += 1
            line.sendall(asked[sent % len(asked)])
            sent += 1
    for key in list(watcher.get_map().values()):
        key.fileobj.close()  # type: ignore[union-attr]
    return answers, took


def cpu(pid: int) -> float:
    """Seconds of a processor of the process and all below it, those that have ended too."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for one in Path("/proc").iterdir():
        if one.name.isdecimal():
            try:
                told = (one / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(one.name)] = int(told[1])
            used[int(one.name)] = sum(map(int, told[11:15])) / TICK
    within, grows = {pid}, True
    while grows:
        more = {one for one, parent in parents.items() if parent in within} - within
        grows, within = bool(more), within | more
    return sum(used.get(one, 0.0) for one in within)


def serve_plain(port: int) -> None:
    """The peer: the same server, Django's own middleware, a view that looks the address up and adds a row."""
    from granian import Granian  # noqa: PLC0415 - the generator needs none of it

    from gwarant.cli.service import instance  # noqa: PLC0415

    sys.path.insert(0, str(Path(__file__).parent))
    with instance() as environment:
        told = {"interface": "wsgi", "blocking_threads": environment.threads, "log_level": "warning"}
        Granian("pings:plain", factory=True, address="127.0.0.1", port=port, **told).serve()  # type: ignore[arg-type]


def plain() -> Any:
    from django.conf import settings  # noqa: PLC0415 - in the worker of the peer alone
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gwarant.config.settings")
    settings.ROOT_URLCONF = "plain_ping"
    settings.MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"]
    return get_wsgi_application()


if __name__ == "__main__":
    main()
