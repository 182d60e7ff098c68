"""Pages of mail that came in: what waits, what it says, what is decided."""

from email.message import EmailMessage

import pytest
from django.test import Client
from letters_in import NOW, come, door, mail, marked
from paper import signed_in

from gwarant.customers.models import IntakeAddress
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.intake.addresses.actions import mark_of
from gwarant.intake.changes import Kind, changes_of
from gwarant.intake.models import MachineSender, MailDomain, Outcome, RawMail
from gwarant.tickets.models import Ticket


def unknown(house: World, **told: str) -> RawMail:
    door(house, "help@house.example", None)
    raw = mail(**{"sender": "Nina Nowa <nina@new.example>", "to": "help@house.example", **told})
    return come(raw, box="help@house.example")


def again(raw: RawMail) -> RawMail:
    with scoped(ENGINE):
        return RawMail.objects.select_related("ticket").get(pk=raw.pk)


def place_of(found: IntakeAddress) -> IntakeAddress:
    with scoped(ENGINE):
        return IntakeAddress.objects.select_related("customer").get(pk=found.pk)


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_message_that_waits_says_that_its_address_is_nobodys_and_leads_to_where_it_is_added(house: World) -> None:
    raw = come(mail(sender="Nina Nowa <nina@new.example>", to="shop@house.example"), box="shop@house.example")
    assert "shop@house.example is nobody’s yet" in text(signed_in(house.ben), f"/desk/mail/{raw.pk}")
    leader = signed_in(house.olga)
    assert "/desk/mail/addresses?address=shop%40house.example" in text(leader, f"/desk/mail/{raw.pk}")
    assert 'value="shop@house.example"' in text(leader, "/desk/mail/addresses?address=shop%40house.example")
    door(house, "shop@house.example", None)
    assert "nobody’s yet" not in text(signed_in(house.ben), f"/desk/mail/{raw.pk}")


def test_who_names_no_sender_is_not_promised_to_be_known_from_then_on(house: World) -> None:
    nobody = come(mail(to="shop@house.example").replace(b"From: Cora", b"X-From: Cora"), box="shop@house.example")
    assert nobody.sender == ""
    told = [text(signed_in(house.ben), f"/desk/mail/{one.pk}") for one in (nobody, unknown(house))]
    assert ["The sender is known from then on." in one for one in told] == [False, True]


def test_what_waits_is_counted_beside_its_own_place_in_the_navigation(house: World) -> None:
    raw = unknown(house)
    client = signed_in(house.ben)
    assert f"/desk/mail/{raw.pk}" in text(client, "/desk/mail")
    assert f"/desk/mail/{raw.pk}" not in text(client, "/desk/queue")
    answer = client.get("/desk/")
    assert (answer.context["nav"]["mail"], answer.context["nav"]["uncovered"]) == (1, 0)
    assert 'href="/desk/mail">Mail <span class="badge">1</span>' in answer.content.decode()


def test_a_message_shows_its_new_words_and_folds_what_it_quotes(house: World) -> None:
    raw = unknown(house, text="It is blue.\n\n> Which colour?\n> Tell us.\n")
    page = text(signed_in(house.ben), f"/desk/mail/{raw.pk}")
    between = page[page.index("It is blue.") : page.index("Which colour?")]
    assert "<summary>Quoted text" in between


def test_a_message_says_what_was_not_read_of_it(house: World) -> None:
    door(house, "help@house.example", None)
    head = b"From: nina@new.example\nSubject: Many\nContent-Type: multipart/mixed; boundary=b\n\n"
    raw = come(head + b"--b\n\nThe words.\n" + b"--b\n\nx\n" * 220 + b"--b--\n", box="help@house.example")
    page = text(signed_in(house.marek), f"/desk/mail/{raw.pk}")
    assert "The words." in page
    assert "Nie odczytano z niej:" in page
    assert "część bez nazwy (" in page


def test_a_ticket_is_opened_for_whom_somebody_says(house: World) -> None:
    raw = unknown(house)
    answer = signed_in(house.ben).post(f"/desk/mail/{raw.pk}/report", {"customer": house.customers["SHOP"].pk})
    found = again(raw)
    assert found.ticket is not None
    assert (answer.status_code, answer.url) == (303, f"/desk/tickets/{found.ticket.key}")
    assert found.outcome == Outcome.TICKET


