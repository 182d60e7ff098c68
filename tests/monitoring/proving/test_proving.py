"""A job proves a duty of a contract: its success shows it done; failure, silence and what we could not hear do not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gwarant.contracts.models import Contract
from gwarant.database import rounds
from gwarant.demo.cast import World
from gwarant.ledger.models import Row
from gwarant.monitoring.actions import Facts, MonitorRefused, add_monitor, change_monitor, retire_monitor
from gwarant.monitoring.beats.asked import Asked, asked_by
from gwarant.monitoring.beats.keeping import keep
from gwarant.monitoring.beats.models import Listening
from gwarant.monitoring.models import Monitor, Proof, Tie
from gwarant.monitoring.proving import reading
from gwarant.monitoring.proving.sparse import unproven
from gwarant.monitoring.proving.writing import prove
from gwarant.reports.month import month_of
from gwarant.reports.originals import TABLES
from gwarant.sla.evidence.model import ProofState
from gwarant.web.monitors.words import rare_words

NIGHT = datetime(2026, 6, 2, 0, 30, tzinfo=UTC)  # 02:30 in Warsaw, the zone of the contract
DAY = timedelta(days=1)
SETTINGS = {"cron": "30 2 * * *", "zone": "Europe/Warsaw", "grace": "1h"}
Job = Callable[..., Monitor]


@pytest.fixture
def backup(house: World, engine: None) -> Monitor:
    """A nightly job of the shop that proves the backup of its contract."""
    Listening.objects.create(name="web", since=NIGHT - 60 * DAY, until=NIGHT + 60 * DAY)
    return added(house, duty=f"{contract().number}/backup")


def contract() -> Contract:
    return Contract.objects.get(customer__key="SHOP")


def added(house: World, name: str = "Backup", **more: str) -> Monitor:
    facts = Facts(name=name, kind="heartbeat", settings=SETTINGS | more, places=())
    return add_monitor(house.services["SHOP", "shop"], facts, by=None, now=NIGHT - DAY)


def says(monitor: Monitor, word: str, at: datetime) -> None:
    asked = asked_by(f"{monitor.ping_address.code}/{word}", "", "192.0.2.7", "curl", b"")
    assert isinstance(asked, Asked)
    keep([(asked, at)], at)
    reading.run_once(at + timedelta(seconds=1))


def verdicts(now: datetime) -> dict[str, int]:
    """How the slots of the backup stand in June."""
    month = month_of(contract(), "2026-06", "en", now)
    found = next(one for one in month.assessment.duties if one.duty == "backup")
    names = ("done", "late", "missed", "failed", "could_not_check")
    return {name: getattr(found, name) for name in names if getattr(found, name)}


def test_a_success_within_the_slot_proves_it_a_failure_or_silence_does_not(backup: Monitor) -> None:
    says(backup, "start", NIGHT)
    says(backup, "", NIGHT + timedelta(minutes=20))
    says(backup, "0", NIGHT + timedelta(minutes=30))  # once more in the same slot: nothing new
    says(backup, "1", NIGHT + DAY)
    says(backup, "fail", NIGHT + 2 * DAY)
    says(backup, "", NIGHT + 2 * DAY + timedelta(hours=2))  # tried again
    says(backup, "log", NIGHT + 3 * DAY)
    says(backup, "", NIGHT + 4 * DAY)
    found = list(Proof.objects.order_by("at").values_list("state", flat=True))
    assert found == ["passed", "failed", "failed", "passed", "passed"]
    assert verdicts(NIGHT + 5 * DAY) == {"done": 3, "failed": 1, "missed": 1}
    row = Row.objects.filter(type="proof").order_by("pk")[0]
    assert '"duty": "backup"' in row.line
    source = TABLES.sources["proof"]
    assert source.originals([row.uid])[row.uid].line == row.line
    assert list(source.unwritten(row.customer_id)) == []


def test_a_round_ends_when_its_time_is_over_and_goes_on_in_the_next(
    backup: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "ROUND", -1.0)
    Listening.objects.all().delete()
    gap = NIGHT + DAY - timedelta(minutes=10), NIGHT + DAY + timedelta(minutes=40)
    for since, until in ((NIGHT - 60 * DAY, gap[0]), (gap[1], NIGHT + 60 * DAY)):
        Listening.objects.create(name="web", since=since, until=until)
    asked = asked_by(f"{backup.ping_address.code}/0", "", "192.0.2.7", "curl", b"")
    assert isinstance(asked, Asked)
    keep([(asked, NIGHT)], NIGHT)
    found = [reading.run_once(gap[1] + timedelta(minutes=1)) for _ in range(3)]  # the success, then the silence
    assert (found, Proof.objects.count()) == ([1, 1, 0], 2)


def test_a_night_in_which_we_could_not_hear_could_not_be_checked(backup: Monitor) -> None:
    Listening.objects.all().delete()
    gap = NIGHT + DAY - timedelta(minutes=10), NIGHT + DAY + timedelta(minutes=40)
    for since, until in ((NIGHT - 60 * DAY, gap[0]), (gap[1], NIGHT + 60 * DAY)):
        Listening.objects.create(name="web", since=since, until=until)
    says(backup, "", NIGHT)
    reading.run_once(gap[1] + timedelta(minutes=1))
    reading.run_once(gap[1] + timedelta(minutes=2))
    says(backup, "", NIGHT + 2 * DAY)
    assert list(Proof.objects.order_by("at").values_list("state", "at")) == [
        ("passed", NIGHT),
        ("could_not_check", NIGHT + DAY),
        ("passed", NIGHT + 2 * DAY),
    ]
    assert verdicts(NIGHT + 3 * DAY) == {"done": 2, "could_not_check": 1}


def test_a_moment_in_which_we_could_not_hear_by_day_says_nothing_of_a_nightly_job(backup: Monitor) -> None:
    Listening.objects.all().delete()
    for since, until in ((-60, 0.5), (0.6, 60)):
        Listening.objects.create(name="web", since=NIGHT + since * DAY, until=NIGHT + until * DAY)
    says(backup, "", NIGHT)
    reading.run_once(NIGHT + 0.9 * DAY)
    assert Proof.objects.count() == 1


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"duty": "SHOP-1999-01/backup"}, "is no duty of a contract of this customer"),
        ({"duty": "{number}/moon"}, "is no duty"),
        ({"duty": "backup"}, "is no duty"),
        ({"duty": "{number}/backup"}, "another job proves"),
    ],
)
def test_a_duty_that_is_none_or_is_proven_by_another_job_is_refused(
    house: World, backup: Monitor, settings: dict[str, Any], said: str
) -> None:
    told = {name: value.format(number=contract().number) for name, value in settings.items()}
    with pytest.raises(MonitorRefused, match=said):
        added(house, "Other", **told)


def test_what_was_told_before_it_was_tied_or_after_it_is_retired_proves_nothing(house: World, backup: Monitor) -> None:
    settings = SETTINGS | {"duty": f"{contract().number}/restore-test"}
    facts = Facts(name="Backup", kind="heartbeat", settings=settings, places=())
    says(backup, "", NIGHT)
    change_monitor(backup, facts, by=None, now=NIGHT + DAY)
    reading.run_once(NIGHT + DAY)
    assert list(Proof.objects.values_list("duty", flat=True)) == ["backup"]
    says(backup, "", NIGHT + 2 * DAY)
    assert list(Proof.objects.order_by("pk").values_list("duty", flat=True)) == ["backup", "restore-test"]
    backup.refresh_from_db()
    retire_monitor(backup, by=None, now=NIGHT + 2 * DAY)
    assert not Tie.objects.exists()


def test_people_write_down_what_no_job_tells(house: World, engine: None) -> None:
    told = {"at": NIGHT, "state": ProofState.PASSED, "slot_at": NIGHT - 10 * DAY, "text": "Signed by Cora"}
    made = prove(contract(), "report", **told, by=house.ben, now=NIGHT + DAY)  # type: ignore[arg-type]
    row = Row.objects.get(uid=made.uid)
    assert "Cora" not in row.line
    assert row.text_hash
    assert TABLES.sources["proof"].originals([made.uid])[made.uid].line == row.line


@pytest.mark.parametrize(
    ("schedule", "found"),
    [
        ({}, None),
        ({"cron": "30 2 * * 1-5"}, (8, 31)),
        ({"cron": "", "zone": "", "every": "2d"}, (31, 31)),
        ({"cron": "", "zone": "", "every": "12h"}, None),
    ],
)
def test_a_job_that_runs_more_rarely_than_its_duty_returns_leaves_slots_unproven(
    backup: Monitor, schedule: dict[str, str], found: tuple[int, int] | None
) -> None:
    told = {name: value for name, value in {**backup.settings, **schedule}.items() if value}
    change_monitor(backup, Facts(name="Backup", kind="heartbeat", settings=told, places=()), by=None, now=NIGHT)
    backup.refresh_from_db()
    assert unproven(backup, NIGHT) == found
    assert bool(rare_words(backup, NIGHT)) is (found is not None)


def test_what_one_place_lost_of_a_job_alone_could_not_be_checked(backup: Monitor) -> None:
    since = NIGHT + DAY - timedelta(minutes=5)
    lost = {"name": "web", "since": since, "until": NIGHT + DAY + timedelta(minutes=5), "is_deaf": True}
    Listening.objects.create(address=backup.ping_address, **lost)
    for minutes in (6, 7):
        reading.run_once(NIGHT + DAY + timedelta(minutes=minutes))
    (proof,) = Proof.objects.filter(monitor=backup)
    assert proof.state == ProofState.COULD_NOT_CHECK
