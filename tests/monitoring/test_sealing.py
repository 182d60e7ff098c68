"""Looks of days that are over become blocks: the same rows of evidence before and after, and none is lost."""

from base64 import b64decode
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction
from looks_in import stored

from gwarant.cli.evidence_kept import rows as exported
from gwarant.engine import looks as sweep
from gwarant.ledger.models import Row
from gwarant.ledger.reading import read_rows
from gwarant.monitoring import sealing
from gwarant.monitoring.evidence import every_look_of, evidence_of, looks_of, sealed_uid
from gwarant.monitoring.models import DAY, DayOfLooks, Monitor, Prober, SeenLook
from gwarant.monitoring.moments import date_of, moment_of, start_of
from gwarant.monitoring.sealing import due, seal
from gwarant.monitoring.verifying import told_of
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import Looks, State
from gwarant.sla.evidence.packed import unpack
from gwarant.sla.evidence.receipts import pack_receipts
from gwarant.sla.evidence.unpacking import checks_of, opened

FIRST = start_of(date(2026, 11, 27))
MINUTE, HOUR = 60_000, 3_600_000
EVER = FIRST - 40 * DAY, FIRST + 40 * DAY
LATER = moment_of(FIRST + 3 * DAY)  # the first day and the second are sealed


@pytest.fixture
def shop(monitor: Monitor, prober_at: Callable[[], Prober]) -> Monitor:
    """A monitor that counts, with a prober that has a lease."""
    prober_at()
    Monitor.objects.update(counts_at=moment_of(FIRST - DAY))
    monitor.refresh_from_db()
    return monitor


def kept(shop: Monitor, slots: Iterable[int], state: State = State.UP, *, late: int = 3, came: int = 500) -> None:
    """Looks at these slots, each handed over so many milliseconds after it began."""
    stored(shop, [(slot, late, slot + late + came, state) for slot in slots])


def sealed(shop: Monitor, now: datetime = LATER) -> int:
    return sum(seal(*one, now) for one in due(now))


def rows(shop: Monitor) -> tuple[Looks, ...]:
    return looks_of(shop.service, EVER)


def test_a_day_is_the_same_row_before_it_is_sealed_and_afterwards(shop: Monitor) -> None:
    kept(shop, range(FIRST, FIRST + DAY, HOUR))
    kept(shop, [FIRST + 5 * MINUTE], State.DOWN)
    before = rows(shop)
    assert sealed(shop) == 1
    assert rows(shop) == before
    (row,) = before
    assert (row.id, row.start, row.end, row.received) == (
        f"SHOP:l{shop.pk}.{shop.places.get().pk}.20261127.0",
        FIRST,
        FIRST + DAY,
        FIRST + DAY,
    )
    assert (row.service, row.place, len(list(checks_of(row)))) == ("shop", "waw", 25)
    assert not SeenLook.objects.exists()


def test_a_block_says_what_is_in_it_and_the_ledger_says_the_same(shop: Monitor) -> None:
    kept(shop, range(FIRST, FIRST + 3 * MINUTE, MINUTE))
    kept(shop, [FIRST + 3 * MINUTE], State.DOWN)
    kept(shop, [FIRST + 4 * MINUTE], State.UNKNOWN)
    sealed(shop)
    block = DayOfLooks.objects.get()
    assert (block.up, block.degraded, block.down, block.unknown, block.looks) == (3, 0, 1, 1, 5)
    assert sha256(bytes(block.packed)).hexdigest() == block.sha256
    (told,) = read_rows(Row.objects.filter(type="sealed")).reading().evidence.sealed
    assert (told.sha256, told.up, told.down, told.unknown) == (block.sha256, 3, 1, 1)
    assert (told.start, told.service, told.place, told.counts, told.known) == (FIRST, "shop", "waw", True, None)


WAITS = (400, 1_700, 59_000, 590_000, 20 * MINUTE, 7 * HOUR)


def test_what_had_come_at_a_moment_is_the_same_before_a_day_is_sealed_and_afterwards(shop: Monitor) -> None:
    slots = range(FIRST + 40_300, FIRST + DAY, 13 * MINUTE)
    for number, wait in enumerate(WAITS):
        kept(shop, slots[number :: len(WAITS)], came=wait)
    moments = [FIRST + hours * HOUR + seconds * 1000 for hours in (1, 9, 23, 24, 27) for seconds in range(0, 600, 37)]
    before = [looks_of(shop.service, EVER, one) for one in moments]
    assert sealed(shop) > 1
    assert [looks_of(shop.service, EVER, one) for one in moments] == before
    counts = [sum(len(list(checks_of(row))) for row in known) for known in before]
    assert counts == sorted(counts)
    assert 0 < counts[0] < len(slots) == sum(len(list(checks_of(row))) for row in rows(shop))


