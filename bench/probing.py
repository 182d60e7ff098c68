"""What a check costs: the prober beside Debian's prometheus-blackbox-exporter scraped by prometheus, at the same time,
on the same nginx, each with all its monitors on the same interval.

bin/uv run bench/probing.py [--monitors 5000] [--every 20] [--seconds 60] [--https] [--alone] [--whole]

Processor seconds of each program, from /proc; the targets share the cores, so wall time says little. Without nginx or
the peer installed it says so. `--alone` leaves the peer out. `--whole` measures the prober with the web server that
takes its batches and PostgreSQL, in place of the prober alone.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_server

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from certificates import serving_as

TICK = os.sysconf("SC_CLK_TCK")
NGINX = """daemon off; pid {folder}/pid; error_log {folder}/errors; worker_processes 1; {user}
events {{ worker_connections 8192; }}
http {{ access_log off; keepalive_timeout 0; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{plain} backlog=8192; root {folder}/www; }}
  server {{ listen 127.0.0.1:{secure} ssl backlog=8192; ssl_certificate {folder}/here.pem;
    ssl_certificate_key {folder}/here.key; ssl_session_cache off; ssl_session_tickets off; root {folder}/www; }} }}
"""
PROMETHEUS = """
global: {{scrape_interval: {every}s, scrape_timeout: 10s}}
scrape_configs:
- job_name: probe
  metrics_path: /probe
  params: {{module: [page]}}
  file_sd_configs: [{{files: [{folder}/targets.json]}}]
  relabel_configs:
  - {{source_labels: [__address__], target_label: __param_target}}
  - {{source_labels: [__param_target], target_label: instance}}
  - {{target_label: __address__, replacement: "127.0.0.1:{exporter}"}}
