"""Once for each share and month the customer's administrators and the caretaker are told how much of a pool is used."""

from datetime import timedelta

import pytest
from letters_out import mails
from service import START

from gwarant.demo.cast import World
from gwarant.engine import months
from gwarant.hours.actions import log_time
from gwarant.notify.models import Notice
from gwarant.reports.models import Running
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

DAY = timedelta(days=1)
OVER = START.replace(month=7) + timedelta(hours=1)  # the month has ended


@pytest.fixture
def ticket(house: World, engine: None) -> Ticket:
    shop = house.services["SHOP", "shop"]
    told = {"title": "Slow", "text": "…", "class_id": "ordinary", "service": shop}
    return actions.report(house.customers["SHOP"], by=house.cyryl, now=START, **told)


def work(ticket: Ticket, house: World, hours: int, day: int) -> None:
    """So many of the twenty hours: ten of the month, and ten that were left of the month before."""
    at = START + day * DAY
    log_time(
        ticket,
        person=house.ben,
        start_at=at,
        minutes=hours * 60,
        work="support",
        note="x",
        now=at + timedelta(hours=hours),
    )


def told(now_day: float) -> list[tuple[str, str]]:
    """What was told by then: the share, and to whom, beginning with the first."""
    Running.objects.update(due_at=START)
    months.run_once(START + now_day * DAY)
    rows = Notice.objects.filter(code="pool_used").order_by("pk").select_related("user")
    return [(str(one.facts["percent"]), one.user.email) for one in rows]


def test_each_share_is_told_once_to_administrators_and_the_caretaker(ticket: Ticket, house: World) -> None:
    work(ticket, house, 15, 1)
    assert told(2) == []
    work(ticket, house, 1, 2)
    both = {house.cora.email, house.customers["SHOP"].caretaker.email}
    first = told(3)
    assert {share for share, _ in first} == {"80"}
    assert {email for _, email in first} == both
    assert told(3.5) == first
    work(ticket, house, 4, 4)
    assert {share for share, _ in told(5)} == {"80", "100"}
    letter = mails().filter(notice__user=house.cora, notice__code="pool_used").earliest("pk")
    assert "80% godzin na czerwiec 2026" in letter.subject
    assert "16 godz. z 20 godz." in letter.text
    assert "/portal/contracts/SHOP-2026-01/months/2026-06" in letter.text


def test_work_of_the_last_hours_of_a_month_is_told_after_its_end(ticket: Ticket, house: World) -> None:
    assert told(1) == []
    work(ticket, house, 16, 28)
    assert {share for share, _ in told(30.5)} == {"80"}
