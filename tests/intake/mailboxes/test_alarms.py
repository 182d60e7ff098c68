"""A mailbox that cannot be read is told to whoever leads, once, and again when it can be."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from boxes_in import NOW, SHOP
from django.test import Client
from letters_out import mails

from gwarant.accounts.models import StaffRole, User
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.engine.sweeps import SWEEPS
from gwarant.intake.mailboxes.actions import MailboxFacts, pause_mailbox, put_mailbox
from gwarant.intake.mailboxes.failure import ReadingFailed
from gwarant.intake.mailboxes.holding import take, went_well, went_wrong
from gwarant.intake.mailboxes.models import Mailbox
from gwarant.notify.delivery import send_due
from gwarant.notify.models import Notice
from gwarant.oauth import Password
from gwarant.web.moment import now

FACTS = MailboxFacts(address=SHOP, host="mail.house.example", user=SHOP)


@pytest.fixture
def box(world: World) -> Mailbox:
    with scoped(ENGINE):
        return put_mailbox("shop", FACTS, Password(password="secret"), now=NOW)


def after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def fails(box: Mailbox, now: datetime, code: str = "login_refused") -> None:
    with scoped(ENGINE):
        Mailbox.objects.update(due_at=now, held_until=None)
        held = take(box.pk, "test", now)
        assert held is not None
        went_wrong(held, ReadingFailed(code, "535"), now)


def works(box: Mailbox, now: datetime) -> None:
    with scoped(ENGINE):
        Mailbox.objects.update(due_at=now, held_until=None)
        held = take(box.pk, "test", now)
        assert held is not None
        went_well(held, now)


def told(now: datetime) -> Sequence[str]:
    with scoped(ENGINE):
        SWEEPS["mailboxes"](now)
        return [
            one.code for one in Notice.objects.filter(user__staff_role=StaffRole.OWNER, kind="mailbox").order_by("pk")
        ]


def test_nobody_is_told_of_what_passes_within_minutes(box: Mailbox) -> None:
    fails(box, after(1))
    assert told(after(4)) == []
    works(box, after(4.5))
    assert told(after(9)) == []


def test_leaders_are_told_once_and_again_when_it_works(box: Mailbox) -> None:
    works(box, after(0))
    fails(box, after(1))
    fails(box, after(3))
    assert told(after(6)) == ["mailbox_fails"]
    fails(box, after(10))
    assert told(after(11)) == ["mailbox_fails"]
    works(box, after(12))
    assert told(after(13)) == told(after(14)) == ["mailbox_fails", "mailbox_works"]
    fails(box, after(15))
    assert told(after(30)) == ["mailbox_fails", "mailbox_works", "mailbox_fails"]


def test_it_comes_by_mail_to_owners_and_managers_with_what_is_wrong(box: Mailbox) -> None:
    fails(box, after(1))
    told(after(6))
    with scoped(ENGINE):
        leaders = User.objects.filter(staff_role__in=(StaffRole.OWNER, StaffRole.MANAGER), is_active=True)
        found = mails().filter(notice__kind="mailbox")
        assert {one.notice.user_id for one in found} == {one.pk for one in leaders}
        assert all("shop@house.example" in one.text and ": 535." in one.text for one in found)


def test_where_mail_does_not_leave_the_alarm_goes_the_second_way_and_nothing_else_does(
    box: Mailbox, settings: Any, tmp_path: Path
) -> None:
    nowhere, second = "smtp://127.0.0.1:1?tls=none", f"file://{tmp_path}"
    settings.ENV = replace(settings.ENV, email_url=nowhere, alarm_email_url=second)
    with scoped(ENGINE):
        mails().update(state="sent", due_at=None)
    fails(box, after(1))
    told(after(6))
    works(box, after(7))
    told(after(8))
    with scoped(ENGINE):
        send_due("mail", after(8))
        states = mails().filter(notice__kind="mailbox").values_list("notice__code", "state").distinct()
        assert set(states) == {("mailbox_fails", "sent"), ("mailbox_works", "queued")}
        assert len([*tmp_path.iterdir()]) == mails().filter(notice__code="mailbox_fails").count()


def test_a_mailbox_that_no_engine_reads_is_told_too(box: Mailbox) -> None:
    assert told(after(6)) == ["mailbox_fails"]


def test_a_mailbox_that_is_paused_alarms_nobody(box: Mailbox) -> None:
    fails(box, after(1))
    with scoped(ENGINE):
        pause_mailbox("shop", is_active=False, now=after(2))
    assert told(after(60)) == []


def test_ready_names_it_and_the_figures_count_it(box: Mailbox) -> None:
    with scoped(ENGINE):
        Mailbox.objects.update(changed_at=now())  # the page has the clock of this moment
    assert Client().get("/readyz").json()["mailboxes"] == "ok"
    fails(box, NOW)
    with scoped(ENGINE):
        Mailbox.objects.update(changed_at=NOW - timedelta(hours=1))
    assert Client().get("/readyz").json()["mailboxes"] == "shop: login_refused"
    text = Client().get("/metrics").content.decode()
    assert "gwarant_mailboxes 1" in text
    assert "gwarant_mailboxes_failing 1" in text
    assert "secret" not in json.dumps(Client().get("/readyz").json())