"""
MODULES = "modules: {{page: {{prober: http, timeout: 10s, http: {{tls_config: {{ca_file: {folder}/here.pem}}}}}}}}\n"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--monitors", type=int, default=5000)
    options.add_argument("--every", type=int, default=20, help="seconds between two checks of a monitor")
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--https", action="store_true")
    options.add_argument("--alone", action="store_true")
    options.add_argument("--whole", action="store_true", help="with web server and PostgreSQL")
    options.add_argument("--as-prober", metavar="FOLDER", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.as_prober:
        probe(Path(given.as_prober), given.seconds)
        return
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()}")
    if not shutil.which("nginx"):
        sys.exit("nginx is not installed: there is nothing to look at")
    with tempfile.TemporaryDirectory(prefix="gwarant-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        url = stack.enter_context(served(folder, given.https))
        targets = [f"{url}?n={number}" for number in range(given.monitors)]
        (folder / "targets.json").write_text(json.dumps([{"targets": targets}]))
        peers = {} if given.alone else stack.enter_context(peer(folder, given.every))
        time.sleep(given.every + 2 if peers else 1)  # every target of the peer is known and was scraped once
        (measure_whole if given.whole else measure)(folder, given, peers)


def measure(folder: Path, given: argparse.Namespace, peers: dict[str, int]) -> None:
    (folder / "every").write_text(str(given.every * 1000))
    ours = [sys.executable, __file__, "--as-prober", str(folder), "--seconds", str(given.seconds)]
    before, running = {name: cpu(pid) for name, pid in peers.items()}, subprocess.Popen(ours)
    running.wait()
    said = json.loads((folder / "said").read_text())
    checks = given.monitors * given.seconds / given.every
    print(
        f"{given.monitors} monitors every {given.every} s for {given.seconds} s, {'HTTPS' if given.https else 'HTTP'}"
    )
    print(f"prober: {said['looks']} looks {said['codes']}, {said['cpu']:.2f} s of a processor, {said['megabytes']} MB")
    print(f"  {said['cpu'] / said['looks'] * 1000:.3f} ms a check, {said['looks'] / said['cpu']:,.0f} checks/s of it")
    print(f"  begun late: median {said['median']} ms, 99 of 100 within {said['p99']} ms")
    print(f"  {said['bytes']:.1f} bytes a look sent")
    told_of_peers(peers, before, checks)
    if "exporter" in peers:
        theirs = (cpu(peers["exporter"]) - before["exporter"]) / checks
        print(
            f"checks a processor second, the prober's to the exporter's: {theirs / (said['cpu'] / said['looks']):.2f}"
        )


def measure_whole(folder: Path, given: argparse.Namespace, peers: dict[str, int]) -> None:
    """The chain and the peers, over the same seconds."""
    import chain  # noqa: PLC0415 - what looks alone needs no instance

    urls = json.loads((folder / "targets.json").read_text())[0]["targets"]
    own = chain.begin(folder / "state", urls, given.every, (folder / "here.pem").read_text() if given.https else "")
    try:
        chain.settle(own, given.every)
        before, begun = {name: cpu(pid) for name, pid in peers.items()}, time.monotonic()
        whole, lines = chain.told(own, given.seconds)
        checks = given.monitors * (time.monotonic() - begun) / given.every
        print(f"{given.monitors} monitors every {given.every} s for {given.seconds} s, the whole chain")
        print("\n".join(lines))
        told_of_peers(peers, before, checks)
        if peers:
            theirs = sum(cpu(pid) - before[name] for name, pid in peers.items()) / checks
            print(f"the peers together: {theirs * 1000:.3f} ms a check, {theirs / whole:.2f} times ours")
    finally:
        chain.end(own)


def told_of_peers(peers: dict[str, int], before: dict[str, float], checks: float) -> None:
    """What each of them used since then."""
    for name, pid in peers.items():
        used = cpu(pid) - before[name]
        print(f"{name}: {used:.2f} s, {used / checks * 1000:.3f} ms a check, {memory(pid)} MB")


def probe(folder: Path, seconds: int) -> None:
    """Be the prober: look for so long, pack what was seen as it would be sent, and say what it cost."""
    from gwarant.prober.clock import Clock  # noqa: PLC0415 - the other side of this program needs none of it
    from gwarant.prober.grid import phase_of  # noqa: PLC0415
    from gwarant.prober.looking import Looking  # noqa: PLC0415
    from gwarant.prober.model import Look, Target  # noqa: PLC0415
    from gwarant.prober.protocol import packed  # noqa: PLC0415
    from gwarant.prober.reach import reach_of  # noqa: PLC0415
    from gwarant.prober.tools import tools  # noqa: PLC0415

    every, trusted = int((folder / "every").read_text()), (folder / "here.pem").read_text()
    urls = json.loads((folder / "targets.json").read_text())[0]["targets"]
    looks: list[Look] = []
    late: list[int] = []
    codes: dict[str, int] = {}
    sent = 0

    def settings(url: str) -> bytes:
        return json.dumps({"url": url} | ({"authorities": trusted} if url.startswith("https") else {})).encode()

    clock = Clock(int(time.time() * 1000))
    looking = Looking(tools(reach_of(["127.0.0.0/8"])), clock, looks.append)
    looking.watch(
        tuple(
            Target(
                id=n, kind="http", every=every, timeout=10_000, phase=phase_of(str(n), every), settings=settings(url)
            )
            for n, url in enumerate(urls)
        ),
        clock.now(),
    )
    used, began, next_pack = time.process_time(), time.monotonic(), time.monotonic() + 1
    while time.monotonic() < began + seconds:
        looking.turn(100)
        if time.monotonic() > next_pack:
            next_pack += 1
            sent += len(packed(looks, 1, clock.now(), {}))
            late += [look.at - look.slot for look in looks]
            for look in looks:
                codes[str(look.answer.code)] = codes.get(str(look.answer.code), 0) + 1
            looks.clear()
    used = time.process_time() - used
    late.sort()
    said = {
        "looks": len(late),
        "cpu": used,
        "megabytes": memory(os.getpid()),
        "codes": codes,
        "bytes": sent / len(late),
    }
    said |= {"median": late[len(late) // 2], "p99": late[len(late) * 99 // 100]}
    (folder / "said").write_text(json.dumps(said))


@contextmanager
def served(folder: Path, secure: bool) -> Iterator[str]:
    """A page of 2 KB by nginx; its address."""
    plain, safe = free(), free()
    serving_as(folder, "here", ("127.0.0.1",), datetime.now(UTC) - timedelta(days=1))
    (folder / "www").mkdir()
    (folder / "www" / "index.html").write_text("x" * 2048)
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, plain=plain, secure=safe, user=user))
    with running(["nginx", "-c", str(folder / "nginx.conf")]):
        time.sleep(0.5)
        yield f"https://127.0.0.1:{safe}/" if secure else f"http://127.0.0.1:{plain}/"


@contextmanager
def peer(folder: Path, every: int) -> Iterator[dict[str, int]]:
    """The exporter and the program that scrapes it: their process ids."""
    if not (shutil.which("prometheus") and shutil.which("prometheus-blackbox-exporter")):
        print("prometheus and prometheus-blackbox-exporter are not installed: no peer")
        yield {}
        return
    exporter, web = free(), free()
    (folder / "modules.yml").write_text(MODULES.format(folder=folder))
    (folder / "prometheus.yml").write_text(PROMETHEUS.format(folder=folder, every=every, exporter=exporter))
    first = ["prometheus-blackbox-exporter", f"--config.file={folder}/modules.yml"]
    second = ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/tsdb"]
    with (
        running([*first, f"--web.listen-address=127.0.0.1:{exporter}"]) as one,
        running([*second, f"--web.listen-address=127.0.0.1:{web}"]) as two,
    ):
        yield {"exporter": one, "prometheus": two}


@contextmanager
def running(command: list[str]) -> Iterator[int]:
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere)
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def cpu(pid: int) -> float:
    """Processor seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory(pid: int) -> int:
    """Megabytes that it holds at most so far."""
    found = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(found.split()[1]) // 1024


def free() -> int:
    with create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


if __name__ == "__main__":
    main()
