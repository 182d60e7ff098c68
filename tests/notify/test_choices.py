"""Which media carry what to whom."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters import NOW, plain
from letters_out import news

from gwarant.demo.cast import World
from gwarant.notify.actions import choose, tell, wishes_of
from gwarant.notify.choices import Wishes, carries, is_fixed
from gwarant.notify.kinds import KINDS
from gwarant.notify.media import MEDIA
from gwarant.notify.medium import Medium, OwnAddress
from gwarant.notify.models import Delivery

PIGEON = Medium(name="pigeon", label="Pigeon", render=lambda *_: {}, own=OwnAddress("Coop", "", lambda *_: ""))
ALL = {**MEDIA, "pigeon": PIGEON}
kinds = st.sampled_from(sorted(KINDS))
media = st.sampled_from(("inbox", "mail", "pigeon"))
wishes = st.builds(
    Wishes,
    st.dictionaries(kinds, st.dictionaries(media, st.booleans())),
    st.dictionaries(st.just("pigeon"), st.text(min_size=1)),
)


@given(kinds, wishes)
def test_the_inbox_holds_everything_whatever_was_chosen(kind: str, said: Wishes) -> None:
    assert carries(kind, MEDIA["inbox"], said)


@given(kinds.filter(lambda kind: bool(KINDS[kind].always)), wishes)
def test_what_has_a_reason_to_come_always_comes_by_mail(kind: str, said: Wishes) -> None:
    assert carries(kind, MEDIA["mail"], said)


@given(kinds, wishes)
def test_a_medium_without_an_address_carries_nothing(kind: str, said: Wishes) -> None:
    assert not carries(kind, PIGEON, Wishes(said.chosen, {}))


@given(kinds, media, st.booleans(), wishes)
def test_what_can_be_chosen_is_as_it_was_chosen(kind: str, medium: str, is_on: bool, said: Wishes) -> None:
    chosen = Wishes({**said.chosen, kind: {medium: is_on}}, {"pigeon": "coop 7"})
    assert is_fixed(kind, ALL[medium]) or carries(kind, ALL[medium], chosen) is is_on


def test_while_nothing_is_chosen_all_comes_by_mail_and_what_is_urgent_elsewhere_too() -> None:
    nothing = Wishes(addresses={"pigeon": "coop 7"})
    assert all(carries(kind, MEDIA["mail"], nothing) for kind in KINDS)
    assert {kind for kind in KINDS if carries(kind, PIGEON, nothing)} == {
        kind for kind, one in KINDS.items() if one.is_urgent
    }


def test_every_kind_concerns_somebody() -> None:
    assert all(one.concerns(True) or one.concerns(False) for one in KINDS.values())


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("kind", "by_mail"), [("said", 1), ("new", 2), ("account", 2)])
def test_a_choice_holds_for_that_person_and_that_kind_alone(world: World, kind: str, by_mail: int) -> None:
    choose(world.ben, Wishes({"said": {"mail": False}, "account": {"mail": False}}), now=NOW)
    tell([world.ben, world.alice], news(plain, kind), key="k", customer=None, now=NOW)

    assert Delivery.objects.filter(medium="mail", notice__key__startswith="k:").count() == by_mail
    assert Delivery.objects.filter(medium="inbox", notice__key__startswith="k:").count() == 2


@pytest.mark.usefixtures("engine")
def test_a_later_choice_replaces_the_former(world: World) -> None:
    for is_on, address in product((False, True), ("a", "")):
        said = Wishes({"said": {"mail": is_on}}, {"pigeon": address} if address else {})
        choose(world.ben, said, now=NOW)
        assert wishes_of(world.ben) == said
