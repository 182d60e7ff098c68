"""What costs much to read delays nothing that costs little, and nothing waits for ever."""

from datetime import timedelta

import pytest
from letters_in import NOW, door, mail

from gwarant.customers.models import Correspondent
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.engine import mail as sweep
from gwarant.engine.sweeps import LANES
from gwarant.engine.tally import ROUNDS
from gwarant.files.store import store
from gwarant.intake.models import Outcome, RawMail, Way
from gwarant.intake.receive import keep
from gwarant.intake.turns import LATEST, SMALL, charge

KB = 1 << 10


def lies(sender: str, name: str, size: int = 2 * KB, after: float = 0, **more: str) -> int:
    """A message that came some seconds after the first, and waits."""
    raw = mail(subject=name, text="x\n" * (size // 2), **more)
    now = NOW + timedelta(seconds=after)
    return keep(store(raw), way=Way.LMTP, box="shop@house.example", sender=sender, recipients=[], now=now).pk


def order(after: float = 3600) -> list[int]:
    return list(RawMail.objects.due(NOW + timedelta(seconds=after)).values_list("pk", flat=True))


@pytest.mark.usefixtures("engine")
def test_who_sends_much_waits_for_themselves() -> None:
    many = [lies("eve@else.example", f"Junk {n}", 40 * KB) for n in range(5)]
    others = [lies(f"mallory{n}@else.example", f"More {n}", 40 * KB) for n in range(3)]  # a new name costs nothing
    one = lies("cora@shop.example", "The shop is down", after=3)
    assert order() == [many[0], one, *many[1:], *others]
    mailbox = lies("", "From a mailbox that we read", after=4)  # no envelope: the head says who writes
    assert order().index(mailbox) < order().index(many[2])


@pytest.mark.usefixtures("engine")
def test_what_was_dear_to_read_puts_its_sender_off_and_nobody_for_ever() -> None:
    first = lies("eve@else.example", "Dear 1")
    then = [lies("eve@else.example", f"Dear {n}", after=1) for n in (2, 3)]
    charge(first, 5.0, NOW)
    late = lies("cora@shop.example", "Help", after=100)
    next_one = lies("eve@else.example", "Dear 4", after=101)
    assert order() == [first, late, *then, next_one]
    for _ in range(100):
        charge(first, 20.0, NOW)
    turns = RawMail.objects.filter(pk__in=[*then, lies("eve@else.example", "Dear 5", after=2)])
    assert all(one.turn_at is not None and one.turn_at <= one.received_at + LATEST for one in turns)
    charge(late, 0.1, NOW)  # as cheap as its bytes say
    assert order()[1] == late


def test_a_known_address_has_turns_of_its_own_and_large_mail_in_its_name_puts_no_small_one_off(world: World) -> None:
    with scoped(ENGINE):
        told = {"customer": world.customers["SHOP"], "opaque": "p-1", "since_at": NOW}
        Correspondent.objects.create(email="pat@mail.example", **told)
        strangers = [lies(f"eve{n}@mail.example", f"Junk {n}", 60 * KB) for n in range(3)]
        large = [lies("pat@mail.example", f"Forged {n}", SMALL + KB) for n in range(2)]
        true = lies("pat@mail.example", "Help", after=2)
        assert order() == [true, *strangers, *large]


def test_large_mail_is_read_beside_small_mail_and_a_long_round_says_that_it_lives(
    house: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    door(house)
    assert ("mail_in",) in LANES
    assert ("mail_in_large",) in LANES
    with scoped(ENGINE):
        large = [lies("eve@else.example", f"Large {n}", SMALL + KB) for n in range(2)]
        small = lies("cora@shop.example", "Help", after=1)
        ROUNDS.pop("mail_in", None)
        assert sweep.run_once(NOW + timedelta(seconds=9)) == 1
        assert ROUNDS["mail_in"] > NOW
        found = dict(RawMail.objects.values_list("pk", "outcome"))
        assert (found[small], {found[one] for one in large}) == (Outcome.TICKET, {Outcome.WAITING})
        monkeypatch.setattr(sweep, "ROUND", 0.0)  # what came in between has its turn before the rest
        assert sweep.run_large(NOW + timedelta(seconds=9)) == 0
