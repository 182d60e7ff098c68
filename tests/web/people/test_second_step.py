"""Of whom the house asks a second step, and how somebody who lost it comes in again."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client
from django.urls import reverse
from letters_out import mails

from gwarant.accounts.actions.rescuing import GOOD_FOR
from gwarant.accounts.models import Company, KeptForm, Rescue, User
from gwarant.cli.unlocking import unlock
from gwarant.customers.actions import accept_invitation, invite
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.web.moment import now


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def demand(who: str) -> None:
    with scoped(ENGINE):
        Company.objects.update(second_step=who)


def secure(user: User) -> None:
    with scoped(ENGINE):
        TOTP.activate(user, generate_totp_secret())


def mailed_to(subject: str) -> set[str]:
    with scoped(ENGINE):
        return set(mails().filter(payload__subject__icontains=subject).values_list("address", flat=True))


def ask(by: User, person: User) -> Any:
    return as_(by).post(reverse("desk:person_lost_step", args=[person.pk]))


def test_a_new_house_asks_its_leaders(db: None) -> None:
    assert Company(name="House").second_step == "leaders"


@pytest.mark.parametrize(
    ("who", "led"),
    [
        ("nobody", []),
        ("leaders", ["olga", "marek"]),
        ("house", ["olga", "marek", "ben", "ada"]),
        ("everybody", ["olga", "marek", "ben", "ada", "cora"]),
    ],
)
def test_whoever_must_have_one_is_led_to_setting_it_up(world: World, who: str, led: list[str]) -> None:
    demand(who)
    for name in ("olga", "marek", "ben", "ada", "cora"):
        answer = as_(world.people[name]).get("/profile")
        assert (answer.status_code, answer.headers.get("Location")) == (
            (302, "/profile/security") if name in led else (200, None)
        )


def test_what_leads_to_a_second_step_and_out_stays_open(world: World) -> None:
    demand("leaders")
    client = as_(world.olga)
    page = client.get("/profile/security").content.decode()
    assert 'role="status"' in page
    assert client.get("/accounts/2fa/totp/activate/").status_code in (200, 302)
    assert client.post("/language", {"language": "en"}).url == "/"
    secure(world.olga)
    assert client.get("/profile").status_code == 200


def test_what_was_typed_meanwhile_waits(world: World) -> None:
    demand("leaders")
    client = as_(world.olga)
    client.get("/profile/security")
    typed = {
        "name": "Olga the owner",
        "language": "pl",
        "csrfmiddlewaretoken": client.cookies[settings.CSRF_COOKIE_NAME].value,
    }
    answer = client.post("/profile", typed, headers={"Origin": "http://testserver"})
    assert answer.url == "/profile/security"
    with scoped(ENGINE):
        assert ["name", "Olga the owner"] in KeptForm.objects.get().fields
    secure(world.olga)
    assert "Olga the owner" in client.get("/", follow=True).content.decode()


def test_an_owner_chooses_and_nobody_else(world: World) -> None:
    place = reverse("desk:second_step")
    assert as_(world.marek).post(place, {"who": "nobody"}).status_code == 403
    assert as_(world.olga).post(place, {"who": "king"}).status_code == 422
    assert as_(world.olga).post(place, {"who": "house"}).status_code == 302
    with scoped(ENGINE):
        assert Company.objects.get().second_step == "house"


def test_two_others_take_a_lost_step_away_and_everybody_concerned_is_told(world: World) -> None:
    secure(world.ben)
    own = as_(world.ben)
    assert ask(world.marek, world.ben).status_code == 302
    assert Authenticator.objects.filter(user=world.ben).exists()
    told = {"ben@house.example", "olga@house.example", "marek@house.example"}
    assert told == mailed_to("jeszcze jedna zgoda") | mailed_to("one more has to agree")
    assert ask(world.marek, world.ben).status_code == 409
    assert ask(world.olga, world.ben).status_code == 302
    found = Rescue.objects.get()
    assert (found.asked_by, found.agreed_by, found.done_at is not None) == (world.marek, world.olga, True)
    assert not Authenticator.objects.filter(user=world.ben).exists()
    assert own.get("/profile").status_code in (200, 302)
    assert told == mailed_to("wyłączony") | mailed_to("taken away")


def test_nobody_helps_themselves_nor_a_manager_an_owner_nor_an_engineer_anybody(world: World) -> None:
    for one in (world.olga, world.ben):
        secure(one)
    assert ask(world.olga, world.olga).status_code == 409
    assert ask(world.marek, world.olga).status_code == 403
    assert ask(world.dorota, world.ben).status_code == 403
    assert ask(world.olga, world.alice).status_code == 409
    assert not Rescue.objects.exists()


def test_a_request_that_nobody_agreed_to_ends(world: World) -> None:
    secure(world.ben)
    ask(world.marek, world.ben)
    with scoped(ENGINE):
        Rescue.objects.update(asked_at=now() - GOOD_FOR)
    ask(world.olga, world.ben)
    assert Authenticator.objects.filter(user=world.ben).exists()
    assert Rescue.objects.filter(done_at=None).count() == 2


def test_the_console_helps_alone_and_tells(world: World) -> None:
    secure(world.olga)
    assert unlock("OLGA@house.example", now()) == ("Olga Owocna", None)
    assert not Authenticator.objects.filter(user=world.olga).exists()
    assert mailed_to("wyłączony") == {"olga@house.example", "marek@house.example"}
    assert Rescue.objects.get().asked_by is None
    assert unlock("olga@house.example", now())[1] is not None
    assert unlock("who@house.example", now())[1] is not None


def manager(house: World, by: User, email: str, role: str = "manager") -> User:
    """Somebody who came into the house by an invitation."""
    sent: list[str] = []
    told = {"email": email, "staff_role": role, "send": lambda _one, token, _now: sent.append(token)}
    with scoped(ENGINE):
        invite(by=by, now=now(), **told)
        person = accept_invitation(sent[0], name=email, password="a long password", now=now())
        User.objects.filter(pk=person.pk).update(joined_at=now() - GOOD_FOR)
    person.refresh_from_db()
    return person


def test_nobody_agrees_with_an_account_that_they_invited(world: World) -> None:
    secure(world.ben)
    second = manager(world, world.marek, "second@house.example")
    third = manager(world, second, "third@house.example")
    ask(world.marek, world.ben)
    for one in (second, third):
        answer = ask(one, world.ben)
        assert (answer.status_code, "z zaproszenia" in answer.content.decode()) == (409, True)
        assert "Zgadzam się" not in as_(one).get(reverse("desk:people")).content.decode()
    assert Authenticator.objects.filter(user=world.ben).exists()
    assert "Zgadzam się" in as_(world.olga).get(reverse("desk:people")).content.decode()
    assert ask(world.olga, world.ben).status_code == 302
    assert not Authenticator.objects.filter(user=world.ben).exists()


def test_a_request_that_waits_stands_in_the_persons_row(world: World) -> None:
    secure(world.ben)
    page = as_(world.olga).get(reverse("desk:people")).content.decode()
    assert 'class="more" open' not in page
    ask(world.marek, world.ben)
    page = as_(world.olga).get(reverse("desk:people")).content.decode()
    assert page.count('class="more" open') == 1
    assert "Marek Mazur prosi o jego odebranie" in page


def test_who_invited_agrees_to_what_the_invited_one_asks(world: World) -> None:
    secure(world.ben)
    second = manager(world, world.marek, "second@house.example")
    ask(second, world.ben)
    assert ask(world.marek, world.ben).status_code == 302
    assert not Authenticator.objects.filter(user=world.ben).exists()


def test_who_came_after_it_was_asked_does_not_agree(world: World) -> None:
    secure(world.ben)
    ask(world.marek, world.ben)
    late = manager(world, world.olga, "late@house.example")
    with scoped(ENGINE):
        User.objects.filter(pk=late.pk).update(joined_at=now() + GOOD_FOR / 9)
    assert ask(late, world.ben).status_code == 409


def withdraw(by: User, person: User) -> Any:
    return as_(by).post(reverse("desk:person_lost_step_withdrawal", args=[person.pk]))


def test_who_asked_withdraws_it_and_nobody_else_of_the_house(world: World) -> None:
    secure(world.ben)
    ask(world.marek, world.ben)
    assert withdraw(world.olga, world.ben).status_code == 409
    assert "Wycofaj prośbę" in as_(world.marek).get("/desk/people").content.decode()
    assert withdraw(world.marek, world.ben).status_code == 302
    assert withdraw(world.marek, world.ben).status_code == 409
    assert ask(world.olga, world.ben).status_code == 302  # asks anew: nothing is left to agree to
    assert Authenticator.objects.filter(user=world.ben).exists()
    assert Rescue.objects.get(withdrawn_by=world.marek).done_at is None
    assert {"ben@house.example", "olga@house.example", "marek@house.example"} == mailed_to("zostaje") | mailed_to(
        "it stays"
    )


def test_the_person_is_warned_and_withdraws_it(world: World) -> None:
    secure(world.cora)
    ask(world.marek, world.cora)
    client = as_(world.cora)
    assert reverse("kept_step") in client.get("/profile/security").content.decode()
    assert client.post(reverse("kept_step")).url == "/profile/security"
    assert Rescue.objects.get().withdrawn_by == world.cora
    assert reverse("kept_step") not in client.get("/profile/security").content.decode()
    client.post(reverse("kept_step"))
    assert Rescue.objects.count() == 1
    ask(world.olga, world.cora)
    assert Authenticator.objects.filter(user=world.cora).exists()


def test_a_customers_person_is_helped_from_the_customers_page(world: World) -> None:
    place = reverse("desk:customer_people", args=["SHOP"])
    door = reverse("desk:person_lost_step", args=[world.cora.pk])
    assert door not in as_(world.olga).get(place).content.decode()
    secure(world.cora)
    assert door in as_(world.olga).get(place).content.decode()
    assert door not in as_(world.ben).get(place).content.decode()
    assert door not in as_(world.cora).get(reverse("portal:people")).content.decode()
    assert as_(world.olga).post(door, {"customer": "SHOP"}).url == place
    again = as_(world.olga).post(door, {"customer": "SHOP"})
    assert (again.status_code, "Cora" in again.content.decode()) == (409, True)
    assert as_(world.marek).post(door, {"customer": "SHOP"}).url == place
    assert not Authenticator.objects.filter(user=world.cora).exists()