def test_a_ticket_is_opened_for_the_system_and_class_that_somebody_says(house: World) -> None:
    raw = unknown(house)
    client, shop, page = signed_in(house.ben), house.services["SHOP", "shop"], f"/desk/mail/{raw.pk}/report"
    told = {"customer": shop.customer_id, "system": shop.pk, "class_id": "critical"}
    other = client.post(page, {**told, "customer": house.customers["CLINIC"].pk})
    assert (other.status_code, again(raw).outcome) == (422, Outcome.UNKNOWN)
    assert client.post(page, {**told, "class_id": "none"}).status_code == 422
    assert client.post(page, told).status_code == 303
    ticket = again(raw).ticket
    assert ticket is not None
    assert (ticket.service_id, ticket.class_id) == (shop.pk, "critical")
    assert (ticket.version_id is not None, ticket.reported_at) == (True, raw.arrived_at)


def test_without_a_customer_nothing_is_opened_and_the_page_says_why(house: World) -> None:
    raw = unknown(house)
    assert signed_in(house.ben).post(f"/desk/mail/{raw.pk}/report", {}).status_code == 422
    assert again(raw).outcome == Outcome.UNKNOWN


def test_a_doubted_word_is_taken_by_one_click(house: World) -> None:
    door(house)
    ticket = come(mail()).ticket
    assert ticket is not None
    raw = come(mail(sender="zoe@clinic.example", text="Me too", In_Reply_To=marked(ticket)))
    client = signed_in(house.ben)
    page = text(client, f"/desk/mail/{raw.pk}")
    assert f"/desk/mail/{raw.pk}/word" in page
    zoe, clinic, shop = house.people["zoe"].name, house.customers["CLINIC"].name, house.customers["SHOP"].name
    assert f"{zoe} is a person of {clinic}. Taken as a word, {shop} reads it." in page
    assert client.post(f"/desk/mail/{raw.pk}/word").url == f"/desk/tickets/{ticket.key}"
    assert "Me too" in text(client, f"/desk/tickets/{ticket.key}")


def test_a_ticket_says_which_mail_about_it_nobody_has_taken_for_a_word_yet(house: World) -> None:
    door(house)
    ticket = come(mail()).ticket
    assert ticket is not None
    place, client = f"/desk/tickets/{ticket.key}", signed_in(house.ben)
    told = [come(mail(sender="ben@house.example", text=f"No {n}", In_Reply_To=marked(ticket))) for n in range(7)]
    page = text(client, place)
    assert [f'href="/desk/mail/{one.pk}"' in page for one in told] == [True] * 5 + [False] * 2
    assert "2 more mails about this ticket wait" in page
    assert "No 0" not in page, "it is nobody's word"
    assert f"/desk/mail/{told[0].pk}" not in text(signed_in(house.cora), f"/portal/tickets/{ticket.key}")
    client.post(f"/desk/mail/{told[0].pk}/word")
    page = text(client, place)
    assert f'href="/desk/mail/{told[0].pk}"' not in page
    assert "No 0" in page


def test_before_a_colleagues_doubted_word_is_taken_one_is_told_that_it_goes_to_the_client(house: World) -> None:
    door(house)
    ticket = come(mail()).ticket
    assert ticket is not None
    raw = come(mail(sender="ben@house.example", text="Send us the password", In_Reply_To=marked(ticket)))
    page = text(signed_in(house.ben), f"/desk/mail/{raw.pk}")
    assert f"goes to {house.customers['SHOP'].name} at once, with its files, as {house.ben.name}" in page


@pytest.mark.parametrize(("verdict", "outcome"), [("refused", "refused"), ("spam", "spam"), ("seen", "unknown")])
def test_what_is_laid_aside_waits_no_more(house: World, verdict: str, outcome: str) -> None:
    raw = unknown(house)
    client = signed_in(house.ben)
    client.post(f"/desk/mail/{raw.pk}/dismissal", {"verdict": verdict})
    assert again(raw).outcome == outcome
    assert f'data-item href="/desk/mail/{raw.pk}"' not in text(client, "/desk/mail")
    assert f"/desk/mail/{raw.pk}/return" in text(client, f"/desk/mail/{raw.pk}")
    assert client.post(f"/desk/mail/{raw.pk}/return").url == f"/desk/mail/{raw.pk}"
    page = text(client, f"/desk/mail/{raw.pk}")
    assert "Taken up again: Beniamin" in page
    assert f"/desk/mail/{raw.pk}/dismissal" in page
    assert client.post(f"/desk/mail/{raw.pk}/return").status_code == 409


