"""Pages of a flood of mail: one row with its number, released by one click or laid aside."""

from floods_in import drawn
from letters_in import NOW, come, door, mail
from paper import signed_in

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.intake.models import Flood, Outcome, RawMail


def flood(house: World) -> tuple[Flood, list[RawMail]]:
    door(house)
    drawn("cora@shop.example", NOW)
    came = [come(mail(subject=f"Number {n}", text=f"{n}")) for n in range(3)]
    with scoped(ENGINE):
        return Flood.objects.get(), came


def test_a_flood_is_one_row_with_its_number_and_counts_as_one(house: World) -> None:
    found, came = flood(house)
    client = signed_in(house.ben)
    page = client.get("/desk/mail").content.decode()
    assert page.count(f'href="/desk/mail/floods/{found.pk}"') == 1
    assert "3 messages kept back" in page
    assert "Number 1" not in page
    assert client.get("/desk/").context["nav"]["mail"] == 1
    page = client.get(f"/desk/mail/floods/{found.pk}").content.decode()
    assert all(f"/desk/mail/{one.pk}" in page for one in came)
    assert "so it is kept back" in client.get(f"/desk/mail/{came[0].pk}").content.decode()


def test_one_click_releases_it_and_the_second_who_decides_is_told(house: World) -> None:
    found, came = flood(house)
    client = signed_in(house.ben)
    assert client.post(f"/desk/mail/floods/{found.pk}/release").status_code == 302
    with scoped(ENGINE):
        assert RawMail.objects.filter(pk__in=[one.pk for one in came], outcome=Outcome.WAITING).count() == 3
    answer = signed_in(house.alice).post(f"/desk/mail/floods/{found.pk}/dismissal", {"verdict": "spam"})
    assert answer.status_code == 409
    assert house.ben.name in answer.content.decode()
    assert f"/desk/mail/floods/{found.pk}" not in client.get("/desk/mail").content.decode()


def test_it_is_laid_aside_by_who_may_and_nothing_else_is_said_of_it(house: World) -> None:
    found, _ = flood(house)
    assert signed_in(house.ada).post(f"/desk/mail/floods/{found.pk}/release").status_code == 403
    client = signed_in(house.ben)
    assert client.post(f"/desk/mail/floods/{found.pk}/dismissal", {"verdict": "seen"}).status_code == 422
    client.post(f"/desk/mail/floods/{found.pk}/dismissal", {"verdict": "refused"})
    with scoped(ENGINE):
        assert RawMail.objects.filter(flood=found, outcome=Outcome.REFUSED, decided_by=house.ben).count() == 3
