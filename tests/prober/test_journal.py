"""A prober that was killed says afterwards which slots nobody looked at, each under the lease that it had then."""

from pathlib import Path

import msgspec

from gwarant.prober.journal import EVERY, FILE, GONE_BACK, Journal
from gwarant.prober.model import Target
from gwarant.prober.protocol import Lease
from gwarant.sla.evidence.model import State

NOW = 1_796_040_000_000
MINUTE = 60_000
TOKENS = {1: 4, 2: 9}
LEASES = tuple(Lease(share, token, NOW + MINUTE, 0, NOW - 9 * MINUTE) for share, token in TOKENS.items())


def target(number: int, phase: int) -> Target:
    return Target(id=number, kind="http", every=MINUTE, timeout=10_000, phase=phase)


def looking(folder: Path) -> Journal:
    """A run that looks at two targets."""
    journal = Journal(folder)
    journal.watch([target(1, 0), target(2, 20_000)], LEASES, NOW - 9 * MINUTE)
    return journal


def killed(folder: Path, *untold: int | None) -> None:
    """One that did until now."""
    looking(folder).write(NOW, untold, NOW)


def missed(folder: Path, now: int) -> list[tuple[int, int, int]]:
    """Targets and slots, each with its token."""
    found = list(Journal(folder).missed(now))
    kinds = {(one.answer.state, one.answer.code, one.extra) for looks, _ in found for one in looks}
    assert kinds <= {(State.UNKNOWN, "still", False)}
    return sorted((one.target, one.slot - NOW, tokens[one.target]) for looks, tokens in found for one in looks)


def test_each_slot_since_the_kill_is_told_under_the_leases_of_then(tmp_path: Path) -> None:
    killed(tmp_path, None)
    assert missed(tmp_path, NOW + 2 * MINUTE) == [(1, 0, 4), (1, MINUTE, 4), (2, 20_000, 9), (2, 80_000, 9)]


def test_what_was_due_under_way_or_in_memory_alone_is_told(tmp_path: Path) -> None:
    killed(tmp_path, NOW - 1_000, None, NOW - 5 * MINUTE + GONE_BACK)
    assert missed(tmp_path, NOW)[0] == (1, -5 * MINUTE, 4)
    assert len(missed(tmp_path, NOW)) == 10


def test_under_a_lease_nothing_is_told_of_before_it(tmp_path: Path) -> None:
    journal = looking(tmp_path)
    journal.watch([target(1, 0), target(2, 20_000)], (Lease(1, 5, NOW, NOW - MINUTE, NOW), LEASES[1]), NOW)
    journal.write(NOW, [NOW - 3 * MINUTE + GONE_BACK], NOW)
    told = [(slot, token) for number, slot, token in missed(tmp_path, NOW + 1) if number == 1]
    assert told == [(-180_000, 4), (-120_000, 4), (-60_000, 4), (-60_000, 5), (0, 5)]  # nobody else looked since then


def test_what_is_looked_at_no_longer_is_told_until_then_and_by_the_runs_after_a_second_kill_too(tmp_path: Path) -> None:
    looking(tmp_path).watch([], (), NOW)
    journal = looking(tmp_path)
    journal.watch([target(2, 20_000)], LEASES[1:], NOW + 1)
    journal.write(NOW + 2, [NOW - MINUTE + GONE_BACK], NOW)
    again = Journal(tmp_path)
    again.watch([target(2, 20_000)], LEASES[1:], NOW + 30_000)
    again.write(NOW + 30_000, [NOW - MINUTE + GONE_BACK], NOW)
    assert missed(tmp_path, NOW + 30_000) == [(1, -60_000, 4), (1, 0, 4), (2, -40_000, 9), (2, 20_000, 9)]
    again.write(NOW + 90_000, [], NOW)
    assert missed(tmp_path, NOW + 90_000) == [(2, 80_000, 9)][:0]


def test_it_is_told_once_and_no_more_than_a_day(tmp_path: Path) -> None:
    killed(tmp_path)
    journal = Journal(tmp_path)
    assert sum(len(looks) for looks, _ in journal.missed(NOW + 40 * 24 * 60 * MINUTE)) == 2 * 24 * 60
    assert list(journal.missed(NOW + 41 * 24 * 60 * MINUTE)) == []


def test_without_an_entry_that_can_be_read_nothing_is_told(tmp_path: Path) -> None:
    assert missed(tmp_path, NOW) == []
    (tmp_path / FILE).write_bytes(b"torn")
    assert missed(tmp_path, NOW) == []


def test_an_entry_of_an_earlier_release_is_told(tmp_path: Path) -> None:
    entry = {"told": NOW, "tokens": TOKENS, "grids": [[1, MINUTE, 0], [2, MINUTE, 20_000]], "lost": 3}
    (tmp_path / FILE).write_bytes(msgspec.msgpack.encode(entry))
    assert missed(tmp_path, NOW + MINUTE) == [(1, 0, 4), (2, 20_000, 9)]


def test_an_entry_is_written_now_and_then_and_when_the_targets_or_the_clock_change(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert not journal.is_due(NOW)  # nothing is looked at yet: the entry of the run before stays
    journal.watch([target(1, 0)], LEASES, NOW)
    assert journal.is_due(NOW)
    journal.write(NOW, [], NOW - 7)
    assert (journal.kept, journal.is_due(NOW + EVERY - 1), journal.is_due(NOW + EVERY)) == (NOW - 7, False, True)
    journal.anew()
    assert journal.is_due(NOW - MINUTE)


def test_what_a_full_disk_does_not_take_is_not_kept(tmp_path: Path) -> None:
    journal = looking(tmp_path / "nowhere")
    journal.write(NOW, [], NOW)
    assert journal.kept == 0
