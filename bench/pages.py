"""How long the pages take: a demo world behind the real server, one reader; medians and the slowest tenth.

bin/uv run bench/pages.py [--rounds 40]
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median, quantiles
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener, urlopen

PASSWORD = "correct horse battery"
PAGES = {
    "olga@house.example": ("/desk/", "/desk/tickets", "/desk/tickets/CLINIC-1", "/desk/customers", "/desk/months"),
    "cora@shop.example": (
        "/portal/",
        "/portal/report",
        "/portal/tickets/SHOP-1",
        "/portal/months",
        "/portal/contracts",
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    with running() as address:
        print(f"{os.cpu_count()} cores, {rounds} rounds a page, one reader\n{'page':44}{'median ms':>10}{'p90 ms':>8}")
        for email, paths in PAGES.items():
            reader = signed_in(address, email)
            for path in paths:
                taken = sorted(seconds(reader, address + path) for _ in range(rounds))
                print(f"{path:44}{1000 * median(taken):10.1f}{1000 * quantiles(taken, n=10)[-1]:8.1f}")


@contextmanager
def running() -> Iterator[str]:
    """A demo of its own, ended afterwards."""
    with tempfile.TemporaryDirectory(prefix="gwarant-bench-") as state, socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
        one.close()
        environment = {**os.environ, "GWARANT_STATE_DIR": str(Path(state) / "demo"), "GWARANT_PORT": str(port)}
        began = time.monotonic()
        demo = subprocess.Popen(
            [sys.executable, "-m", "gwarant.cli", "demo"], env=environment, stdout=subprocess.DEVNULL
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/healthz", demo)
            print(f"demo world ready in {time.monotonic() - began:.1f} s")
            yield address
        finally:
            demo.terminate()
            demo.wait(30)


def wait_for(address: str, demo: subprocess.Popen[bytes]) -> None:
    while demo.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("the demo ended before it answered")


def signed_in(address: str, email: str) -> OpenerDirector:
    """A browser of that person."""
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    page = opener.open(f"{address}/accounts/login/").read().decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    form = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    opener.open(f"{address}/accounts/login/", urlencode(form).encode()).read()
    return opener


def seconds(opener: OpenerDirector, address: str) -> float:
    began = time.perf_counter()
    with opener.open(address) as answer:
        answer.read()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
