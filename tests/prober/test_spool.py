"""Batches that wait for the server: on the disk, in memory while the disk takes none; none twice, none lost unsaid."""

from pathlib import Path

import pytest

from gwarant.prober import spool as module
from gwarant.prober.spool import Spool


def filled(folder: Path, many: int = 3) -> Spool:
    found = Spool(folder)
    for one in range(many):
        found.put(1_000 + one, one, b"batch %d" % one)
    return found


def waiting(found: Spool) -> list[bytes | None]:
    return [found.read(name) for name in found.order()]


def test_the_newest_goes_first_then_the_rest_from_the_oldest_on(tmp_path: Path) -> None:
    assert waiting(filled(tmp_path)) == [b"batch 2", b"batch 0", b"batch 1"]


def test_what_waits_is_there_again_after_a_kill_and_a_torn_file_is_not(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "000000000001005-0000000000000009.batch.part").write_bytes(b"to")
    assert waiting(Spool(tmp_path)) == [b"batch 2", b"batch 0", b"batch 1"]
    assert not list(tmp_path.glob("*.part"))


def test_what_is_confirmed_is_gone_for_good(tmp_path: Path) -> None:
    found = filled(tmp_path)
    found.drop(next(found.order()))
    assert waiting(found) == waiting(Spool(tmp_path)) == [b"batch 1", b"batch 0"]


def test_a_disk_that_takes_nothing_leaves_the_batches_in_memory(tmp_path: Path) -> None:
    found = Spool(tmp_path / "spool")
    (tmp_path / "spool").rmdir()
    found.put(1, 1, b"one")
    (tmp_path / "spool").mkdir()
    found.put(2, 2, b"two")
    assert waiting(found) == [b"two", b"one"]
    assert found.lost == 0


def test_memory_has_an_end_and_what_it_cannot_keep_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HELD", 2)
    found = Spool(tmp_path / "spool")
    (tmp_path / "spool").rmdir()
    for one in range(5):
        found.put(one, one, b"%d" % one)
    assert waiting(found) == [b"4", b"3"]
    assert found.lost == 3


def test_a_file_that_somebody_took_away_is_passed_over(tmp_path: Path) -> None:
    found = filled(tmp_path)
    next(iter(tmp_path.glob("*0000.batch"))).unlink()
    assert waiting(found) == [b"batch 2", None, b"batch 1"]
    assert len(found) == 2
