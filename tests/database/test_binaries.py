"""Which PostgreSQL is chosen, and what is said when there is none that fits."""

import os
from pathlib import Path

import pytest

from gwarant.database import binaries
from gwarant.database.problem import NeedsUpgrade, NoBinaries


def fake(directory: Path, version: str) -> Path:
    """A directory that looks like an installation."""
    directory.mkdir(parents=True)
    for name in binaries.PROGRAMS:
        program = directory / name
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return directory


@pytest.fixture
def nothing(monkeypatch):
    """A machine without PostgreSQL."""
    monkeypatch.setattr(binaries, "SYSTEM", ())
    monkeypatch.setattr(binaries, "WHEELS", {})
    monkeypatch.setenv("PATH", os.devnull)


def data_of(directory: Path, major: int) -> Path:
    directory.mkdir()
    (directory / "PG_VERSION").write_text(f"{major}\n")
    return directory


def test_the_version_is_asked_of_the_program(tmp_path):
    found = binaries.at(fake(tmp_path / "bin", "16.4 (Debian 16.4-1)"))
    assert (found.version, found.major) == ("16.4", 16)


def test_a_beta_has_a_major_version(tmp_path):
    assert binaries.at(fake(tmp_path / "bin", "19beta1")).major == 19


def test_one_that_is_too_old_is_no_candidate(tmp_path):
    assert binaries.at(fake(tmp_path / "bin", "14.12")) is None


def test_an_installation_without_the_client_programs_is_no_candidate(tmp_path):
    directory = fake(tmp_path / "bin", "17.2")
    (directory / "pg_dump").unlink()
    assert binaries.at(directory) is None


def test_a_program_that_does_not_run_is_no_candidate(tmp_path):
    directory = fake(tmp_path / "bin", "17.2")
    (directory / "postgres").write_text("#!/bin/sh\nexit 127\n")
    assert binaries.at(directory) is None


def test_the_newest_of_the_system_comes_first(tmp_path, nothing, monkeypatch):
    for major in (15, 9, 17, 16):
        fake(tmp_path / "postgresql" / str(major) / "bin", f"{major}.3")
    monkeypatch.setattr(binaries, "SYSTEM", (f"{tmp_path}/postgresql/*/bin".lstrip("/"),))
    assert [found.major for found in binaries.available()] == [17, 16, 15]


def test_the_major_version_of_the_data_chooses(tmp_path, nothing, monkeypatch):
    for major in (15, 17):
        fake(tmp_path / "postgresql" / str(major) / "bin", f"{major}.3")
    monkeypatch.setattr(binaries, "SYSTEM", (f"{tmp_path}/postgresql/*/bin".lstrip("/"),))
    assert binaries.find(data_of(tmp_path / "data", 15)).major == 15


def test_data_of_a_version_that_is_gone_need_an_upgrade(tmp_path, nothing):
    programs = fake(tmp_path / "bin", "17.3")
    with pytest.raises(NeedsUpgrade, match="written by PostgreSQL 15; installed here: 17") as problem:
        binaries.find(data_of(tmp_path / "data", 15), programs)
    assert (problem.value.written_by, problem.value.available) == (15, (17,))


def test_a_machine_without_postgresql_is_told_what_to_install(nothing):
    with pytest.raises(NoBinaries, match="apt install postgresql"):
        binaries.find()


def test_pg_config_leads_to_an_installation_in_an_unusual_place(tmp_path, nothing, monkeypatch):
    directory = fake(tmp_path / "odd", "16.1")
    tool = tmp_path / "tools" / "pg_config"
    tool.parent.mkdir()
    tool.write_text(f"#!/bin/sh\necho {directory}\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tool.parent))
    assert binaries.find().directory == directory


def test_a_server_of_a_newer_version_needs_newer_programs(tmp_path, nothing):
    with pytest.raises(NoBinaries, match="18 or newer"):
        binaries.at_least(18, fake(tmp_path / "bin", "17.3"))


def test_the_wheel_is_found_and_its_copy_runs_elsewhere(installed, tmp_path):
    wheel = next((found for found in installed if found.source in binaries.WHEELS), None)
    if wheel is None:
        pytest.skip("no wheel is installed")
    copy = binaries.copied(wheel, tmp_path)
    assert copy.directory.is_relative_to(tmp_path)
    assert binaries.at(copy.directory).version == wheel.version
