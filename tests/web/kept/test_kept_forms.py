"""A form that came too late: who finds what was typed, who does not, and what is never kept."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client, RequestFactory
from django.urls import reverse

from gwarant.accounts.actions import clear_kept, leave
from gwarant.accounts.models import Company, KeptForm, User
from gwarant.customers.models import CustomerRole, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import PASSWORD, World
from gwarant.tickets.models import Ticket
from gwarant.web.browser import COOKIE, SALT, browser_of
from gwarant.web.kept import views
from gwarant.web.kept.keeping import MOST_BYTES, NEVER
from gwarant.web.kept.views import ASKED_ABOUT
from gwarant.web.moment import now

HOST = "http://testserver"
WORDS = "The checkout fails\nsince the morning & nobody knows <why>."
Kinds = Callable[[Ticket], list[str]]


def kept_forms() -> list[KeptForm]:
    """All that is kept, the oldest first."""
    with scoped(ENGINE):
        return list(KeptForm.objects.order_by("pk").select_related("person"))


def only_kept() -> KeptForm:
    (found,) = kept_forms()
    return found


def change_kept(**columns: Any) -> None:
    with scoped(ENGINE):
        KeptForm.objects.update(**columns)


def sign_in(client: Client, user: User, follow: str = "") -> Any:
    typed = {"login": user.email, "password": PASSWORD, "next": follow}
    return client.post(reverse("account_login"), typed)


def signed_in(user: User, **how: Any) -> Client:
    """A browser in which the person signed in and read a page."""
    client = Client(headers={"accept-language": "en"}, **how)
    User.objects.filter(pk=user.pk).update(language="en")
    sign_in(client, user)
    client.get("/profile")
    return client


def token(client: Client) -> str:
    """The token of the forms that the browser's pages have now, as plain as Django takes it."""
    return client.cookies[settings.CSRF_COOKIE_NAME].value


def late(client: Client, place: str, typed: dict[str, str], **headers: str) -> Any:
    """Send a form after the session has ended."""
    sent = {"csrfmiddlewaretoken": token(client), **typed}
    client.cookies[settings.SESSION_COOKIE_NAME] = "ended"
    return client.post(place, sent, headers=headers)


def stale(client: Client, place: str, sent: dict[str, str], **headers: str) -> Any:
    """Send a form whose token is no longer good."""
    client.handler.enforce_csrf_checks = True
    came = client.post(place, sent, headers=headers or {"Origin": HOST})
    client.handler.enforce_csrf_checks = False
    return came


def report(ticket: Ticket) -> tuple[str, dict[str, str]]:
    return f"/portal/tickets/{ticket.key}/replies", {"text": WORDS, "key": "k", "seen": "1"}


def test_what_was_typed_stands_in_its_form_and_says_that_it_was_not_sent(
    ticket: Ticket, house: World, kinds: Kinds
) -> None:
    client = signed_in(house.cyryl)
    place, typed = report(ticket)
    came = late(client, place, typed, Referer=f"{HOST}/portal/tickets/{ticket.key}")
    assert came.url == "/accounts/login/?next=%2Fkept"
    shown = client.get(sign_in(client, house.cyryl, "/kept").url, follow=True)
    page = unescape(shown.content.decode())
    assert shown.request["PATH_INFO"] == f"/portal/tickets/{ticket.key}"
    assert "This was not sent yet." in page
    assert WORDS in page
    assert kinds(ticket) == ["reported"]


def test_sent_at_last_it_is_done_once_and_forgotten(ticket: Ticket, house: World, kinds: Kinds) -> None:
    client = signed_in(house.cyryl)
    place, typed = report(ticket)
    late(client, place, typed)
    sign_in(client, house.cyryl)
    assert client.get("/", follow=True).request["PATH_INFO"] == f"/portal/tickets/{ticket.key}"
    assert client.post(place, typed).status_code == 303
    assert kinds(ticket) == ["reported", "replied"]
    assert kept_forms() == []
    assert client.get("/kept").url == "/"


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cyryl)
    late(client, *report(ticket))
    sign_in(client, house.cora)
    number = only_kept().pk
    for place in ("/kept", "/", f"/portal/tickets/{ticket.key}?kept={number}"):
        assert "nobody knows" not in client.get(place, follow=True).content.decode()
    sign_in(client, house.cyryl)
    client.post("/accounts/logout/")
    sign_in(client, house.cyryl)
    assert "nobody knows" in client.get("/kept", follow=True).content.decode()


def test_the_same_person_in_another_browser_sees_nothing_of_it(ticket: Ticket, house: World) -> None:
    late(signed_in(house.cyryl), *report(ticket))
    other = signed_in(house.cyryl)
    number = only_kept().pk
    for place in ("/kept", f"/portal/tickets/{ticket.key}?kept={number}"):
        assert "nobody knows" not in other.get(place, follow=True).content.decode()


