"""Claims and disputes that wait for the house: told each week, before the last day, and no more once answered."""

from datetime import timedelta

import pytest
from june import CLOSED, claimable_june
from letters_out import mails

from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.notify.models import Notice
from gwarant.reports.claims.acting import claim, grant
from gwarant.reports.claims.standing import standing_of
from gwarant.reports.disputes.answering import refuse
from gwarant.reports.disputes.models import About, Figure
from gwarant.reports.disputes.raising import Subject, dispute
from gwarant.reports.reminding import remind, unanswered

pytestmark = pytest.mark.usefixtures("engine")
DAY = timedelta(days=1)
MONTH = "2026-06"


@pytest.fixture
def contract(house: World) -> Contract:
    """With a claim of the first day after its June was closed."""
    found = claimable_june(house)
    (one,) = standing_of(found, MONTH, CLOSED)
    claim(found, MONTH, [one.key], by=house.cora, now=CLOSED + DAY)
    return found


def test_a_claim_is_told_again_each_week_until_it_is_decided(contract: Contract, house: World) -> None:
    days = [remind(CLOSED + n * DAY) > 0 for n in (2, 7, 8, 9, 14, 15)]
    assert days == [False, False, True, False, False, True]
    (one,) = standing_of(contract, MONTH, CLOSED + 15 * DAY)
    grant(contract, MONTH, one.key, text="", by=house.marek, now=CLOSED + 15 * DAY)
    assert (unanswered(), remind(CLOSED + 30 * DAY)) == ([], 0)


def test_a_dispute_waits_with_the_claim_of_the_same_contract(contract: Contract, house: World) -> None:
    hours = Subject(about=About.FIGURE, figure=Figure.HOURS.value)
    one = dispute(contract, MONTH, hours, text="Too many.", by=house.cora, now=CLOSED + 2 * DAY)
    (own,) = unanswered()
    assert (len(own.claims), own.disputes, own.since) == (1, [one.uid], CLOSED + DAY)
    remind(CLOSED + 9 * DAY)
    told = {mail.text for mail in mails().filter(notice__code="unanswered", notice__user=house.olga)}
    assert all("1 wniosek czeka" in text and "1 zastrzeżenie czeka" in text for text in told)
    assert len(told) == 1
    refuse(one, text="They were worked.", by=house.marek, now=CLOSED + 10 * DAY)
    assert unanswered()[0].disputes == []


def test_the_last_day_to_decide_is_told_once_before_it_and_the_weeks_go_on_after(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own,) = unanswered()
    own.until = (CLOSED + 12 * DAY).date()
    monkeypatch.setattr("gwarant.reports.reminding.unanswered", lambda: [own])
    days = [n for n in range(1, 24) if remind(CLOSED + n * DAY)]
    assert days == [8, 9, 15, 22]
    last = Notice.objects.filter(code="unanswered").order_by("-pk")[0]
    assert last.facts["is_over"] is True
