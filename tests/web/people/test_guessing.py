"""Guesses are counted for each account, from wherever they come, and nobody keeps somebody out by guessing."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from letters_out import mails

from gwarant.accounts.actions.guessing import OF_A_KNOWN_BROWSER, OF_STRANGERS, begin_guess, clear_attempts, key_of
from gwarant.accounts.models import Attempt
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import PASSWORD, World
from gwarant.web.moment import now

BEN = "ben@house.example"
LOGIN, CODE = reverse("account_login"), reverse("mfa_authenticate")


@pytest.fixture
def places() -> Iterator[str]:
    """One network after the other."""
    return (f"10.{one // 250}.{one % 250}.9" for one in count())


def try_password(client: Client, place: str, password: str = "wrong", email: str = BEN) -> Any:
    cache.clear()
    return client.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=place)


def strangers_guess(what: str, address: str = BEN) -> None:
    """As many wrong guesses as all strangers together have, and some that are refused."""
    for _ in range(OF_STRANGERS[what].most + 5):
        begin_guess(what, address, now=now())


def with_codes(world: World) -> list[str]:
    """Give Ben a second step; his recovery codes."""
    with scoped(ENGINE):
        TOTP.activate(world.ben, generate_totp_secret())
        return list(RecoveryCodes.activate(world.ben).get_unused_codes())


def at_the_code(place: str, client: Client | None = None) -> Client:
    """A browser in which the password was typed, and the code is asked for."""
    found = client or Client()
    assert try_password(found, place, PASSWORD).url == CODE
    return found


def try_code(client: Client, place: str, code: str = "000000") -> int:
    cache.clear()
    return client.post(CODE, {"code": code}, REMOTE_ADDR=place).status_code


def test_passwords_are_counted_for_the_account_wherever_they_come_from(world: World, places: Iterator[str]) -> None:
    strangers_guess("password")
    refused = try_password(Client(headers={"accept-language": "en"}), next(places), PASSWORD)
    assert refused.status_code == 422
    assert "too many tries for this account" in refused.content.decode()
    assert try_password(Client(), next(places), PASSWORD, "cora@shop.example").status_code == 302


def test_the_person_signs_in_where_they_have_signed_in_before(world: World, places: Iterator[str]) -> None:
    own = Client()
    assert try_password(own, next(places), PASSWORD).status_code == 302
    own.get("/profile")
    own.post(reverse("account_logout"))
    strangers_guess("password")
    assert try_password(own, next(places), PASSWORD).status_code == 302


def test_a_link_in_a_mail_lets_the_person_in_from_a_new_browser(world: World, places: Iterator[str]) -> None:
    strangers_guess("password")
    own = Client()
    own.post(reverse("account_reset_password"), {"email": BEN})
    with scoped(ENGINE):
        link = re.search(r"/accounts/password/reset/key/\S+/", mails().get(address=BEN).text)
    assert link
    form = own.get(link[0], follow=True).redirect_chain[-1][0]
    new = "four words nobody said"
    assert own.post(form, {"password1": new, "password2": new}).status_code == 302
    strangers_guess("password")
    assert try_password(own, next(places), new).status_code == 302


def choose_by_mail(client: Client, password: str) -> None:
    """Ask for a link, and choose a password by it."""
    client.post(reverse("account_reset_password"), {"email": BEN})
    with scoped(ENGINE):
        text = mails().filter(address=BEN, payload__text__icontains="/reset/key/").latest("created_at", "pk").text
    link = re.search(r"/accounts/password/reset/key/\S+/", text)
    assert link
    form = client.get(link[0], follow=True).redirect_chain[-1][0]
    assert client.post(form, {"password1": password, "password2": password}).status_code == 302


def test_whoever_reads_the_mail_guesses_no_more_codes_than_any_stranger(world: World, places: Iterator[str]) -> None:
    with_codes(world)
    for word in ("four words nobody said", "five words that nobody said"):
        fresh, place = Client(), next(places)
        choose_by_mail(fresh, word)
        assert try_password(fresh, place, word).url == CODE
        for _ in range(OF_STRANGERS["code"].most):
            assert try_code(fresh, place) == 422
    assert Attempt.objects.filter(what="code").count() == OF_STRANGERS["code"].most
    assert not Attempt.objects.filter(what="code").exclude(browser="").exists()


def test_a_browser_is_known_for_codes_only_after_a_second_step_in_it(world: World, places: Iterator[str]) -> None:
    own, place = Client(), next(places)
    assert try_password(own, place, PASSWORD).status_code == 302
    own.get("/profile")
    own.post(reverse("account_logout"))
    codes = with_codes(world)
    try_code(at_the_code(place, own), place)
    assert Attempt.objects.get(what="code").browser == ""
    assert try_code(own, place, codes[0]) == 302
    own.get("/profile")
    own.post(reverse("account_logout"))
    try_code(at_the_code(place, own), place)
    assert Attempt.objects.filter(what="code").exclude(browser="").count() == 1


def test_an_unknown_address_is_counted_like_a_known_one(world: World, places: Iterator[str]) -> None:
    counts = []
    for email in (BEN, "who@house.example"):
        assert try_password(Client(), next(places), email=email).status_code == 422
        counts.append(Attempt.objects.filter(what="password", key=key_of(email)).count())
    assert counts == [1, 1]


def test_codes_are_counted_for_the_account_and_the_person_is_told(world: World, places: Iterator[str]) -> None:
    codes = with_codes(world)
    place = next(places)
    stranger = at_the_code(place)
    for _ in range(OF_STRANGERS["code"].most):
        assert try_code(stranger, next(places)) == 422
    assert try_code(stranger, next(places), codes[0]) == 422
    assert Attempt.objects.filter(what="code").count() == OF_STRANGERS["code"].most
    with scoped(ENGINE):
        assert mails().filter(address=BEN, notice__key__startswith="guesses:").count() == 1


def test_codes_that_strangers_guess_do_not_keep_the_person_out(world: World, places: Iterator[str]) -> None:
    codes, own = with_codes(world), Client()
    place = next(places)
    assert try_code(at_the_code(place, own), place, codes[0]) == 302
    own.get("/profile")
    own.post(reverse("account_logout"))
    strangers_guess("code")
    assert try_code(at_the_code(place, own), place, codes[1]) == 302


def test_the_present_password_is_counted_too(world: World, places: Iterator[str]) -> None:
    own = Client()
    try_password(own, next(places), PASSWORD)
    own.get("/profile")
    new = {"password1": "four words nobody said", "password2": "four words nobody said"}
    assert own.post(reverse("account_change_password"), {**new, "oldpassword": "wrong"}).status_code == 422
    (row,) = Attempt.objects.filter(what="password")
    for _ in range(OF_A_KNOWN_BROWSER.most):
        begin_guess("password", BEN, browser=row.browser, now=now())
    assert own.post(reverse("account_change_password"), {**new, "oldpassword": PASSWORD}).status_code == 422


def test_a_lock_ends_by_itself_however_long_somebody_goes_on(db: None) -> None:
    begun, within = now(), OF_STRANGERS["password"].within
    for minute in range(180):
        begin_guess("password", BEN, now=begun + timedelta(minutes=minute))
    assert begin_guess("password", BEN, now=begun + timedelta(minutes=179) + within) is not None
    assert clear_attempts(now=begun + timedelta(days=3)) > 0
    assert not Attempt.objects.exists()