def test_of_two_who_decide_the_second_is_told_who_was_first(house: World) -> None:
    raw = unknown(house)
    signed_in(house.alice).post(f"/desk/mail/{raw.pk}/dismissal", {"verdict": "spam"})
    answer = signed_in(house.ben).post(f"/desk/mail/{raw.pk}/report", {"customer": house.customers["SHOP"].pk})
    assert answer.status_code == 409
    assert house.alice.name in answer.content.decode()
    with scoped(ENGINE):
        assert not Ticket.objects.filter(channel="email").exists()


def test_the_message_is_downloaded_as_it_came(house: World) -> None:
    raw = unknown(house)
    answer = signed_in(house.ada).get(f"/desk/mail/{raw.pk}/file")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).startswith(b"From: Nina Nowa")


def test_the_files_of_a_message_that_waits_are_downloaded_and_run_nothing(house: World) -> None:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "nina@new.example", "help@house.example", "Two files"
    made.set_content("See below.")
    made.add_attachment(b"<script>1</script>", maintype="text", subtype="html", filename="page.html")
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="umowa żółta.pdf")
    door(house, "help@house.example", None)
    place = f"/desk/mail/{come(made.as_bytes(), box='help@house.example').pk}"
    client = signed_in(house.ben)
    page = text(client, place)
    for n, content in enumerate((b"<script>1</script>", b"%PDF-1.7")):
        assert f'href="{place}/file?part={n}"' in page
        answer = client.get(f"{place}/file?part={n}")
        assert answer["Content-Length"] == str(len(content))
        assert (answer.getvalue(), answer["Content-Type"]) == (content, "application/octet-stream")
        assert answer["Content-Disposition"].startswith("attachment")
        assert (answer["Content-Security-Policy"], answer["X-Content-Type-Options"]) == (
            "sandbox; default-src 'none'",
            "nosniff",
        )
    for wrong in ("2", "-1", "00", "", "x"):
        assert client.get(f"{place}/file?part={wrong}").status_code == 404
    assert signed_in(house.cora).get(f"{place}/file?part=0").status_code in (403, 404)


def test_an_auditor_reads_and_decides_nothing(house: World) -> None:
    raw = unknown(house)
    client = signed_in(house.ada)
    assert "/dismissal" not in text(client, f"/desk/mail/{raw.pk}")
    assert client.post(f"/desk/mail/{raw.pk}/dismissal", {"verdict": "spam"}).status_code == 403


def test_every_outcome_has_words_and_its_list(house: World) -> None:
    unknown(house)
    client = signed_in(house.ben)
    for one in Outcome:
        assert client.get(f"/desk/mail?outcome={one.value}").status_code == 200
    assert client.get("/desk/mail?outcome=else").status_code == 404


def test_what_a_message_cannot_be_read_for_is_said(house: World) -> None:
    door(house, "help@house.example", None)
    raw = come(b"\0" * 40, box="help@house.example")
    page = text(signed_in(house.ada), f"/desk/mail/{raw.pk}")
    assert "nie ma nagłówka, więc to nie e-mail" in page
    assert "no_header" not in page


def test_who_wrote_nothing_of_themselves_is_an_unknown_sender_on_both_sides(house: World) -> None:
    door(house)
    found = come(b"")
    assert found.ticket is not None
    assert found.ticket.correspondent is not None
    for who, site, words in (
        (house.ada, "desk", ("nieznany nadawca", "wiadomość była pusta")),
        (house.cora, "portal", ("nieznany nadawca", "wiadomość była pusta")),
        (house.ben, "desk", ("an unknown sender",)),
    ):
        page = text(signed_in(who), f"/{site}/tickets/{found.ticket.key}")
        assert all(one in page for one in words), site
        assert found.ticket.correspondent.opaque not in page
        assert "(empty)" not in page


def test_addresses_domains_and_programs_are_registered_by_who_leads(house: World) -> None:
    client, shop = signed_in(house.olga), house.customers["SHOP"].pk
    for kind, name in (("address", "Shop@House.example"), ("domain", "shop.example"), ("machine", "nas@shop.example")):
        assert client.post("/desk/mail/addresses", {"kind": kind, "name": name, "customer": shop}).status_code == 302
    with scoped(ENGINE):
        assert IntakeAddress.objects.get().address == "shop@house.example"
        assert MailDomain.objects.get().domain == "shop.example"
        assert MachineSender.objects.get().email == "nas@shop.example"
    page = text(client, "/desk/mail/addresses")
    assert "nas@shop.example" in page
    clinic = house.customers["CLINIC"].pk
    answer = client.post("/desk/mail/addresses", {"kind": "domain", "name": "Shop.example", "customer": clinic})
    with scoped(ENGINE):
        found = MailDomain.objects.get()
    assert (answer.status_code, found.customer_id) == (409, shop)
    assert f"/desk/mail/addresses/domain/{found.pk}" in answer.content.decode()


