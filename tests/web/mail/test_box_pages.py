"""Pages of mailboxes: what the commands do, with secrets that no page, log or record shows."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from certificates import certificate, key_pem_of, pem_of
from django.test import Client
from imap_here import PASSWORD, Here
from paper import signed_in

from gwarant.database.scope import ENGINE, scoped
from gwarant.database.seal import open_
from gwarant.demo.cast import World
from gwarant.intake.changes import Deed, Kind, SettingChange, changes_of
from gwarant.intake.mailboxes.actions import MailboxFacts, pause_mailbox, put_mailbox
from gwarant.intake.mailboxes.failure import ReadingFailed
from gwarant.intake.mailboxes.holding import take, went_wrong
from gwarant.intake.mailboxes.models import Mailbox
from gwarant.intake.models import RawMail
from gwarant.oauth import MicrosoftApp, Password, unpacked
from gwarant.oauth.stored import Stored
from gwarant.web.moment import now

BOXES = "/desk/mail/boxes"
SHOP = "shop@house.example"
HUSH = "hush-hush-7"
PLACE = {"address": SHOP, "host": "mail.house.example", "security": "tls", "folder": "INBOX", "afterwards": "moved"}
TYPED = {"name": "shop", **PLACE, "moved_to": "Gwarant", "user": "", "port": ""}
FACTS = MailboxFacts(address=SHOP, host="mail.house.example", user=SHOP)


def put(facts: MailboxFacts = FACTS, password: str = HUSH) -> Mailbox:
    with scoped(ENGINE):
        return put_mailbox("shop", facts, Password(password=password), now=now())


def found() -> Mailbox:
    with scoped(ENGINE):
        return Mailbox.objects.get()


def credential() -> Stored:
    box = found()
    return unpacked(open_(box.purpose, bytes(box.sealed)))


def opened(client: Client, box: Mailbox) -> dict[str, str]:
    """What a browser sends from the form for changing, when nothing was typed."""
    form: Any = client.get(f"{BOXES}/{box.pk}/edit").context["form"]
    told = {name: str(form.get_initial_for_field(field, name) or "") for name, field in form.fields.items()}
    return told | {f"initial-{name}": value for name, value in told.items()}


def history() -> list[SettingChange]:
    with scoped(ENGINE):
        return [*changes_of(Kind.MAILBOX, "shop")]


def test_an_owner_adds_one_and_its_secret_is_shown_nowhere(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = signed_in(world.olga)
    wrong = client.post(f"{BOXES}/new", {**TYPED, "host": "imap://x", "password": HUSH})
    assert (wrong.status_code, SHOP in wrong.content.decode()) == (422, True)
    made = client.post(f"{BOXES}/new", {**TYPED, "password": HUSH})
    box = found()
    assert (made.status_code, made.url) == (302, f"{BOXES}/{box.pk}")
    assert (box.user, box.port, credential()) == (SHOP, 993, Password(password=HUSH))
    assert client.post(f"{BOXES}/new", {**TYPED, "password": HUSH}).status_code == 409
    pages = [client.get(f"{BOXES}{one}").content.decode() for one in ("", f"/{box.pk}", f"/{box.pk}/edit")]
    assert not [one for one in (wrong.content.decode(), *pages, caplog.text, str(history()[0].facts)) if HUSH in one]
    assert (history()[0].deed, history()[0].decided_by) == (Deed.OPENED, world.olga)


def test_a_form_stores_only_what_was_touched(world: World) -> None:
    box, client = put(), signed_in(world.olga)
    sent = opened(client, box)
    sent |= {"moved_to": "Typed", "initial-moved_to": "Typed"}  # as a page showed it once, and nobody touched it
    assert client.post(f"{BOXES}/{box.pk}/edit", {**sent, "folder": "Support"}).status_code == 302
    box = found()
    assert (box.folder, box.moved_to, credential()) == ("Support", "Gwarant", Password(password=HUSH))
    assert history()[0].facts == {"folder": ["INBOX", "Support"]}


def test_a_stale_form_is_told_and_keeps_what_was_typed_over_what_is_new(world: World) -> None:
    box, client = put(), signed_in(world.olga)
    sent = opened(client, box)
    assert client.post(f"{BOXES}/{box.pk}/edit", {**sent, "host": "mx.house.example"}).status_code == 302
    stale: Any = client.post(f"{BOXES}/{box.pk}/edit", {**sent, "folder": "Support", "password": "other-7"})
    assert (stale.status_code, found().folder, b"other-7" in stale.content) == (409, "INBOX", False)
    again = {name: str(value) for name, value in stale.context["form"].data.items() if name != "password"}
    assert (again["host"], again["folder"]) == ("mx.house.example", "Support")
    client.post(f"{BOXES}/{box.pk}/edit", again)
    assert (found().host, found().folder, credential()) == ("mx.house.example", "Support", Password(password=HUSH))


def test_a_new_password_takes_the_place_of_the_former_and_is_recorded_without_it(world: World) -> None:
    box, client = put(), signed_in(world.olga)
    client.post(f"{BOXES}/{box.pk}/edit", {**opened(client, box), "password": "other-7"})
    assert credential() == Password(password="other-7")
    assert history()[0].facts == {"credential": ["", ""]}


def test_an_application_is_checked_before_it_is_kept_and_its_parts_stay(world: World) -> None:
    client, at = signed_in(world.olga), now()
    good = pem_of(certificate("application", ("application",), at, days=10)).strip()
    told = {"tenant": "house.example", "client": "app-1", "certificate": good, "secret_key": key_pem_of("another")}
    address = f"{BOXES}/new?by=microsoft"
    wrong: Any = client.post(address, {**TYPED, **told})
    assert (wrong.status_code, [*wrong.context["form"].errors]) == (422, ["secret_key"])
    key = key_pem_of("application").strip()
    assert client.post(address, {**TYPED, **told, "secret_key": key}).status_code == 302
    assert credential() == MicrosoftApp(tenant="house.example", client="app-1", certificate=good, key=key)
    box = found()
    page = client.get(f"{BOXES}/{box.pk}/edit").content.decode()
    assert ("app-1" in page, key[40:80] in page) == (True, False)
    client.post(f"{BOXES}/{box.pk}/edit", {**opened(client, box), "client": "app-2"})
    assert credential() == MicrosoftApp(tenant="house.example", client="app-2", certificate=good, key=key)
    alone: Any = client.post(f"{BOXES}/{box.pk}/edit", {**opened(client, box), "certificate": good})
    assert (alone.status_code, [*alone.context["form"].errors]) == (422, ["secret_key"])


@pytest.mark.parametrize(
    ("kind", "told", "field"),
    [
        ("google", {"secret_file": "no json"}, "secret_file"),
        ("refresh", {"client": "c", "secret_refresh": "r", "token_url": "http://login.example/token"}, "token_url"),
        ("microsoft", {"tenant": "a b", "client": "c", "certificate": "x", "secret_key": "y"}, "tenant"),
        ("password", {"password": ""}, "password"),
        ("password", {"password": "x", "moved_to": "INBOX"}, "moved_to"),
        ("password", {"password": "x", "security": "none"}, "security"),
    ],
)
def test_what_cannot_work_is_told_at_its_field(world: World, kind: str, told: dict[str, str], field: str) -> None:
    answer: Any = signed_in(world.olga).post(f"{BOXES}/new?by={kind}", {**TYPED, **told})
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, [field])
    assert "PEM" not in str(answer.context["form"].errors.get("secret_file", ""))


def test_it_is_paused_goes_on_and_is_ended_with_a_record(world: World) -> None:
    box, client = put(), signed_in(world.olga)
    page = f"{BOXES}/{box.pk}"
    assert client.post(f"{page}/pause", {"seen": "old"}).status_code == 409
    client.post(f"{page}/pause", {"seen": found().mark})
    assert not found().is_active
    client.post(f"{page}/pause/end", {"seen": found().mark})
    assert found().is_active
    assert client.post(f"{page}/end", {"seen": found().mark}).status_code == 422
    client.post(f"{page}/end", {"seen": found().mark, "why": "We moved."})
    with scoped(ENGINE):
        assert not Mailbox.objects.exists()
    told = [(one.deed, one.decided_by) for one in history()[:3]]
    assert told == [(one, world.olga) for one in (Deed.ENDED, Deed.RESUMED, Deed.PAUSED)]
    assert "We moved." in client.get(BOXES).content.decode()
    assert client.post(f"{page}/end", {"seen": "x", "why": "y"}).status_code == 404


def test_a_page_says_how_it_goes_and_who_has_it(world: World) -> None:
    box, at = put(), now()
    with scoped(ENGINE):
        held = take(box.pk, "engine-1:77", at)
        assert held is not None
        Mailbox.objects.update(pending=[1, 2, 3])
    client = signed_in(world.marek)
    page: Any = client.get(f"{BOXES}/{box.pk}")
    assert (page.context["card"].held_by, page.context["card"].tone) == ("engine-1:77", "unknown")
    with scoped(ENGINE):
        went_wrong(held, ReadingFailed("login_refused", "LOGIN", is_passing=False), at)
    text = client.get(f"{BOXES}/{box.pk}").content.decode()
    assert "Serwer poczty nie wpuszcza." in text
    assert "Serwer poczty nie wpuszcza." in client.get(BOXES).content.decode()
    assert f"{BOXES}/{box.pk}/trial" not in text  # who leads looks, an owner acts
    with scoped(ENGINE):
        pause_mailbox("shop", is_active=False, now=at)
    assert client.get(f"{BOXES}/{box.pk}").context["card"].tone == "paused"


@pytest.fixture
def here() -> Any:
    made = Here()
    made.start()
    yield made
    made.stop()


def tried(client: Client, box: Mailbox) -> list[tuple[str, str]]:
    answer: Any = client.post(f"{BOXES}/{box.pk}/trial")
    return [(one.tone, one.words) for one in answer.context["steps"]]


def test_a_trial_says_each_step_and_reads_nothing(world: World, here: Here) -> None:
    here.deliver(SHOP, b"Subject: x\r\n\r\nx\r\n")
    near = {"address": SHOP, "user": SHOP, "host": "127.0.0.1", "port": here.port, "security": "none"}
    box, client = put(MailboxFacts(**near), PASSWORD), signed_in(world.olga)
    assert [tone for tone, _words in tried(client, box)] == ["fine"] * 5
    page = client.post(f"{BOXES}/{box.pk}/trial").content.decode()
    assert ("jest na razie niczyj" in page, 'class="notice success"' in page) == (True, False)
    assert not [one for one in here.heard if "FETCH" in one or "STORE" in one or "MOVE" in one]
    assert (len(here.lying_in(SHOP)), found().last_uid, found().uidvalidity) == (1, 0, None)
    with scoped(ENGINE):
        assert not RawMail.objects.exists()
    for wrong, done, words in (
        ({"folder": "Nowhere"}, 4, "W skrzynce nie ma takiego folderu"),
        ({"port": 9}, 1, "Nie można połączyć się z serwerem poczty"),
        ({"host": "nowhere.invalid", "security": "tls"}, 0, "Nie ma hosta o tej nazwie"),
        ({"security": "starttls"}, 3, "nie jest szyfrowane"),
    ):
        steps = tried(client, put(MailboxFacts(**(near | wrong)), PASSWORD))
        assert [tone for tone, _words in steps].count("fine") == done
        assert words in steps[done][1]
        assert {tone for tone, _words in steps[done + 1 :]} <= {"unknown"}
    steps = tried(client, put(MailboxFacts(**near), "wrong"))
    assert ([tone for tone, _words in steps].count("fine"), "nie wpuszcza" in steps[3][1]) == (3, True)
    box = put(MailboxFacts(**near), PASSWORD)
    later = now() + timedelta(hours=1)
    with scoped(ENGINE):
        Mailbox.objects.filter(pk=box.pk).update(failure="login_refused", failing_since=now(), due_at=later)
    card = client.post(f"{BOXES}/{box.pk}/trial").context["card"]  # type: ignore[attr-defined]
    assert (card.tone, card.state, card.sentence) == ("fine", "Znowu działa, zaraz zostanie odczytana", "")
    assert found().due_at < later
