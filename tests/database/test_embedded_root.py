"""root, whom PostgreSQL refuses: each way around it is tried for real, with directories that are closed to others."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import product
from operator import itemgetter
from pathlib import Path

import psycopg
import pytest
from sweeps import drawn

from gwarant.database import launcher, place
from gwarant.database.binaries import Binaries, copied
from gwarant.database.embedded import Embedded
from gwarant.database.problem import NotStarted

AS_ROOT = """
import sys
from pathlib import Path
import psycopg
from gwarant.database.embedded import Embedded
server = Embedded(Path(sys.argv[1]), elsewhere=Path(sys.argv[2]), fast=True)
for _ in range(2):
    server.start()
    psycopg.connect(server.dsn()).close()
    server.stop()
assert server.record().way == sys.argv[3], server.record().way
"""
AS_USER = """
import sys
from pathlib import Path
import psycopg
from gwarant.database.embedded import Embedded
server = Embedded(Path(sys.argv[1]), programs=Path(sys.argv[2]), fast=True)
server.start()
psycopg.connect(server.dsn()).close()
server.stop()
assert server.record().way == "self"
"""

pytestmark = [pytest.mark.skipif(os.geteuid() != 0, reason="only root has this trouble"), pytest.mark.begun_first]


STATES = ("under /root", "under a closed directory")
BINARIES = ("system", "wheel", "wheel under /root")


def is_of_system(row: tuple[str, str]) -> bool:
    return row[1] == "system"  # which is not on every machine


def each(law: str, kind: Callable[[tuple[str, str]], object] = is_of_system) -> pytest.MarkDecorator:
    """Where the state is and whose the programs are: in the whole sweep each with each."""
    rows = drawn(product(STATES, BINARIES), law, kind)
    return pytest.mark.parametrize(("state", "binaries"), rows, indirect=True)


@pytest.fixture(params=STATES)
def state(request):
    parent = Path(tempfile.mkdtemp(prefix=".gwarant-test-", dir="/root" if "root" in request.param else "/tmp"))
    yield parent / "deeper" / "state"
    shutil.rmtree(parent)


@pytest.fixture(params=BINARIES)
def binaries(request, installed) -> Iterator[Binaries]:
    fitting = [found for found in installed if (found.source == "system") == (request.param == "system")]
    if not fitting:
        pytest.skip("not installed")
    if "root" not in request.param:
        yield fitting[0]
        return
    closed = Path(tempfile.mkdtemp(prefix=".gwarant-test-", dir="/root"))
    yield copied(fitting[0], closed)
    shutil.rmtree(closed)


def runs(server: Embedded) -> str:
    """Start it, work with it, restart it, stop it; the way it ran."""
    for _ in range(2):
        server.start()
        with psycopg.connect(server.dsn()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        server.stop()
    return server.record().way


def without(monkeypatch, *ways: str) -> None:
    """A machine where these ways do not work."""

    real = place.Place.command

    def command(self, *rest):
        return ["/bin/false"] if self.way in ways else real(self, *rest)

    monkeypatch.setattr(place.Place, "command", command)


@pytest.mark.sweep
@each("by default", kind=itemgetter(1))
def test_by_default_nobody_reads_through_closed_directories(state, binaries):
    server = Embedded(state, fast=True, programs=binaries.directory)
    assert runs(server) == "reader"
    assert server.data.stat().st_uid == place.Place("reader", state, binaries).uid


@pytest.mark.sweep
@each("without that capability")
def test_without_that_capability_a_user_namespace_does(state, binaries, monkeypatch):
    without(monkeypatch, "reader")
    server = Embedded(state, fast=True, programs=binaries.directory)
    assert runs(server) == "namespace"
    assert server.data.stat().st_uid == 0


@pytest.mark.sweep
@each("without both")
def test_without_both_the_data_live_elsewhere_and_the_record_says_where(state, binaries, monkeypatch):
    without(monkeypatch, "reader", "namespace")
    told: list[str] = []
    elsewhere = Path(tempfile.mkdtemp(prefix="gwarant-test-", dir="/var/lib"))
    elsewhere.chmod(0o755)
    try:
        server = Embedded(state, fast=True, programs=binaries.directory, elsewhere=elsewhere, say=told.append)
        assert runs(server) == "user"
        assert Path(server.record().home).parent == elsewhere
        assert not (state / "database").exists()
        assert any(str(elsewhere) in line for line in told)
    finally:
        shutil.rmtree(elsewhere)


@pytest.fixture
def open_state():
    state = Path(tempfile.mkdtemp(prefix="gwarant-test-", dir="/tmp"))
    state.chmod(0o711)
    yield state
    shutil.rmtree(state)


def test_where_nothing_is_closed_no_capability_is_taken(open_state, installed):
    if not (system := [found for found in installed if found.source == "system"]):
        pytest.skip("not installed")
    assert runs(Embedded(open_state, fast=True, programs=system[0].directory)) == "user"


LOST = (
    ("-dac_read_search", "namespace"),
    ("-dac_read_search,-dac_override", "namespace"),
    ("-setpcap", "namespace"),
    ("-setuid", "namespace"),
    ("-dac_read_search,-setfcap", "user"),
)
LACKING = drawn(((where, *one) for where in STATES for one in LOST), "lost powers", kind=itemgetter(1))


@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv takes the capabilities away")
@pytest.mark.sweep
@pytest.mark.parametrize(
    ("state", "lost", "way"),
    LACKING,
    indirect=["state"],
)
def test_a_root_who_lacks_powers_finds_a_way(state, lost, way):
    elsewhere = Path(tempfile.mkdtemp(prefix="gwarant-test-", dir="/var/lib"))
    elsewhere.chmod(0o755)
    command = ["setpriv", f"--bounding-set={lost}", f"--inh-caps={lost}", sys.executable, "-c", AS_ROOT]
    try:
        subprocess.run([*command, state, elsewhere, way], check=True)
        assert any(elsewhere.iterdir()) == (way == "user")
    finally:
        shutil.rmtree(elsewhere)


@pytest.mark.sweep
@each("another way")
def test_data_that_one_way_made_can_be_run_another_way(state, binaries, monkeypatch):
    server = Embedded(state, fast=True, programs=binaries.directory)
    assert runs(server) == "reader"
    with monkeypatch.context() as machine:
        without(machine, "user", "reader")
        assert runs(server) == "namespace"
    with monkeypatch.context() as machine:
        without(machine, "user", "namespace")
        assert runs(server) == "reader"


def test_an_ordinary_user_just_runs_it(binaries):
    parent = Path(tempfile.mkdtemp(prefix="gwarant-test-", dir="/tmp"))
    shutil.chown(parent, "nobody")
    somebody = [sys.executable, "-I", "-S", launcher.__file__, "reader", "nobody"]
    try:
        subprocess.run([*somebody, sys.executable, "-c", AS_USER, parent / "state", binaries.directory], check=True)
        assert (parent / "state" / "database" / "data").stat().st_uid == parent.stat().st_uid
    finally:
        shutil.rmtree(parent)


@pytest.mark.sweep
@each("nothing works")
def test_when_nothing_works_each_attempt_is_told(state, binaries, monkeypatch):
    without(monkeypatch, *launcher.WAYS)
    with pytest.raises(NotStarted, match=r"user in .* reader in .* namespace in "):
        Embedded(state, programs=binaries.directory, elsewhere=state / "elsewhere").start()
