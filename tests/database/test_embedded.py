"""The server of an instance: made, adopted, stopped; no password leaves its file, no socket gets too long a name."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from gwarant.database import process, roles
from gwarant.database.embedded import Embedded
from gwarant.database.launcher import CAP_DAC_READ_SEARCH
from gwarant.database.problem import DatabaseProblem, NotStarted

pytestmark = pytest.mark.begun_first

ROLES = (roles.ADMIN, roles.OWNER, roles.APP)
START = """
import sys; from pathlib import Path; from gwarant.database.launcher import CAP_DAC_READ_SEARCH
from gwarant.database.embedded import Embedded
Embedded(Path(sys.argv[1]), say=print).start()
"""


@pytest.fixture
def state(tmp_path: Path):
    yield tmp_path / "state"
    Embedded(tmp_path / "state").stop()


def started(state: Path, **options) -> Embedded:
    server = Embedded(state, **options)
    server.start()
    return server


def start_elsewhere(state: Path) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", START, str(state)], stdout=subprocess.PIPE, text=True)


def asked(server: Embedded, query: str, role: str = roles.ADMIN):
    with psycopg.connect(server.dsn(role)) as connection:
        return connection.execute(query).fetchone()[0]


def test_a_first_start_makes_a_database_with_three_logins(state):
    server = started(state)
    assert [asked(server, "SELECT current_user", role) for role in ROLES] == list(ROLES)
    assert asked(server, "SHOW data_checksums") == "on"
    assert asked(server, "SHOW listen_addresses") == ""
    assert asked(server, "SHOW fsync") == "on"
    assert asked(server, "SELECT upper('zażółć')") == "ZAŻÓŁĆ"


def test_the_server_is_not_run_by_root(state):
    server = started(state)
    status = Path(f"/proc/{process.postmaster(server.data)}/status").read_text()
    may = int(status.split("CapEff:")[1].split()[0], 16)
    assert may in {0, 1 << CAP_DAC_READ_SEARCH}


def test_progress_is_told(state):
    told: list[str] = []
    started(state, say=told.append)
    assert [line.split(" (")[0] for line in told] == ["Making the database", "Starting the database"]


def test_the_passwords_are_in_a_file_for_the_owner_only(state):
    started(state)
    assert stat.S_IMODE((state / "database.json").stat().st_mode) == 0o600


def test_a_wrong_password_does_not_get_in(state):
    server = started(state)
    wrong = server.dsn(roles.APP).replace(f":{server.record().passwords[roles.APP]}@", ":guess@")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_the_directories_of_data_and_socket_are_closed_to_others(state):
    server = started(state)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (server.data, server.home, Path(server.record().sockets))]
    assert modes == [0o700] * 3


def test_a_deep_state_directory_gets_a_short_socket(tmp_path):
    deep = tmp_path / ("d" * 90) / "state"
    server = started(deep, fast=True)
    try:
        assert asked(server, "SELECT 1") == 1
        outside = Path(server.record().sockets)
        assert len(str(outside)) < 60
        server.stop()
        assert not outside.exists()
        server.start()
        assert Path(server.record().sockets) == outside
    finally:
        server.stop()


def test_a_directory_that_somebody_else_made_in_its_place_is_not_used(tmp_path):
    deep = tmp_path / ("d" * 90) / "state"
    server = started(deep, fast=True)
    taken = Path(server.record().sockets)
    server.stop()
    taken.mkdir(mode=0o755)
    try:
        server.start()
        assert Path(server.record().sockets) != taken
    finally:
        server.stop()
        taken.rmdir()


def test_a_state_directory_with_spaces_and_letters_works(tmp_path):
    server = started(tmp_path / "stan bieżący, 'a'", fast=True)
    try:
        assert asked(server, "SELECT 1") == 1
    finally:
        server.stop()


def test_a_second_program_adopts_the_running_server(state):
    first = process.postmaster(started(state).data)
    assert process.postmaster(started(state).data) == first


def test_programs_that_start_at_once_share_one_server(state):
    programs = [start_elsewhere(state) for _ in range(4)]
    assert [program.wait(60) for program in programs] == [0, 0, 0, 0]
    assert sum("Starting the database\n" in program.communicate()[0] for program in programs) == 1
    assert asked(Embedded(state), "SELECT 1") == 1


def test_the_server_outlives_the_program_that_started_it(state):
    program = subprocess.Popen([sys.executable, "-c", START + "\nimport time; time.sleep(60)", str(state)])
    server = Embedded(state)
    assert process.wait_until(lambda: server.is_running() and server.record().prepared != "", 30)
    os.killpg(program.pid, signal.SIGKILL) if os.getpgid(program.pid) == program.pid else program.kill()
    program.wait()
    assert os.getsid(process.postmaster(server.data)) not in {os.getsid(0), program.pid}
    assert asked(server, "SELECT 1") == 1


def test_stop_ends_it_and_start_brings_it_back(state):
    server = started(state)
    with psycopg.connect(server.dsn(roles.OWNER)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    server.stop()
    assert not server.is_running()
    server.stop()
    server.start()
    assert asked(server, "SELECT n FROM kept") == 7


def test_a_start_that_was_killed_while_making_starts_afresh(state):
    program = start_elsewhere(state)
    assert process.wait_until(lambda: any((state / "database").glob("data.part-*")), 30)
    program.kill()
    program.communicate()
    assert asked(started(state), "SELECT 1") == 1


def test_a_lock_file_whose_number_belongs_to_another_program_is_no_obstacle(state):
    server = started(state)
    lock = server.data / "postmaster.pid"
    lines = lock.read_text().splitlines()
    server.stop()
    other = subprocess.Popen(["sleep", "60"], user=server.data.stat().st_uid)
    try:
        sockets = Path(server.record().sockets)
        for file in (lock, *([sockets / ".s.PGSQL.5432.lock"] if sockets.exists() else [])):
            file.write_text("\n".join([str(other.pid), *lines[1:]]) + "\n")
            shutil.chown(file, server.data.stat().st_uid)
        assert not server.is_running()
        server.start()
        assert asked(server, "SELECT 1") == 1
    finally:
        other.kill()
        other.wait()


def test_a_lost_record_gives_new_passwords_to_the_same_data(state):
    server = started(state)
    before = server.record().passwords
    with psycopg.connect(server.dsn(roles.OWNER)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    (state / "database.json").unlink()
    server.start()
    assert asked(server, "SELECT n FROM kept") == 7
    assert server.record().passwords != before


def test_broken_settings_are_told_with_the_servers_own_words(state):
    server = started(state)
    server.stop()
    with open(server.data / "postgresql.conf", "a", encoding="utf-8") as conf:
        conf.write("no_such_setting = 1\n")
    with pytest.raises(NotStarted, match="no_such_setting"):
        server.start()


def test_an_unreadable_record_is_named(state):
    state.mkdir()
    (state / "database.json").write_text("{")
    with pytest.raises(DatabaseProblem, match=r"database\.json"):
        Embedded(state).start()
    (state / "database.json").unlink()


def test_without_a_start_there_is_no_address(tmp_path):
    with pytest.raises(DatabaseProblem, match="no database"):
        Embedded(tmp_path / "none").dsn()


def test_open_connections_are_counted(state):
    server = started(state)
    with psycopg.connect(server.dsn()), psycopg.connect(server.dsn()):
        assert process.wait_until(lambda: server.connections() == 2, 5)  # what `start` asked with is just leaving
