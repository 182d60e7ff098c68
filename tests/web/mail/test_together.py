"""What waits of one sender, decided together on the page of one of its messages."""

from datetime import timedelta

import pytest
from letters_in import NOW, come, door, handled, mail
from paper import signed_in

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.intake.models import Outcome, RawMail
from gwarant.intake.together import of_sender

NINA, BOX = "Nina Nowa <nina@new.example>", "help@house.example"


@pytest.fixture
def three(house: World) -> list[RawMail]:
    """Three messages of somebody whom nobody knows."""
    door(house, BOX, None)
    texts = ("The form is broken", "It still is", "Hello?")
    return [come(mail(sender=NINA, subject=one, text=one, to=BOX), box=BOX) for one in texts]


def outcomes() -> list[str]:
    with scoped(ENGINE):
        return [*RawMail.objects.order_by("pk").values_list("outcome", flat=True)]


def ids(found: list[RawMail]) -> str:
    return " ".join(str(one.pk) for one in found)


def test_one_click_says_spam_of_all_that_the_page_listed_and_of_nothing_that_came_later(
    house: World, three: list[RawMail]
) -> None:
    client, first = signed_in(house.ben), three[0]
    page = client.get(f"/desk/mail/{first.pk}").content.decode()
    assert "The other 2 of this sender too" in page
    assert client.get("/desk/mail").content.decode().count("3 from there wait") == 3
    assert "It still is" in page
    come(mail(sender=NINA, subject="Later", to=BOX), box=BOX)
    come(mail(sender="eve@else.example", subject="Another", to=BOX), box=BOX)
    told = {"verdict": "spam", "also": "on", "others": ids(three[1:])}
    answer = client.post(f"/desk/mail/{first.pk}/dismissal", told, follow=True)
    assert "3 messages are decided; they stay on the record." in answer.content.decode()
    assert outcomes() == ["spam", "spam", "spam", "unknown", "unknown"]
    with scoped(ENGINE):
        rows = RawMail.objects.get(pk=three[2].pk).decisions.values_list("before", "outcome", "decided_by__name")
        assert [*rows] == [("unknown", "spam", house.ben.name)]


def test_without_the_tick_one_alone_is_decided(house: World, three: list[RawMail]) -> None:
    told = {"verdict": "refused", "others": ids(three[1:])}
    signed_in(house.ben).post(f"/desk/mail/{three[0].pk}/dismissal", told)
    assert outcomes() == ["refused", "unknown", "unknown"]


def test_the_others_are_read_again_once_their_sender_is_known(house: World, three: list[RawMail]) -> None:
    told = {"customer": str(house.customers["SHOP"].pk), "also": "on", "others": ids(three[1:])}
    answer = signed_in(house.ben).post(f"/desk/mail/{three[0].pk}/report", told)
    assert (answer.status_code, outcomes()) == (303, ["ticket", "waiting", "waiting"])
    found = [handled(one, NOW + timedelta(hours=1)) for one in three[1:]]
    assert [(one.outcome, one.reason) for one in found] == [(Outcome.TICKET, "address")] * 2
    with scoped(ENGINE):
        tickets = [one.ticket for one in RawMail.objects.select_related("ticket")]
    assert [one.reported_at for one in tickets if one] == [NOW] * 3


def test_what_was_seen_stays_what_it_is(house: World) -> None:
    door(house, BOX, None)
    told = {"sender": "news@shop.example", "to": BOX, "Precedence": "bulk"}
    first, second = (come(mail(text=one, **told), box=BOX) for one in ("One", "Two"))
    answer = {"verdict": "seen", "also": "on", "others": str(second.pk)}
    assert signed_in(house.ben).post(f"/desk/mail/{first.pk}/dismissal", answer).status_code == 302
    with scoped(ENGINE):
        assert [(one.outcome, one.decided_by_id) for one in RawMail.objects.order_by("pk")] == [
            ("automatic", house.ben.pk)
        ] * 2


@pytest.mark.parametrize("others", ["x", "-1 99999999999999999999999 ²", "0", ""])
def test_what_is_no_number_of_theirs_is_left_alone(house: World, three: list[RawMail], others: str) -> None:
    with scoped(ENGINE):
        assert of_sender(three[0]).count() == 2
    told = {"verdict": "spam", "also": "on", "others": others}
    assert signed_in(house.ben).post(f"/desk/mail/{three[0].pk}/dismissal", told).status_code == 302
    assert outcomes() == ["spam", "unknown", "unknown"]