def test_it_is_kept_for_an_hour(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cyryl)
    late(client, *report(ticket))
    change_kept(kept_at=now() - timedelta(minutes=61))
    sign_in(client, house.cyryl)
    assert client.get("/kept").url == "/"
    assert clear_kept(now=now()) == 1


def test_a_stranger_and_a_leaver_leave_nothing_behind(ticket: Ticket, house: World) -> None:
    place, typed = report(ticket)
    assert Client().post(place, typed).url == "/accounts/login/?next=%2F"
    client = signed_in(house.cyryl)
    known = {**typed, "csrfmiddlewaretoken": token(client)}
    with scoped(ENGINE):
        leave(house.cyryl, now=now())
    for sent in (typed, known):
        assert client.post(place, sent).url == "/accounts/login/?next=%2F"
    client.cookies[COOKIE] = "forged:1:x"
    assert client.post(place, typed).url == "/accounts/login/?next=%2F"
    assert kept_forms() == []


def test_secrets_are_never_kept(house: World) -> None:
    client = signed_in(house.ben)
    late(client, "/profile", {"name": "Ben", "password": "hidden1", "code": "123456", "new_password2": "hidden2"})
    late(client, "/accounts/password/change/", {"oldpassword": "hidden3", "password1": "hidden4"})
    kept = only_kept()
    assert kept.fields == [["name", "Ben"]]


def test_what_is_kept_is_bounded(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cyryl)
    place, _ = report(ticket)
    assert late(client, place, {"text": "x" * MOST_BYTES}).url == "/accounts/login/?next=%2F"
    for number in range(8):
        late(client, place, {"text": f"words {number}"})
    assert [one.fields[0][1] for one in kept_forms()] == [f"words {number}" for number in range(3, 8)]


def test_what_no_database_takes_is_left_out(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cyryl)
    late(client, report(ticket)[0], {"text": "a\0b"})
    assert only_kept().fields == [["text", "ab"]]


def test_a_page_that_no_longer_has_the_form_shows_the_words(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cyryl)
    late(client, f"/portal/tickets/{ticket.key}/refusal", {"text": WORDS})
    sign_in(client, house.cyryl)
    page = unescape(client.get("/kept", follow=True).content.decode())
    assert WORDS in page
    assert "This was not sent yet" in page


def test_whoever_does_not_want_it_any_more_forgets_it(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cyryl)
    late(client, *report(ticket))
    sign_in(client, house.cyryl)
    client.post("/kept", {"answer": "forget", "number": only_kept().pk})
    assert kept_forms() == []


def test_forgetting_takes_the_one_that_is_shown_and_no_newer_one(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cyryl)
    late(client, *report(ticket), Referer=f"{HOST}/portal/tickets/{ticket.key}")
    sign_in(client, house.cyryl)
    older = only_kept()
    shown = client.get("/kept", follow=True).content.decode()
    assert f'name="number" value="{older.pk}"' in shown
    late(client, "/portal/report", {"title": "Another"})
    sign_in(client, house.cyryl)
    client.post("/kept", {"answer": "forget", "number": older.pk})
    assert [one.path for one in kept_forms()] == ["/portal/report"]


@pytest.mark.parametrize("number", ["", "0", "x", "²", "9" * 40])
def test_a_number_that_names_nothing_forgets_nothing(ticket: Ticket, house: World, number: str) -> None:
    client = signed_in(house.cyryl)
    late(client, *report(ticket))
    sign_in(client, house.cyryl)
    assert client.post("/kept", {"answer": "forget", "number": number}).status_code == 302
    assert len(kept_forms()) == 1


def test_what_somebody_else_typed_is_not_forgotten_by_its_number(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cyryl)
    late(client, *report(ticket))
    sign_in(client, house.cora)
    client.post("/kept", {"answer": "forget", "number": only_kept().pk})
    assert len(kept_forms()) == 1


STALE = {"csrfmiddlewaretoken": "x" * 64, "text": WORDS}


def test_a_form_from_before_a_new_sign_in_comes_back_too(ticket: Ticket, house: World, kinds: Kinds) -> None:
    client = signed_in(house.cyryl)
    sent = {**STALE, "csrfmiddlewaretoken": token(client)}
    client.post("/accounts/logout/")
    sign_in(client, house.cyryl)
    came = stale(client, report(ticket)[0], sent, **{"Sec-Fetch-Site": "same-origin"})
    assert (came.status_code, came.url) == (303, "/kept")
    assert WORDS in unescape(client.get("/kept", follow=True).content.decode())
    assert kinds(ticket) == ["reported"]


