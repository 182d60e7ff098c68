"""How often invitations are mailed: a pause before each address, a bound for each inviter."""

from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from service import START

from gwarant.customers.actions import find_invitation, invite, renew_invitation, revoke_invitation
from gwarant.customers.models import Customer
from gwarant.customers.pace import MOST, PAUSES, WITHIN
from gwarant.customers.refusals import TooSoon
from gwarant.demo.cast import World

pytestmark = pytest.mark.usefixtures("engine")
MINUTE = timedelta(minutes=1)


def unsent(*_told: object) -> None:
    return None


def asked(world: World, email: str = "w@x.example", now: datetime = START, customer: Customer | None = None) -> str:
    told = {"customer": customer or world.customers["SHOP"], "role": "reader", "send": unsent}
    return invite(email=email, by=world.cora, now=now, **told)


def test_the_pause_grows_with_each_mail_to_an_address(world: World):
    token, sent = asked(world), [START]
    now = START
    while len(sent) < len(PAUSES) + 2:
        now += 5 * MINUTE
        with suppress(TooSoon):
            token = renew_invitation(find_invitation(token), by=world.cora, send=unsent, now=now)
            sent.append(now)
    gaps = [later - earlier for earlier, later in pairwise(sent)]
    assert gaps == [*PAUSES[1:], PAUSES[-1], PAUSES[-1]]


def test_to_withdraw_and_invite_anew_is_no_way_around(world: World):
    revoke_invitation(find_invitation(asked(world)), now=START)
    with pytest.raises(TooSoon) as refusal:
        asked(world, "W@X.example", START + MINUTE)
    assert refusal.value.again_at == START + PAUSES[1]


def test_what_is_refused_changes_nothing_and_counts_for_nothing(world: World):
    token = asked(world)
    for minute in range(1, 5):
        with pytest.raises(TooSoon):
            renew_invitation(find_invitation(token), by=world.cora, send=unsent, now=START + minute * MINUTE)
    assert find_invitation(token).is_open(START)
    assert renew_invitation(find_invitation(token), by=world.cora, send=unsent, now=START + PAUSES[1])


def test_customers_do_not_learn_of_one_anothers_invitations(world: World):
    asked(world)
    assert asked(world, customer=world.customers["CLINIC"])


def test_one_inviter_sends_so_many_an_hour(world: World):
    for number in range(MOST):
        asked(world, f"w{number}@x.example", START + number * MINUTE)
    late = START + MOST * MINUTE
    with pytest.raises(TooSoon) as refusal:
        asked(world, "one-more@x.example", late)
    assert (refusal.value.again_at, refusal.value.to_one) == (START + WITHIN, False)
    told = {"customer": world.customers["SHOP"], "role": "reader", "send": unsent, "now": late}
    assert invite(email="one-more@x.example", by=world.olga, **told)
    assert asked(world, "another@x.example", START + WITHIN)
