"""Warnings of short update clocks: all of them in the inbox, by mail only the last one before the breach, and that."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters_out import mails
from service import START

from gwarant.demo.cast import World
from gwarant.engine import clocks
from gwarant.notify.models import Notice
from gwarant.sla.contract.model.desk import Clock, Moment
from gwarant.tickets import actions
from gwarant.tickets.letters import SHORT, is_early
from gwarant.tickets.models import Ticket

MINUTE = timedelta(minutes=1)
shares = st.lists(st.integers(1, 100), max_size=4).map(tuple)


def update(warn_at: tuple[int, ...] = (50, 75, 90), repeats: bool = True) -> Clock:
    return Clock(id="update", stop=Moment.PUBLIC_UPDATE, repeats=repeats, warn_at=warn_at)


@pytest.fixture
def updated(house: World, engine: None) -> Ticket:
    """A critical ticket that is told of every 28 minutes, five times, under an update clock of half an hour."""
    place = {"service": next(one for (key, _), one in house.services.items() if key == "CLINIC")}
    words = {"title": "It stands", "text": "All of it.", "class_id": "critical"}
    ticket = actions.report(house.customers["CLINIC"], by=house.zoe, now=START, **place, **words)
    ticket = actions.reply(ticket, "We look.", by=house.ben, now=START + MINUTE)
    for link in range(5):
        begun = START + MINUTE + link * 28 * MINUTE
        for minutes in range(1, 28):
            clocks.run_once(begun + minutes * MINUTE)
        ticket = actions.reply(ticket, "We go on.", by=house.ben, now=begun + 28 * MINUTE)
    return ticket


def test_of_a_ticket_that_is_told_of_in_time_five_times_its_assignee_gets_five_warnings_by_mail_and_not_fifteen(
    updated: Ticket,
) -> None:
    warned = Notice.objects.filter(ref=updated.key, code="warned", facts__clock="Progress report")
    by_mail = mails().filter(notice__in=warned)

    assert (warned.count(), by_mail.count()) == (15, 5)
    assert set(by_mail.values_list("notice__facts__percent", flat=True)) == {90}


def test_the_last_warning_and_the_breach_go_by_mail(updated: Ticket) -> None:
    begun = START + MINUTE + 5 * 28 * MINUTE
    for minutes in range(1, 33):
        clocks.run_once(begun + minutes * MINUTE)
    last = Notice.objects.filter(ref=updated.key, created_at__gt=begun, facts__clock="Progress report")
    told = set(mails().filter(notice__in=last).values_list("notice__code", "notice__facts__percent"))

    assert told == {("warned", 90), ("breached", None)}


@given(shares, st.integers(1, 99), st.integers(1, 40 * 3600))
def test_a_clock_that_does_not_begin_anew_warns_by_mail_each_time(
    warn_at: tuple[int, ...], percent: int, target: int
) -> None:
    assert not is_early(update(warn_at, repeats=False), target, percent)


@given(shares, st.integers(1, 99), st.integers(SHORT + 1, 40 * 3600))
def test_a_long_update_clock_does_too(warn_at: tuple[int, ...], percent: int, target: int) -> None:
    assert not is_early(update(warn_at), target, percent)


@given(shares.filter(lambda told: any(one < 100 for one in told)), st.integers(1, SHORT))
def test_of_a_short_one_exactly_the_last_warning_does(warn_at: tuple[int, ...], target: int) -> None:
    told = {one for one in warn_at if one < 100}
    assert {one for one in told if not is_early(update(warn_at), target, one)} == {max(told)}
