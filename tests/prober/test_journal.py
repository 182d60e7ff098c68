"""A prober that was killed says afterwards which slots nobody looked at, and none of those that it has."""

from pathlib import Path

from gwarant.prober.journal import EVERY, FILE, Journal
from gwarant.prober.model import Answer, Look, Target
from gwarant.prober.protocol import packed
from gwarant.prober.spool import Spool
from gwarant.sla.evidence.model import State

NOW = 1_796_040_000_000
MINUTE = 60_000
TOKENS = {1: 4, 2: 9}


def target(number: int, phase: int) -> Target:
    return Target(id=number, kind="http", every=MINUTE, timeout=10_000, phase=phase)


def killed(folder: Path, *, held_since: int | None = None) -> None:
    """A run that looked at two targets until now."""
    journal = Journal(folder)
    journal.watch([target(1, 0), target(2, 20_000)])
    journal.turn(NOW, TOKENS, held_since)


def missed(folder: Path, now: int) -> tuple[list[tuple[int, int]], dict[int, int]]:
    looks, tokens = Journal(folder).missed(Spool(folder / "spool"), now)
    assert {(one.answer.state, one.answer.code, one.extra) for one in looks} <= {(State.UNKNOWN, "still", False)}
    return sorted((one.target, one.slot - NOW) for one in looks), tokens


def test_each_slot_since_the_kill_is_told_under_the_leases_of_then(tmp_path: Path) -> None:
    killed(tmp_path)
    assert missed(tmp_path, NOW + 2 * MINUTE) == ([(1, 0), (1, MINUTE), (2, 20_000), (2, 80_000)], TOKENS)


def test_what_may_have_been_under_way_is_told_unless_it_waits_on_the_disk(tmp_path: Path) -> None:
    killed(tmp_path)
    begun = NOW - MINUTE  # with its doubts, a look of ten seconds may not have been packed for thirty
    journal = Journal(tmp_path)
    journal.watch([target(1, 40_000)])
    journal.turn(NOW, TOKENS, None)
    assert missed(tmp_path, NOW) == ([(1, -20_000)], TOKENS)
    looks = [Look(1, begun + 40_000, begun + 40_003, Answer(State.UP, "200"))]
    Spool(tmp_path / "spool").put(NOW - 19_000, 7, packed(looks, 7, NOW - 19_000, TOKENS))
    assert missed(tmp_path, NOW) == ([], TOKENS)


def test_what_memory_alone_held_is_told(tmp_path: Path) -> None:
    killed(tmp_path, held_since=NOW - 5 * MINUTE)
    found, _ = missed(tmp_path, NOW)
    assert found[0] == (1, -5 * MINUTE)
    assert len(found) == 10


def test_it_is_told_once_and_no_more_than_a_day(tmp_path: Path) -> None:
    killed(tmp_path)
    journal, spool = Journal(tmp_path), Spool(tmp_path / "spool")
    assert len(journal.missed(spool, NOW + 40 * 24 * 60 * MINUTE)[0]) == 2 * 24 * 60
    assert journal.missed(spool, NOW + 41 * 24 * 60 * MINUTE) == ([], {})


def test_without_an_entry_that_can_be_read_nothing_is_told(tmp_path: Path) -> None:
    assert missed(tmp_path, NOW) == ([], {})
    (tmp_path / FILE).write_bytes(b"torn")
    assert missed(tmp_path, NOW) == ([], {})


def test_a_batch_that_is_spoilt_on_the_disk_stops_nothing(tmp_path: Path) -> None:
    killed(tmp_path)
    spool = Spool(tmp_path / "spool")
    spool.put(NOW, 7, b"torn")
    spool.doubt(NOW)
    assert len(missed(tmp_path, NOW + MINUTE)[0]) == 2
    assert [spool.read(name) for name in spool.order()] == [b"torn"]


def test_what_was_paused_before_the_kill_is_not_told(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.watch([target(1, 0)])
    journal.turn(NOW, TOKENS, None)
    journal.watch([])
    journal.turn(NOW + 1_000, TOKENS, None)
    assert missed(tmp_path, NOW + 10 * MINUTE)[0] == []


def test_an_entry_is_written_now_and_then_and_at_once_when_the_targets_change(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.turn(NOW, TOKENS, None)
    assert not (tmp_path / FILE).exists()  # nothing is looked at yet: the entry of the run before stays
    journal.watch([target(1, 0)])
    journal.turn(NOW, TOKENS, None)
    first = (tmp_path / FILE).read_bytes()
    journal.turn(NOW + EVERY - 1, TOKENS, None)
    assert (tmp_path / FILE).read_bytes() == first
    journal.watch([target(2, 0)])
    journal.turn(NOW + EVERY - 1, TOKENS, None)
    assert (tmp_path / FILE).read_bytes() != first
