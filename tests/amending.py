"""An amendment of a contract in force: the house offers it, the customer's administrator accepts it."""

import re
from datetime import date, datetime, timedelta

from gwarant.contracts import actions
from gwarant.contracts.models import ContractVersion
from gwarant.database.scope import ENGINE, customer_scope, scoped
from gwarant.demo.cast import CLIENTS, World

CALLED_OTHERWISE = """
clocks: {response: {label: First word}}
classes: {critical: {label: Everything stands still}}
targets: {critical: {response: [30m, around_the_clock]}}
"""


def amend(
    world: World, key: str, starts_on: date, now: datetime, more: str = CALLED_OTHERWISE, last: date | None = None
) -> ContractVersion:
    """The customer's last wording with a few lines more, offered and accepted within a quarter of an hour.

    With `last` the contract ends with that day.
    """
    customer = world.customers[key]
    administrator = world.people[next(one.people[0][0] for one in CLIENTS if one.key == key)]
    with scoped(ENGINE):
        former = ContractVersion.objects.accepted().filter(customer=customer).order_by("version").last()
        assert former is not None
        draft = actions.amend(former, by=world.people["marek"], starts_on=starts_on, now=now)
        text = _ended(draft.text, starts_on, last) if last else draft.text
        draft = actions.change_draft(draft, text=text + more, by=world.people["marek"], now=now)
        offer = actions.offer(draft, by=world.people["marek"], now=now)
    told = now + timedelta(minutes=15)
    with scoped(customer_scope(administrator.pk, [customer.pk])):
        return actions.accept(offer, by=administrator, fingerprint=offer.fingerprint, now=told)


def _ended(text: str, starts_on: date, last: date) -> str:
    found, n = re.subn(r"(?m)^effective:.*(\n[ ].*)*$", f"effective: {{from: {starts_on}, to: {last}}}", text)
    assert n == 1
    return found