def test_a_form_of_a_browser_that_was_never_seen_is_asked_about(ticket: Ticket, house: World) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.force_login(house.cyryl)
    assert client.post(report(ticket)[0], STALE, headers={"Origin": HOST}).url == "/kept"
    shown = client.get("/kept", follow=True).content.decode()
    assert 'name="answer" value="mine"' in shown
    assert "nobody knows" not in shown


def test_a_form_belongs_to_whoever_had_the_session_of_its_page_whoever_signed_in_since(
    ticket: Ticket, house: World
) -> None:
    client = signed_in(house.cyryl)
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/profile").content.decode())
    assert found is not None
    assert found[1] != token(client)
    sent = {**STALE, "csrfmiddlewaretoken": found[1]}
    client.post("/accounts/logout/")
    sign_in(client, house.cora)
    client.get("/profile")
    stale(client, report(ticket)[0], sent)
    assert only_kept().person == house.cyryl
    assert "nobody knows" not in client.get("/kept", follow=True).content.decode()
    client.cookies[settings.SESSION_COOKIE_NAME] = "ended"
    client.post(report(ticket)[0], sent)
    assert {one.person for one in kept_forms()} == {house.cyryl}
    sign_in(client, house.cyryl)
    assert WORDS in unescape(client.get("/kept", follow=True).content.decode())


def test_what_somebody_sends_who_has_no_second_step_belongs_to_the_session_of_its_page(
    ticket: Ticket, house: World
) -> None:
    with scoped(ENGINE):
        Company.objects.update(second_step="leaders")
    client = signed_in(house.cyryl)
    sent = {**STALE, "csrfmiddlewaretoken": token(client)}
    client.post("/accounts/logout/")
    sign_in(client, house.olga)
    assert stale(client, report(ticket)[0], sent).url == "/profile/security"
    assert only_kept().person == house.cyryl


def test_two_sessions_with_one_secret_tell_nobody_apart(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cora)
    client.force_login(house.cyryl)
    client.get("/profile")
    late(client, *report(ticket))
    assert only_kept().person is None


def test_what_a_role_may_not_send_is_not_kept_for_it(ticket: Ticket, house: World) -> None:
    client = signed_in(house.celina)
    assert late(client, *report(ticket)).url == "/accounts/login/?next=%2F"
    sign_in(client, house.celina)
    late(client, f"/desk/tickets/{ticket.key}/replies", {"text": WORDS})
    assert kept_forms() == []


def test_what_a_role_may_no_longer_send_is_not_offered(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cyryl)
    late(client, *report(ticket))
    with scoped(ENGINE):
        Membership.objects.filter(user=house.cyryl).update(role=CustomerRole.READER)
    sign_in(client, house.cyryl)
    assert client.get("/kept").url == "/"
    assert client.get("/").url == "/portal/"
    change_kept(person=None)
    assert client.get("/kept").url == "/"
    client.post("/kept", {"answer": "mine", "number": only_kept().pk})
    assert only_kept().person is None


def test_a_browser_that_does_not_know_the_person_gives_them_nothing(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cyryl)
    late(client, *report(ticket))
    name = signing.loads(client.cookies[COOKIE].value, salt=SALT)[0]
    client.force_login(house.cyryl)
    for person in (house.cyryl, None):
        change_kept(person=person)
        for answer in ("mine", "forget"):
            client.cookies[COOKIE] = signing.dumps([name, [house.zenon.pk], [], []], salt=SALT)
            assert client.post("/kept", {"answer": answer, "number": only_kept().pk}).url == "/"
        assert only_kept().person == person


def test_the_cookie_of_a_release_before_names_its_people(house: World) -> None:
    for told in (["name", [house.cyryl.pk]], ["name", [house.cyryl.pk], [house.cyryl.pk]]):
        request = RequestFactory().get("/")
        request.COOKIES[COOKIE] = signing.dumps(told, salt=SALT)
        found = browser_of(request)
        assert found is not None
        assert (found.name, found.people, found.sessions) == ("name", (house.cyryl.pk,), ())


def test_where_several_people_sign_in_it_is_asked_whose_it_is(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cora)
    client.post("/accounts/logout/")
    sign_in(client, house.cyryl)
    client.get("/profile")
    stale(client, report(ticket)[0], STALE)
    asked = client.get("/kept", follow=True).content.decode()
    assert 'name="answer" value="mine"' in asked
    assert "nobody knows" not in asked
    client.post("/kept", {"answer": "mine", "number": only_kept().pk})
    assert WORDS in unescape(client.get("/kept", follow=True).content.decode())