def test_a_look_on_its_way_has_not_come_also_when_its_day_was_sealed_since(shop: Monitor) -> None:
    kept(shop, [FIRST + HOUR], came=300)
    kept(shop, [FIRST + HOUR + MINUTE], came=2_000)
    at = FIRST + HOUR + MINUTE + 1_000
    kept_then = looks_of(shop.service, EVER, at)
    assert [one.slot.tolist() for one in map(opened, kept_then)] == [[FIRST + HOUR]]
    sealed(shop)
    assert looks_of(shop.service, EVER, at) == kept_then
    assert looks_of(shop.service, EVER, FIRST + HOUR) == ()
    assert len(list(checks_of(looks_of(shop.service, EVER, at + 2_000)[0]))) == 2


def test_receipts_stand_in_the_ledger_and_are_held_against_it(shop: Monitor) -> None:
    kept(shop, [FIRST, FIRST + MINUTE], came=2_000)
    sealed(shop)
    block = DayOfLooks.objects.get()
    (told,) = read_rows(Row.objects.filter(type="sealed")).reading().evidence.sealed
    assert block.receipts is not None
    assert told.receipts == sha256(bytes(block.receipts)).hexdigest()
    uid = sealed_uid(block)
    assert told_of([uid])[uid] == told
    at = unpack(bytes(block.packed)).at
    block.receipts = pack_receipts(at, at)
    assert evidence_of(block) != told


