"""A mailbox that cannot be read is told to whoever leads, once, and again when it can be."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from boxes_in import NOW, SHOP
from certificates import certificate, key_pem_of, pem_of
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
from gwarant.intake.mailboxes.visit import shown
from gwarant.notify.delivery import send_due
from gwarant.notify.models import Notice
from gwarant.oauth import MicrosoftApp, Password, Token, Tokens
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


def ending(days: float) -> MicrosoftApp:
    """An application whose certificate ends so many days after the mailbox was added."""
    begins = NOW + timedelta(days=days - 30)
    found = certificate("desk", ("desk.example",), begins)
    return MicrosoftApp(tenant="house.example", client="app", certificate=pem_of(found), key=key_pem_of("desk"))


def read_until(moments: Sequence[timedelta], box: Mailbox) -> list[int]:
    """At which of these moments it was told that its certificate ends, in days from the first."""
    found = []
    for at in moments:
        Mailbox.objects.filter(pk=box.pk).update(success_at=NOW + at)
        if SWEEPS["mailboxes"](NOW + at):
            found.append(at.days)
    return found


def test_a_certificate_that_ends_is_told_thirty_days_before_and_seven_and_one(world: World) -> None:
    with scoped(ENGINE):
        box = put_mailbox("desk", FACTS, ending(50), now=NOW)
        assert read_until([timedelta(days=n / 2) for n in range(110)], box) == [20, 43, 49]
        letters = mails().filter(address="olga@house.example", notice__code="credential_ends").order_by("pk")
        assert [one.payload["subject"] for one in letters] == [
            f"Certyfikat dla {SHOP} wygaśnie za {left}" for left in ("30 dni", "7 dni", "1 dzień")
        ]
        assert f"/desk/mail/boxes/{box.pk}" in letters[0].text


def test_whoever_adds_one_late_is_told_once_and_a_new_certificate_is_another_matter(world: World) -> None:
    with scoped(ENGINE):
        box = put_mailbox("desk", FACTS, ending(5), now=NOW)
        assert read_until([timedelta(hours=n) for n in range(1, 4)], box) == [0]
        box = put_mailbox("desk", FACTS, ending(400), now=NOW + timedelta(hours=4))
        assert read_until([timedelta(days=n) for n in range(1, 8)], box) == []
        assert put_mailbox("desk", FACTS, Password(password="x"), now=NOW + timedelta(days=8)).ends_at is None


def test_of_one_that_a_former_release_kept_the_end_is_noted_when_it_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Tokens, "of", lambda *_told: Token(access="x", expires_at=NOW + timedelta(hours=1)))
    with scoped(ENGINE):
        box = put_mailbox("desk", FACTS, ending(50), now=NOW)
        ends, warns = box.ends_at, box.warns_at
        Mailbox.objects.filter(pk=box.pk).update(ends_at=None, warns_at=None)
        shown(Mailbox.objects.get(pk=box.pk), NOW, Tokens())
        box.refresh_from_db()
        assert ends is not None
        assert (box.ends_at, box.warns_at) == (ends, warns)
