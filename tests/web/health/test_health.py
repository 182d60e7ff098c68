"""What machines ask an instance."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from gwarant.accounts.actions import create_user
from gwarant.customers.actions import create_customer
from gwarant.database.scope import ENGINE, scoped
from gwarant.engine import status
from gwarant.engine.checks import record_check
from gwarant.engine.models import Heartbeat
from gwarant.engine.status import Figure, waiting
from gwarant.ledger.report import Report
from gwarant.tickets import actions
from gwarant.web.health import room
from gwarant.web.health.exposition import exposition
from gwarant.web.moment import now


def beat(age: float) -> None:
    with scoped(ENGINE):
        Heartbeat.objects.create(name="here:1", at=now() - timedelta(seconds=age), done={"clocks": 3}, failed={})


def test_the_process_answers_without_the_database() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_nothing_is_ready_before_an_engine_runs(db: None) -> None:
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert json.loads(answer.content) == {
        "ready": False,
        "checks": {
            "database": "ok",
            "migrations": "ok",
            "engine": "no engine runs",
            "sweeps": "ok",
            "room": "ok",
            "files": "ok",
        },
        "ledger": "not checked yet",
        "mailboxes": "ok",
        "accounts": "ok",
        "listeners": "ok",
        "mail": "ok",
        "probers": "ok",
    }


def test_it_is_ready_while_an_engine_lives(db: None) -> None:
    beat(20)
    assert Client().get("/readyz").status_code == 200


def test_what_the_check_of_the_evidence_found_stands_there_and_takes_nobody_down(db: None) -> None:
    beat(1)
    with scoped(ENGINE):
        record_check(Report(rows=7, problems=("SHOP: e7 was changed",)), datetime(2026, 6, 1, 2, 40, tzinfo=UTC))
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["ledger"] == "1 problems: gwarant ledger verify (checked 2026-06-01T02:40:00Z)"
    assert "gwarant_ledger_problems 1" in Client().get("/metrics").content.decode()
    with scoped(ENGINE):
        record_check(Report(rows=7), datetime(2026, 6, 2, 2, 40, tzinfo=UTC))
    assert Client().get("/readyz").json()["ledger"].startswith("ok (checked 2026-06-02")


def test_a_check_of_the_future_is_told_and_masks_no_later_one(db: None) -> None:
    with scoped(ENGINE):
        record_check(Report(rows=7), now() + timedelta(days=9))
    assert Client().get("/readyz").json()["ledger"].startswith("the last check is of the future (")
    assert "gwarant_ledger_problems 1" in Client().get("/metrics").content.decode()
    with scoped(ENGINE):
        record_check(Report(rows=7, problems=("SHOP: e7 was changed", "SHOP: e8 was changed")), now())
    assert Client().get("/readyz").json()["ledger"].startswith("2 problems")
    assert "gwarant_ledger_problems 2" in Client().get("/metrics").content.decode()


def test_it_is_not_ready_by_a_heartbeat_from_the_future(db: None) -> None:
    beat(-3600)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["engine"] == "no engine runs"


def test_it_is_not_ready_when_the_engine_fell_silent(db: None) -> None:
    beat(40)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert "no engine said anything for 4" in answer.json()["checks"]["engine"]


def test_a_sweep_that_does_not_come_round_is_named(db: None) -> None:
    beat(1)
    rounds = {name: (now() - timedelta(seconds=age)).isoformat() for name, age in (("clocks", 3), ("sealing", 44))}
    with scoped(ENGINE):
        Heartbeat.objects.update(rounds=rounds)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["sweeps"].startswith("sealing has not come round for 4")
    assert 'gwarant_sweep_age_seconds{engine="here:1",sweep="sealing"} 4' in Client().get("/metrics").content.decode()


def test_what_another_engine_sweeps_is_swept(db: None) -> None:
    beat(1)
    with scoped(ENGINE):
        Heartbeat.objects.update(rounds={"sealing": (now() - timedelta(minutes=9)).isoformat()})
        Heartbeat.objects.create(name="there:1", at=now(), rounds={"sealing": now().isoformat()})
    assert Client().get("/readyz").status_code == 200


def test_rows_that_wait_to_be_sealed_are_counted(engine: None) -> None:
    came = now() - timedelta(minutes=3)
    cora = create_user(email="cora@shop.example", name="Cora", now=came)
    shop = create_customer(key="SHOP", name="Acme", now=came)
    assert waiting(now()) == (0, 0.0)
    actions.report(shop, title="t", text="x", class_id="ordinary", by=cora, now=came)
    rows, age = waiting(came + timedelta(minutes=3))
    assert (rows, age) == (1, 180.0)
    text = Client().get("/metrics").content.decode()
    assert "gwarant_ledger_waiting_rows 1" in text
    assert "gwarant_ledger_waiting_age_seconds 18" in text


def test_a_full_state_directory_is_told(
    db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat(1)
    settings.ENV = replace(settings.ENV, state_dir=tmp_path)
    monkeypatch.setattr(room, "LEAST", 1 << 80)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["room"].startswith("the disk of the state directory is full: ")


def test_a_folder_that_takes_no_file_is_told(
    db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat(1)
    (tmp_path / "here").write_text("a file, and no folder")
    settings.FILES_DIR = tmp_path / "here"
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["files"].startswith(f"no file can be written to {tmp_path}/here: ")
    settings.FILES_DIR = tmp_path / "there"
    assert Client().get("/readyz").json()["checks"]["files"] == "ok"
    monkeypatch.setattr(room, "LEAST", 1 << 80)
    assert f"the disk of {tmp_path}/there is full" in Client().get("/readyz").json()["checks"]["files"]


def test_a_full_disk_of_the_database_is_told(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    beat(1)
    monkeypatch.setattr(room, "PROBE", ("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'disk_full'; END $$",))
    monkeypatch.setattr(room, "_asked", [])
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["room"] == "the disk of the database is full"
    monkeypatch.undo()


def test_the_probe_needs_new_pages_on_the_disk(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(room.PROBE[0])
        cursor.execute(f"EXPLAIN (ANALYZE) {room.PROBE[1]}")
        told = "\n".join(row[0] for row in cursor.fetchall())
    (written,) = re.findall(r"external (?:merge|sort)  Disk: (\d+)kB", told)
    assert int(written) > 4000


def test_missing_migrations_are_told(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "_known", lambda: frozenset({("engine", "9999_of_a_later_release")}))
    beat(1)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert "gwarant migrate" in answer.json()["checks"]["migrations"]


def test_the_figures_are_for_this_machine(db: None) -> None:
    beat(3)
    text = Client().get("/metrics").content.decode()
    assert 'gwarant_sweep_rows_total{engine="here:1",sweep="clocks"} 3' in text
    assert "gwarant_clock_lag_seconds 0" in text


@pytest.mark.parametrize("headers", [{"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}])
def test_strangers_get_no_figures_even_through_a_proxy_here(db: None, headers: dict[str, str]) -> None:
    assert Client(**headers).get("/metrics").status_code == 403


@pytest.mark.parametrize(("token", "given", "status"), [("abc", "abc", 200), ("abc", "abd", 403), ("", "", 403)])
def test_the_token_opens_the_figures(db: None, settings: Any, token: str, given: str, status: int) -> None:
    settings.ENV = replace(settings.ENV, metrics_token=token)
    answer = Client(REMOTE_ADDR="203.0.113.9").get("/metrics", headers={"Authorization": f"Bearer {given}"})
    assert answer.status_code == status


def test_each_figure_is_explained_once_and_labels_are_escaped() -> None:
    same = [Figure("gwarant_x", "An x", value, (("name", name),)) for value, name in ((1, 'a"b'), (2.5, "c\n"))]
    assert exposition(same) == (
        '# HELP gwarant_x An x\n# TYPE gwarant_x gauge\ngwarant_x{name="a\\"b"} 1\ngwarant_x{name="c\\n"} 2.5\n'
    )
