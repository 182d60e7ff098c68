"""Batches that wait for the server: on the disk, in memory while the disk takes none; none twice, none lost unsaid."""

from pathlib import Path

import pytest

from gwarant.prober import spool as module
from gwarant.prober.model import Answer, Look, Phases
from gwarant.prober.protocol import looks_of, packed, unpacked
from gwarant.prober.spool import Spool
from gwarant.sla.evidence.model import State


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


def look(slot: int) -> Look:
    return Look(7, slot, slot, Answer(State.DOWN, "502", Phases(1, 2, 3, 4, 5), "192.0.2.1", said="Bad Gateway"))


def states(batch: bytes | None) -> list[tuple[int, str, str]]:
    assert batch is not None
    return [(one.slot, one.answer.state.value, one.answer.code) for one in looks_of(*unpacked(batch))]


def test_what_memory_cannot_hold_fades_to_unknown_and_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HELD", 2)
    monkeypatch.setattr(module, "FADED", 2)
    found = Spool(tmp_path / "spool")
    (tmp_path / "spool").rmdir()
    for one in range(5):
        found.put(one, one, packed([look(one), look(one + 9)], one, one, {3: 4}))
    assert found.lost == 6
    newest, *rest = [states(one) for one in waiting(found)]
    assert newest == [(4, "down", "502"), (13, "down", "502")]
    assert rest[0] == [(1, "unknown", "unkept"), (10, "unknown", "unkept")]  # what was first left no trace
    assert [one[0][1] for one in rest] == ["unknown", "unknown", "down"]
    assert unpacked(found.read(next(found.order())) or b"")[0].tokens == {3: 4}


def test_what_a_wrong_clock_has_seen_becomes_unknown_on_the_disk_too(tmp_path: Path) -> None:
    found = Spool(tmp_path)
    for one in range(3):
        found.put(one, one, packed([look(one)], one, one, {}))
    found.doubt(1)
    told = [states(one) for one in waiting(Spool(tmp_path))]
    assert told == [[(2, "unknown", "clock")], [(0, "down", "502")], [(1, "unknown", "clock")]]


def test_a_file_that_somebody_took_away_is_passed_over(tmp_path: Path) -> None:
    found = filled(tmp_path)
    next(iter(tmp_path.glob("*0000.batch"))).unlink()
    assert waiting(found) == [b"batch 2", None, b"batch 1"]
    assert len(found) == 2
