"""From one major version to the next: the data go along, the old ones are kept, nothing happens half."""

from datetime import UTC, datetime

import psycopg
import pytest

from gwarant.database import binaries, roles
from gwarant.database.cluster import finish_swap
from gwarant.database.embedded import Embedded
from gwarant.database.problem import DatabaseProblem, NeedsUpgrade
from gwarant.database.upgrade import upgrade_major

pytestmark = pytest.mark.begun_first

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def two(installed):
    """An older and a newer PostgreSQL."""
    found = sorted(installed, key=lambda one: one.major)
    if found[0].major == found[-1].major:
        pytest.skip("only one major version is installed")
    return found[0], found[-1]


@pytest.fixture
def old(two, tmp_path):
    server = Embedded(tmp_path / "state", programs=two[0].directory, fast=True)
    server.start()
    with psycopg.connect(server.dsn(roles.OWNER)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT n FROM generate_series(1, 50) n")
    yield server
    server.stop()


def test_the_data_go_along_and_the_passwords_stay(two, old):
    before = old.dsn()
    kept = upgrade_major(old, new=two[1].directory, now=NOW)
    assert binaries.written_by(old.data) == two[1].major
    assert binaries.written_by(kept) == two[0].major
    with psycopg.connect(before) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (50,)
    assert sorted(path.name for path in old.state.iterdir()) == ["database", "database.json", "database.lock"]


def test_an_upgrade_is_refused_while_somebody_is_connected(two, old):
    with psycopg.connect(old.dsn()), pytest.raises(DatabaseProblem, match="1 connections are open"):
        upgrade_major(old, new=two[1].directory, now=NOW)


def test_without_the_old_programs_the_way_out_is_told(two, old, monkeypatch):
    old.stop()
    monkeypatch.setattr(binaries, "_candidates", lambda _: iter([(two[1].directory, "system")]))
    for attempt in (old.start, lambda: upgrade_major(old, now=NOW)):
        with pytest.raises(NeedsUpgrade, match=f"Install PostgreSQL {two[0].major} again"):
            attempt()


def test_the_newest_is_not_upgraded(two, tmp_path):
    server = Embedded(tmp_path / "new", programs=two[1].directory, fast=True)
    server.start()
    server.stop()
    with pytest.raises(DatabaseProblem, match="No PostgreSQL newer"):
        upgrade_major(server, now=NOW)


def test_a_change_of_places_that_was_cut_off_is_finished(tmp_path):
    (tmp_path / "data.next").mkdir()
    (tmp_path / "data-15").mkdir()
    finish_swap(tmp_path / "data")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "data-15"]
