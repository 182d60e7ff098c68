"""A whole instance by its commands: made, run, killed, backed up, brought back."""

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from gwarant.database import roles
from gwarant.database.embedded import Embedded

pytestmark = pytest.mark.begun_first

A_SYSTEM = """
WITH shop AS (INSERT INTO customers_customer (key, name, nip, language, next_ticket, created_at)
              VALUES ('SHOP', 'Shop', '', 'en', 1, now()) RETURNING id)
INSERT INTO customers_service (customer_id, key, name, environment, address, card, is_active)
SELECT id, 'shop', 'Shop', 'production', '', '', true FROM shop
"""
ITSELF = """monitors:
  - customer: SHOP
    service: shop
    name: Gwarant
    check: http
    every: 5s
    timeout: 3s
    places: [home]
    settings: {url: "http://127.0.0.1:%d/healthz"}
"""
OWNER = ("--company", "Northwind", "--language", "en", "--email", "olga@northwind.example", "--name", "Olga")


@dataclass
class House:
    """A state directory and the programs on it."""

    state: Path
    port: int
    process: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GWARANT_", "DATABASE_"))}
        own = {"GWARANT_STATE_DIR": str(self.state), "GWARANT_PORT": str(self.port)}
        return kept | own | {"GWARANT_PROBER_NETWORKS": "127.0.0.1"}

    def run(self, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "gwarant.cli", *command],
            env=self.environment | settings,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            stdin=subprocess.DEVNULL,
        )

    def up(self) -> subprocess.Popen[str]:
        with open(self.state.parent / "up.log", "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gwarant.cli", "up"], env=self.environment, stdout=log, stderr=log, text=True
            )
        return self.process

    def end(self) -> None:
        """Whatever still runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)
        Embedded(self.state).stop()

    def get(self, path: str) -> tuple[int, str]:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        try:
            with opener.open(f"http://127.0.0.1:{self.port}{path}", timeout=15) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def is_ready(self) -> bool:
        return self.get("/readyz")[0] == 200


def eventually(check: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "did not come about"
        time.sleep(0.1)


def children(pid: int) -> dict[str, int]:
    """The programs that `up` runs, by name."""
    said = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    found = re.findall(r"(\d+) \S+ -m gwarant\.cli (\w+)", said.stdout)
    return {name: int(child) for child, name in found}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    made = House(tmp_path_factory.mktemp("house") / "state", port)
    yield made
    made.end()


@pytest.fixture
def running(house: House) -> subprocess.Popen[str]:
    """The instance up and ready: as the former test left it, started again where that one ended it."""
    if not (house.state / "secret").exists():
        house.run("init", *OWNER)
    process = house.process
    if process is None or process.poll() is not None:
        process = house.up()
    eventually(house.is_ready)
    return process


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ((), "--company"),
        (("--company", "Northwind", "--language", "xx"), "--language"),
        (("--company", "Northwind", "--language", "pl"), "--email"),
        (("--company", "Northwind", "--language", "pl", "--email", "not an address", "--name", "O"), "--email"),
    ],
)
def test_init_names_what_it_needs_when_nobody_can_be_asked(house: House, given: tuple[str, ...], named: str) -> None:
    done = house.run("init", *given)
    assert done.returncode == 2
    assert f"{named}: error:" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_instance_is_made_once_and_again_only_what_is_missing(house: House) -> None:
    first = house.run("init", *OWNER)
    assert first.returncode == 0, first.stderr
    assert "Company: Northwind" in first.stderr
    link = first.stdout.strip()
    assert link.startswith(f"http://127.0.0.1:{house.port}/")
    assert (house.state / "secret").stat().st_mode & 0o777 == 0o600
    secret = (house.state / "secret").read_text()
    again = house.run("init")
    assert again.returncode == 0, again.stderr
    assert "Northwind, already there" in again.stderr
    assert "olga@northwind.example>, already there" in again.stderr
    assert (house.state / "secret").read_text() == secret


def test_up_runs_everything_and_stops_it_cleanly(house: House, running: subprocess.Popen[str]) -> None:
    assert house.get("/healthz") == (200, "ok\n")
    assert json.loads(house.get("/readyz")[1])["ready"] is True
    assert "gwarant_engine_heartbeat_age_seconds" in house.get("/metrics")[1]
    begun = time.monotonic()
    running.terminate()
    assert running.wait(60) == 0
    assert time.monotonic() - begun < 15
    assert house.get("/healthz")[0] == 0
    assert not Embedded(house.state).is_running()


def test_the_link_of_init_leads_to_a_page_where_a_password_is_chosen(
    house: House, running: subprocess.Popen[str]
) -> None:
    link = house.run("init").stdout.strip()
    status, page = house.get(link.removeprefix(f"http://127.0.0.1:{house.port}"))
    assert status == 200
    assert 'type="password"' in page


def test_a_second_up_and_a_taken_port_are_refused_with_a_sentence(house: House, running: subprocess.Popen[str]) -> None:
    second = house.run("up")
    assert (second.returncode, "already runs" in second.stderr) == (2, True), second.stderr
    web = house.run("web")
    assert (web.returncode, "is taken by another program" in web.stderr) == (2, True), web.stderr
    assert running.poll() is None


@pytest.mark.parametrize("name", ["web", "engine"])
def test_a_killed_program_is_back_by_itself(house: House, running: subprocess.Popen[str], name: str) -> None:
    former = children(running.pid)[name]
    os.kill(former, signal.SIGKILL)
    eventually(lambda: children(running.pid).get(name, former) != former)
    eventually(house.is_ready)


def test_the_killed_tree_comes_back_by_being_started_again(house: House, running: subprocess.Popen[str]) -> None:
    running.kill()
    running.wait()
    again = house.up()
    eventually(lambda: children(again.pid).keys() == {"web", "engine"} and house.is_ready())
    again.terminate()
    assert again.wait(60) == 0


def test_the_killed_database_is_back_by_itself(house: House, running: subprocess.Popen[str]) -> None:
    pid = int((Embedded(house.state).data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: not house.is_ready() or Embedded(house.state).is_running())
    eventually(lambda: Embedded(house.state).is_running() and house.is_ready())


def test_a_backup_brings_everything_back(house: House, running: subprocess.Popen[str], tmp_path: Path) -> None:
    file = tmp_path / "instance.backup"
    done = house.run("backup", str(file))
    assert done.returncode == 0, done.stderr
    with socket.create_server(("127.0.0.1", 0)) as free:
        other = House(tmp_path / "other", free.getsockname()[1])
    try:
        brought = other.run("restore", str(file))
        assert brought.returncode == 0, brought.stderr
        assert (other.state / "secret").read_text() == (house.state / "secret").read_text()
        assert "Northwind, already there" in other.run("init").stderr
        refused = other.run("restore", str(file))
        assert (refused.returncode, "not empty" in refused.stderr) == (2, True), refused.stderr
        assert "secret key" not in refused.stderr
        replaced = other.run("restore", str(file), "--replace", GWARANT_SECRET_KEY="another " * 7)
        assert (replaced.returncode, "GWARANT_OLD_SECRET_KEYS" in replaced.stderr) == (0, True), replaced.stderr
    finally:
        Embedded(other.state).stop()


def test_a_damaged_backup_is_refused_with_a_sentence(house: House, tmp_path: Path) -> None:
    file = tmp_path / "no.backup"
    file.write_bytes(b"not a backup")
    done = House(tmp_path / "other", 1).run("restore", str(file))
    assert done.returncode == 2
    assert "no backup" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("ledger", "verify"), ("recompute", "--check"), ("index",)])
def test_proofs_hold_for_an_empty_instance(house: House, command: tuple[str, ...]) -> None:
    done = house.run(*command)
    assert done.returncode == 0, done.stderr


def test_an_unknown_customer_is_named(house: House) -> None:
    done = house.run("ledger", "export", "NOBODY")
    assert done.returncode == 2
    assert "NOBODY" in done.stderr


def test_the_houses_own_prober_runs_while_there_is_something_to_look_at_and_comes_back_when_it_is_killed(
    house: House, running: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert "prober" not in children(running.pid)
    with psycopg.connect(Embedded(house.state).dsn(roles.OWNER), autocommit=True) as owner:
        owner.execute(A_SYSTEM)
    written = tmp_path / "monitors.yaml"
    written.write_text(ITSELF % house.port)
    done = house.run("monitors", "apply", str(written))
    assert done.returncode == 0, done.stderr
    eventually(lambda: "prober" in children(running.pid))
    eventually(lambda: is_seen(house))
    assert stands(house) == "up"
    done = house.run("places", "list")
    assert (done.returncode, done.stdout.split()[:3]) == (0, ["looks", "home", "prober"]), done.stdout
    former = children(running.pid)["prober"]
    os.kill(former, signal.SIGKILL)
    eventually(lambda: children(running.pid).get("prober", former) != former)
    written.write_text(ITSELF % house.port + "    paused: true\n")
    house.run("monitors", "apply", str(written))
    eventually(lambda: "prober" not in children(running.pid))


def is_seen(house: House) -> bool:
    """Whether a look found something up; asked of the database, as each command takes a second to begin."""
    with psycopg.connect(Embedded(house.state).dsn(roles.ADMIN)) as admin:
        return bool(admin.execute("SELECT 1 FROM monitoring_standing WHERE state = 'up'").fetchone())


def stands(house: House) -> str:
    """How the only monitor stands."""
    return str(json.loads(house.run("monitors", "list", "--json").stdout)["state"])