def test_an_address_is_changed_ended_and_taken_up_again_on_its_page(house: World) -> None:
    made, client = door(house), signed_in(house.olga)
    page, clinic = f"/desk/mail/addresses/address/{made.pk}", house.customers["CLINIC"]
    sent = {"customer": clinic.pk, "initial-customer": house.customers["SHOP"].pk, "seen": mark_of(made)}
    assert client.post(page, sent).status_code == 302
    stale = client.post(page, {**sent, "customer": ""})
    assert (stale.status_code, stale.context["is_stale"]) == (409, True)
    again = {one: str(stale.context["form"].data.get(one)) for one in ("customer", "initial-customer", "seen")}
    assert client.post(page, {**again, "customer": ""}).status_code == 302
    made = place_of(made)
    assert made.customer is None
    assert client.post(f"{page}/end", {"seen": mark_of(made)}).status_code == 422
    assert client.post(f"{page}/end", {"seen": "old", "why": "We moved."}).status_code == 409
    assert client.post(f"{page}/end", {"seen": mark_of(made), "why": "We moved."}).status_code == 302
    raw = come(mail(sender="nina@new.example"))
    assert raw.outcome == Outcome.ENDED
    shown = text(client, page)
    assert all(one in shown for one in ("We moved.", "Czeka jedna wiadomość", house.olga.name))
    assert "Jedna wiadomość na zakończony adres czeka" in text(client, "/desk/mail/addresses")
    assert "Przyszła na nasz adres, który został zakończony." in text(client, f"/desk/mail/{raw.pk}")
    assert client.post(f"{page}/return", {"seen": mark_of(place_of(made))}).status_code == 302
    assert place_of(made).is_active


def test_a_system_that_was_touched_alone_leaves_the_customer_as_it_is(house: World) -> None:
    made, client = door(house), signed_in(house.olga)
    shop, system = house.customers["SHOP"].pk, house.services["SHOP", "shop"].pk
    sent = {"customer": shop, "initial-customer": shop, "service": system, "initial-service": ""}
    client.post(f"/desk/mail/addresses/address/{made.pk}", {**sent, "seen": mark_of(made)})
    with scoped(ENGINE):
        (change,) = changes_of(Kind.ADDRESS, made.address)
    assert [*change.facts] == ["service"]


@pytest.mark.parametrize(
    ("kind", "name", "customer"),
    [
        ("domain", "a@b.example", True),
        ("machine", "nas", True),
        ("domain", "b.example", False),
        ("domain", "GMail.com", True),  # anybody has an address there
        ("domain", "house.example", True),  # our own
    ],
)
def test_what_is_no_address_or_nobodys_is_refused_and_kept(house: World, kind: str, name: str, customer: bool) -> None:
    told = {"kind": kind, "name": name, **({"customer": house.customers["SHOP"].pk} if customer else {})}
    answer = signed_in(house.olga).post("/desk/mail/addresses", told)
    assert answer.status_code == 422
    assert name in answer.content.decode()


def test_the_ticket_folds_what_a_mail_quotes(house: World) -> None:
    door(house)
    ticket = come(mail()).ticket
    assert ticket is not None
    come(mail(text="Now it works.\n\nOn Monday Ben wrote:\n> Please try.\n", In_Reply_To=marked(ticket)), now=NOW)
    page = text(signed_in(house.ben), f"/desk/tickets/{ticket.key}")
    assert page.index("Now it works.") < page.index("Please try.")
    assert "<details" in page[page.index("Now it works.") : page.index("Please try.")]


def test_an_answer_of_absence_is_seen_and_not_called_a_decision(world: World) -> None:
    door(world)
    raw = mail(subject="Out of office: Re: The basket", Auto_Submitted="auto-replied")
    assert come(raw).reason == "out_of_office"
    ben = signed_in(world.ben)
    page = ben.get("/desk/mail")
    assert (page.context["quiet"], page.context["rows"], page.context["tabs"][0][3]) == (1, [], 0)
    assert "One automatic answer that asks for nothing" in page.content.decode()
    opened = ben.get("/desk/mail?outcome=asks-nothing")
    assert [row.subject for row, *_rest in opened.context["rows"]] == ["Out of office: Re: The basket"]