def test_somebody_who_may_not_open_the_page_can_not_say_that_it_is_theirs(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cora)
    client.post("/accounts/logout/")
    sign_in(client, house.zenon)
    client.get("/profile")
    stale(client, report(ticket)[0], STALE)
    found = only_kept()
    assert client.get("/kept").url == "/"
    for answer in ("mine", "forget"):
        assert client.post("/kept", {"answer": answer, "number": str(found.pk)}).url == "/"
    assert only_kept().person is None
    assert "nobody knows" not in client.get("/kept", follow=True).content.decode()


@pytest.mark.parametrize("page", NEVER)
def test_a_page_that_no_form_comes_from_is_not_kept_and_never_opened(ticket: Ticket, house: World, page: str) -> None:
    client = signed_in(house.cora)
    client.post("/accounts/logout/")
    sign_in(client, house.cyryl)
    client.get("/profile")
    stale(client, report(ticket)[0], STALE, Referer=f"{HOST}{page}")
    assert only_kept().page == ""
    change_kept(page=page)
    assert client.get("/kept").url == "/"


def test_of_many_that_may_be_anybodys_the_pages_of_a_few_are_opened(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cora)
    client.post("/accounts/logout/")
    sign_in(client, house.zenon)
    client.get("/profile")
    for _ in range(2 * ASKED_ABOUT):
        stale(client, report(ticket)[0], STALE)
    asked: list[str] = []
    may_send = views.may_send
    views.may_send = lambda user, path: asked.append(path) or may_send(user, path)
    try:
        client.get("/kept")
    finally:
        views.may_send = may_send
    assert 0 < len(asked) <= ASKED_ABOUT


@pytest.mark.parametrize("name", ["Referer", "Origin"])
def test_an_address_that_is_none_is_no_page_of_ours(ticket: Ticket, house: World, name: str) -> None:
    client = signed_in(house.cyryl)
    assert stale(client, report(ticket)[0], STALE, **{name: "http://[x"}).status_code == 403
    assert late(client, *report(ticket), **{name: "http://[x"}).status_code == 302
    assert only_kept().page == ""


@pytest.mark.parametrize("page", ["////evil.example/x", "//evil.example/x", "/\\evil.example", "///evil.example"])
def test_a_page_that_leads_to_another_site_is_none_of_ours(ticket: Ticket, house: World, page: str) -> None:
    client = signed_in(house.cyryl)
    late(client, *report(ticket), Referer=f"{HOST}{page}")
    assert only_kept().page == ""
    change_kept(page=page)
    sign_in(client, house.cyryl)
    came = client.post("/kept", {"answer": "forget", "number": str(only_kept().pk)})
    assert came.url == "/"


def test_one_person_has_no_more_of_them_in_many_browsers(ticket: Ticket, house: World) -> None:
    for number in range(8):
        client = Client()
        client.force_login(house.cyryl)
        client.get("/profile")
        late(client, report(ticket)[0], {"text": f"words {number}"})
    assert [one.fields[0][1] for one in kept_forms()] == [f"words {n}" for n in range(3, 8)]


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site", "Referer": f"{HOST}/portal/"}]
)
def test_what_another_site_sends_is_neither_kept_nor_shown(
    ticket: Ticket, house: World, headers: dict[str, str]
) -> None:
    client = signed_in(house.cyryl)
    client.handler.enforce_csrf_checks = True
    came = client.post(report(ticket)[0], STALE, headers=headers)
    assert came.status_code == 403
    assert "nobody knows" not in came.content.decode()
    assert kept_forms() == []


def test_what_cannot_be_kept_is_shown_at_once(ticket: Ticket, house: World) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    came = client.post(report(ticket)[0], STALE, headers={"Origin": HOST})
    assert came.status_code == 403
    assert WORDS in unescape(came.content.decode())


def test_a_form_of_the_open_page_is_kept_as_well(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cyryl)
    came = late(client, *report(ticket), **{"HX-Request": "true"})
    assert (came.status_code, came.headers["HX-Redirect"]) == (204, "/accounts/login/?next=%2Fkept")


def test_the_first_page_leads_there_too(ticket: Ticket, house: World) -> None:
    client = signed_in(house.cyryl)
    late(client, *report(ticket))
    assert sign_in(client, house.cyryl, "/kept").url == "/kept"
    assert client.get("/").url == "/kept"


def test_what_the_page_itself_sent_along_is_not_shown_as_typed(ticket: Ticket, house: World) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    typed = {**STALE, "key": "0f0f0f0f", "seen": "4711", "as": "replies"}
    page = unescape(client.post(report(ticket)[0], typed, headers={"Origin": HOST}).content.decode())
    assert WORDS in page
    assert not any(own in page for own in ("0f0f0f0f", "4711", "<dt>as</dt>"))
