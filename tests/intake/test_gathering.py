"""Messages that come at once: committed together, and each acknowledged once it is."""

import asyncio
from collections.abc import Coroutine, Sequence

import pytest
from letters_in import NOW, door, mail

from gwarant.demo.cast import World
from gwarant.files.store import store
from gwarant.intake.gathering import MOST, Gathering
from gwarant.intake.models import RawMail, Way
from gwarant.intake.receive import Enveloped, Handed, keep_all, receive_all


class Book:
    """What was written together; the number -1 cannot be."""

    def __init__(self) -> None:
        self.written: list[list[int]] = []

    async def write(self, numbers: Sequence[int]) -> None:
        await asyncio.sleep(0)
        if -1 in numbers:
            raise ValueError(numbers)
        self.written.append(list(numbers))


def run(book: Book, numbers: Sequence[int], cut: Sequence[int] = ()) -> list[object]:
    """What each was told that came at once; the lines of some are cut meanwhile."""

    async def all_of_them() -> list[object]:
        gathering = Gathering[int](book.write)
        adding: list[Coroutine[None, None, None]] = [gathering.add(one) for one in numbers]
        tasks = [asyncio.create_task(one) for one in adding]
        await asyncio.sleep(0)
        for one in cut:
            tasks[one].cancel()
        return list(await asyncio.gather(*tasks, return_exceptions=True))

    return asyncio.run(all_of_them())


def test_what_comes_at_once_is_written_together_and_each_is_told() -> None:
    book = Book()
    assert run(book, range(MOST + 2)) == [None] * (MOST + 2)
    assert book.written == [list(range(MOST)), [MOST, MOST + 1]]


def test_one_that_cannot_be_written_keeps_no_other_back() -> None:
    book = Book()
    told = run(book, [1, -1, 2])
    assert [isinstance(one, ValueError) for one in told] == [False, True, False]
    assert book.written == [[1], [2]]


def test_whoever_hangs_up_keeps_nobody_waiting() -> None:
    book = Book()
    told = run(book, [1, 2, 3], cut=[0])
    assert isinstance(told[0], asyncio.CancelledError)
    assert told[1:] == [None, None]
    assert book.written == [[1, 2, 3]]


@pytest.mark.usefixtures("engine")
def test_many_rows_at_once_are_those_of_one_after_the_other(house: World) -> None:
    door(house)

    def told(n: int, box: str = "Shop@house.example", sender: str = "eve@else.example") -> tuple[object, Handed]:
        return store(mail(subject=f"No {n}")), {"way": Way.LMTP, "box": box, "sender": sender, "now": NOW}

    former = keep_all([told(0)])
    some = [
        told(0),
        told(1),
        told(2),
        told(1),
        told(3, sender="mallory@else.example"),
        told(4, sender="cora@shop.example"),
    ]
    found = keep_all(some)
    assert found[0] == former[0]
    assert found[1] == found[3]
    assert RawMail.objects.count() == len({one.pk for one in found}) == 5
    turns = [one.turn_at for one in RawMail.objects.order_by("pk")]
    assert turns[:4] == sorted(set(turns[:4]))  # all of one domain, that nobody knows
    assert turns[4] == turns[0]  # a known address has turns of its own
    assert {one.box for one in found} == {"shop@house.example"}


@pytest.mark.usefixtures("engine")
def test_a_batch_of_envelopes_is_stored_for_each_customer_or_not_at_all(house: World) -> None:
    door(house), door(house, "uni@house.example", "UNI")
    both = ["shop@house.example", "uni@house.example"]
    some = [
        Enveloped(store(mail(subject=f"No {n}")), Way.LMTP, "", to) for n, to in enumerate((both, both[:1], both[1:]))
    ]
    receive_all(some, NOW)
    assert sorted(RawMail.objects.values_list("box", flat=True)) == [both[0]] * 2 + [both[1]] * 2