def test_a_block_of_a_former_release_says_nothing_of_receipts_and_is_read_as_it_was(
    shop: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(shop, [FIRST, FIRST + MINUTE], came=2_000)
    monkeypatch.setattr(sealing, "pack_receipts", lambda _at, _came: None)
    sealed(shop)
    block = DayOfLooks.objects.get()
    assert told_of([sealed_uid(block)])[sealed_uid(block)].receipts == ""
    assert looks_of(shop.service, EVER, FIRST + MINUTE + 1_000) == rows(shop)


def test_yesterday_and_today_wait(shop: Monitor) -> None:
    kept(shop, [FIRST + day * DAY for day in range(4)])
    assert sealed(shop) == 2
    assert [one.day for one in DayOfLooks.objects.order_by("day")] == [date_of(FIRST), date_of(FIRST + DAY)]
    assert SeenLook.objects.count() == 2
    assert len(rows(shop)) == 4
    assert sealed(shop) == 0


def test_what_comes_late_makes_a_further_block_that_was_known_when_it_came(shop: Monitor) -> None:
    kept(shop, [FIRST, FIRST + 2 * MINUTE])
    kept(shop, [FIRST + MINUTE], State.DOWN, came=5 * HOUR)
    before = rows(shop)
    assert [one.received for one in before] == [FIRST + DAY, FIRST + 5 * HOUR + 15 * MINUTE][::-1]
    sealed(shop)
    assert rows(shop) == before
    kept(shop, [FIRST + 3 * MINUTE], State.DOWN, came=9 * DAY)
    known = rows(shop)
    assert len(known) == 3
    assert sealed(shop, moment_of(FIRST + 9 * DAY + HOUR)) == 1
    assert rows(shop) == known
    assert [one.number for one in DayOfLooks.objects.order_by("number")] == [0, 1, 2]


def test_late_looks_wait_until_nothing_can_come_beside_them(shop: Monitor) -> None:
    kept(shop, [FIRST], came=3 * DAY)
    came = moment_of(FIRST + 3 * DAY)
    assert sealed(shop, came + timedelta(minutes=5)) == 0
    assert sealed(shop, came + timedelta(minutes=20)) == 1


def test_a_look_that_is_handed_over_again_after_its_day_was_sealed_is_there_once(shop: Monitor) -> None:
    kept(shop, [FIRST, FIRST + MINUTE])
    sealed(shop)
    before = rows(shop)
    kept(shop, [FIRST, FIRST + MINUTE], State.DOWN, came=4 * DAY)
    assert rows(shop) == before
    assert sealed(shop, moment_of(FIRST + 5 * DAY)) == 0
    assert not SeenLook.objects.exists()


def test_a_look_belongs_to_the_day_on_which_it_began(shop: Monitor) -> None:
    kept(shop, [FIRST + DAY - 100], late=200)
    kept(shop, [FIRST + HOUR])
    first, second = rows(shop)
    assert [len(list(checks_of(one))) for one in (first, second)] == [1, 1]
    sealed(shop, moment_of(FIRST + 2 * DAY))
    assert rows(shop) == (first, second)


def test_what_is_packed_is_what_was_seen(shop: Monitor) -> None:
    kept(shop, [FIRST, FIRST + MINUTE], late=7)
    row = SeenLook.objects.first()
    assert row is not None
    (found,) = [opened(one) for one in rows(shop)]
    assert (found.every, found.timeout) == (60_000, 10_000)
    assert found.slot.tolist() == [FIRST, FIRST + MINUTE]
    assert found.late.tolist() == [7, 7]
    assert [found.texts[one] for one in found.code] == ["200", "200"]
    assert [found.texts[one] for one in found.address] == ["192.0.2.1"] * 2
    assert found.phases[0].tolist() == row.phases


def test_looks_under_another_interval_have_a_block_of_their_own(shop: Monitor) -> None:
    kept(shop, [FIRST, FIRST + MINUTE])
    Monitor.objects.filter(pk=shop.pk).update(every=30_000)
    kept(shop, [FIRST + 2 * MINUTE])
    before = rows(shop)
    assert [opened(one).every for one in before] == [60_000, 30_000]
    sealed(shop)
    assert rows(shop) == before


def test_a_monitor_that_only_alarms_is_kept_and_not_read(shop: Monitor) -> None:
    Monitor.objects.filter(pk=shop.pk).update(counts=False, counts_at=moment_of(FIRST + MINUTE))
    kept(shop, [FIRST, FIRST + MINUTE])
    assert [opened(one).slot.tolist() for one in rows(shop)] == [[FIRST]]
    assert sealed(shop) == 2
    assert [opened(one).slot.tolist() for one in rows(shop)] == [[FIRST]]
    assert sorted(DayOfLooks.objects.values_list("counts", flat=True)) == [False, True]


def test_only_the_days_of_the_span_are_read(shop: Monitor) -> None:
    kept(shop, [FIRST + day * DAY for day in range(4)])
    sealed(shop)
    assert [one.start for one in looks_of(shop.service, (FIRST + DAY, FIRST + 2 * DAY + 1))] == [
        FIRST + DAY,
        FIRST + 2 * DAY,
    ]


def test_the_export_of_evidence_carries_the_looks_and_they_have_the_hashes_of_the_chain(shop: Monitor) -> None:
    Monitor.objects.filter(pk=shop.pk).update(counts_at=moment_of(FIRST - 50 * DAY))
    kept(shop, [FIRST - 40 * DAY + HOUR, *range(FIRST, FIRST + 4 * DAY, 8 * HOUR)])
    before = [one.id for one in every_look_of(shop.service)]
    sealed(shop)
    found = read_lines(exported("SHOP"))
    assert [one.id for one in found.looks] == before == sorted(before)
    assert len(before) == 5
    told = {one.id.removesuffix(":sealed"): one.sha256 for one in found.sealed}
    hashed = {one.id: sha256(b64decode(one.packed)).hexdigest() for one in found.looks}
    assert told.items() <= hashed.items()
    assert len(told) == 3


def test_a_block_can_be_neither_changed_nor_removed(shop: Monitor) -> None:
    kept(shop, [FIRST])
    sealed(shop)
    for change in (lambda: DayOfLooks.objects.update(up=9), lambda: DayOfLooks.objects.all().delete()):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()


def test_whatever_a_prober_wrote_as_text_the_block_can_be_read(shop: Monitor) -> None:
    kept(shop, [FIRST])
    SeenLook.objects.update(code="a\u2028b\u200b")
    sealed(shop)
    assert "a b " in unpack(bytes(DayOfLooks.objects.get().packed)).texts


def test_the_engine_seals_and_then_waits_for_a_while(shop: Monitor) -> None:
    sweep._waiting.clear()
    kept(shop, [FIRST])
    assert sweep.run_once(LATER) == 1
    assert sweep.run_once(LATER + timedelta(seconds=1)) == 0
    kept(shop, [FIRST + DAY])
    assert sweep.run_once(LATER + timedelta(minutes=2)) == 0
    assert sweep.run_once(LATER + timedelta(minutes=6)) == 1
    sweep._waiting.clear()
