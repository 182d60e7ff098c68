"""What waits for whoever closes months, sends reports, and answers what clients claim and dispute."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from gwarant.accounts.models import StaffRole, User
from gwarant.customers.caring import cared_for_by
from gwarant.pictures.summary import period_name
from gwarant.reports.delivery.waiting import Waits, to_do
from gwarant.reports.reminding import unanswered
from gwarant.sla.civil import civil_period
from gwarant.web.months.closing import may_close
from gwarant.web.templatetags.look import lang

MOST = 50  # lines


def waits_for(user: User, at: datetime) -> list[Waits]:
    """Of the customers whom the person looks after, of all for who leads the house; nothing for anybody else."""
    if not may_close(user):
        return []
    return to_do(cared_for_by(user) if user.staff_role == StaffRole.CARETAKER else None, at)


def unanswered_of(user: User) -> dict[str, int]:
    """How many claims and disputes wait for an answer, of the same customers."""
    found = unanswered() if may_close(user) else []
    if user.staff_role == StaffRole.CARETAKER:
        own = set(cared_for_by(user).values_list("pk", flat=True))
        found = [one for one in found if one.contract.customer_id in own]
    return {"claims": sum(len(one.claims) for one in found), "disputes": sum(len(one.disputes) for one in found)}


def lines_of(waits: list[Waits]) -> dict[str, Any]:
    """The lines of the list, the first ones, and how many are not shown."""
    return {"todo": [_line(one) for one in waits[:MOST]], "todo_more": max(len(waits) - MOST, 0)}


def counts_of(waits: list[Waits]) -> dict[str, int]:
    """How many months wait to be closed, how many reports to be sent."""
    found = {"to_close": 0, "to_send": 0}
    for one in waits:
        found["to_send" if one.report else "to_close"] += one.count
    return found


def _line(one: Waits) -> dict[str, Any]:
    page = "month_delivery" if one.report else "month_closing"
    return {
        "customer": one.contract.customer.name,
        "number": one.contract.number,
        "month": period_name(civil_period(one.month, "UTC"), lang()),
        "is_sending": one.report is not None,
        "revision": one.report.revision if one.report else 1,
        "more": one.count - 1,
        "href": reverse(f"desk:{page}", args=[one.contract.number, one.month]),
    }
