"""Messages about tickets that there are: whose word they are, and what is only said to be somebody's."""

from datetime import timedelta

import pytest
from letters_in import NOW, come, door, mail, marked, proven
from letters_out import mails

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.intake.actions import take_as_report
from gwarant.intake.models import Outcome, RawMail
from gwarant.mail import Mail, read
from gwarant.notify.models import Delivery, Notice
from gwarant.tickets import actions
from gwarant.tickets.models import Status, Ticket

FORWARDED = (
    "Please take it.\n\n---------- Forwarded message ---------\nFrom: Cora Czarnecka <cora@shop.example>\n"
    "Date: Wed, 10 Jun 2026 at 08:00\nSubject: Basket\nTo: Ben <ben@house.example>\n\nIt loses goods.\n"
)


@pytest.fixture
def ticket(house: World) -> Ticket:
    door(house), door(house, "help@house.example", None)
    found = come(mail())
    assert found.ticket is not None
    return found.ticket


def readable(raw: bytes) -> Mail:
    found = read(raw)
    assert isinstance(found, Mail)
    return found


def kinds(ticket: Ticket) -> list[tuple[str, str]]:
    with scoped(ENGINE):
        return [(one.kind, one.by) for one in ticket.events.all()]


def test_an_answer_to_a_mail_of_ours_is_a_word_about_its_ticket(ticket: Ticket) -> None:
    found = come(mail(subject="Re: anything", text="It is the blue one.", In_Reply_To=marked(ticket)))
    assert (found.outcome, found.ticket, found.reason) == (Outcome.REPLY, ticket, "mark")
    assert kinds(ticket)[-1] == ("replied", "customer")


def test_the_mark_counts_in_the_address_too(ticket: Ticket) -> None:
    mark = marked(ticket).strip("<>").rsplit(".1@", 1)[0]
    found = come(mail(subject="Blue", to=f"help+{mark}@house.example"), box=f"help+{mark}@house.example")
    assert (found.outcome, found.ticket) == (Outcome.REPLY, ticket)


def test_a_mark_that_nobody_signed_is_none(ticket: Ticket) -> None:
    made_up = f"<{ticket.key.lower()}.{'0' * 20}.1@house.example>"
    found = come(
        mail(sender="eve@else.example", In_Reply_To=made_up, to="help@house.example"), box="help@house.example"
    )
    assert (found.outcome, found.ticket) == (Outcome.UNKNOWN, None)


def test_somebody_who_takes_no_part_is_not_heard_even_with_a_true_mark(ticket: Ticket) -> None:
    found = come(mail(sender="eve@else.example", In_Reply_To=marked(ticket)))
    assert (found.outcome, found.reason, found.ticket) == (Outcome.UNVERIFIED, "no_participant", ticket)
    assert kinds(ticket) == [("reported", "customer")]


def test_a_person_of_another_customer_is_not_heard_either(ticket: Ticket) -> None:
    found = come(mail(sender="zoe@clinic.example", In_Reply_To=marked(ticket)))
    assert (found.outcome, found.ticket) == (Outcome.UNVERIFIED, ticket)


def test_a_key_in_the_subject_finds_the_ticket_of_who_takes_part(ticket: Ticket) -> None:
    found = come(mail(subject=f"AW: [{ticket.key}] Basket"))
    assert (found.outcome, found.ticket) == (Outcome.REPLY, ticket)


def test_a_key_in_the_subject_of_a_stranger_opens_nothing_of_others(ticket: Ticket) -> None:
    found = come(
        mail(sender="zoe@clinic.example", subject=f"[{ticket.key}]", to="help@house.example"), box="help@house.example"
    )
    assert (found.outcome, found.customer is not None and found.customer.key) == (Outcome.TICKET, "CLINIC")


def test_an_answer_to_the_customers_own_first_message_finds_its_ticket(house: World) -> None:
    door(house)
    first = come(mail(Message_ID="<first@shop.example>"))
    second = come(mail(subject="Re: The basket", text="More", References="<first@shop.example>"))
    assert (second.outcome, second.ticket) == (Outcome.REPLY, first.ticket)


def test_nobody_draws_answers_away_by_using_a_message_id_again(house: World) -> None:
    door(house)
    first = come(mail(Message_ID="<first@shop.example>"))
    hostile = come(mail(sender="eve@else.example", text="Nothing", Message_ID="<first@shop.example>"))
    answer = come(mail(subject="Re: The basket", text="More", References="<first@shop.example>"))
    assert (answer.outcome, answer.ticket, hostile.ticket == first.ticket) == (Outcome.REPLY, first.ticket, False)


def test_a_message_id_that_somebody_used_beforehand_keeps_no_known_writers_answer_back(house: World) -> None:
    door(house)
    wrote = "pat@shop.example"
    come(mail(sender=wrote, subject="Before"))
    stolen = come(mail(sender="mallory@shop.example", Message_ID="<first@shop.example>")).ticket
    assert stolen is not None
    told = {"sender": wrote, "In_Reply_To": "<first@shop.example>"}
    found = come(mail(subject="Re: the basket", **told))
    assert (found.outcome, found.reason, found.ticket != stolen) == (Outcome.TICKET, "address", True)
    named = come(mail(subject=f"Re: [{stolen.key}] the basket", **told))
    assert (named.outcome, named.ticket) == (Outcome.UNVERIFIED, stolen)
    unknown = come(mail(**told | {"sender": "nobody@shop.example"}))
    assert (unknown.outcome, unknown.ticket) == (Outcome.UNVERIFIED, stolen)


def test_a_sender_whom_our_own_server_calls_forged_is_not_heard(ticket: Ticket, settings: object) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({"mx.house.example"})  # type: ignore[attr-defined]
    forged = proven("shop.example", "fail")
    found = come(mail(In_Reply_To=marked(ticket), Authentication_Results=forged))
    assert (found.outcome, found.reason) == (Outcome.UNVERIFIED, "forged")


def test_what_another_server_says_of_a_sender_is_not_believed(house: World, ticket: Ticket, settings: object) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({"mx.house.example"})  # type: ignore[attr-defined]
    claimed = "mx.else.example; dmarc=pass header.from=house.example"
    found = come(mail(sender="ben@house.example", In_Reply_To=marked(ticket), Authentication_Results=claimed))
    assert (found.outcome, found.reason) == (Outcome.UNVERIFIED, "colleague")


def test_a_colleague_whom_our_own_server_knows_answers_the_customer(
    house: World, ticket: Ticket, settings: object
) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({"mx.house.example"})  # type: ignore[attr-defined]
    raw = mail(sender="ben@house.example", In_Reply_To=marked(ticket), Authentication_Results=proven())
    found = come(raw)
    assert (found.outcome, kinds(ticket)[-1]) == (Outcome.REPLY, ("replied", "provider"))


def test_what_nobody_proves_to_be_a_colleagues_opens_nothing_as_the_house_until_somebody_says_so(
    house: World, settings: object
) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({"mx.house.example"})  # type: ignore[attr-defined]
    door(house)
    spf = "mx.house.example; spf=pass smtp.mailfrom=evil.example"
    elsewhere = {"sender": "Ben <ben@house.example>", "Authentication_Results": spf}
    plain = come(mail(text="Call 0900 at once", **elsewhere))
    passed_on = come(mail(subject="Fwd: Basket", text=FORWARDED, **elsewhere))
    assert [(one.outcome, one.reason, one.ticket) for one in (plain, passed_on)] == [
        (Outcome.UNVERIFIED, "colleague", None),
        (Outcome.UNVERIFIED, "doubted_forward", None),
    ]
    with scoped(ENGINE):
        shop = house.customers["SHOP"]
        by_ben = take_as_report(plain, readable(mail(**elsewhere)), shop, by=house.ben, now=NOW).ticket
        of_cora = take_as_report(passed_on, readable(mail(text=FORWARDED, **elsewhere)), shop, by=house.ben, now=NOW)
        assert by_ben is not None
        assert of_cora.ticket is not None
        assert (by_ben.reporter, of_cora.ticket.reporter) == (house.ben, house.cora)
    assert kinds(by_ben) == [("reported", "provider")]


def test_a_colleague_who_forwards_a_customers_mail_opens_the_customers_ticket(house: World, settings: object) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({"mx.house.example"})  # type: ignore[attr-defined]
    door(house, "help@house.example", None)
    told = {"subject": "Fwd: Basket", "text": FORWARDED, "Authentication_Results": proven()}
    found = come(mail(sender="ben@house.example", **told), box="help@house.example")
    assert (found.outcome, found.reason) == (Outcome.TICKET, "forwarded")
    assert found.ticket is not None
    assert (found.ticket.customer.key, found.ticket.reporter, found.ticket.title) == ("SHOP", house.cora, "Basket")
    with scoped(ENGINE):
        said = [(one.is_public, one.body.strip(), one.event.actor) for one in found.ticket.messages.order_by("pk")]
    assert said == [(True, "It loses goods.", house.ben), (False, "Please take it.", house.ben)]


@pytest.mark.parametrize(
    "sign", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"List_Id": "<a.b>"}, {"X_Autoreply": "yes"}]
)
def test_automatic_mail_starts_and_ends_nothing_and_lies_where_people_see_it(
    house: World, ticket: Ticket, sign: dict[str, str]
) -> None:
    with scoped(ENGINE):
        actions.ask(ticket, "Which one?", by=house.ben, now=NOW)
    before = kinds(ticket)
    found = come(mail(subject="I am away", In_Reply_To=marked(ticket), **sign))
    with scoped(ENGINE):
        assert Ticket.objects.get(pk=ticket.pk).status == Status.WAITING
    assert (found.outcome, found.ticket, kinds(ticket)) == (Outcome.AUTOMATIC, ticket, before)


@pytest.mark.parametrize(
    ("subject", "outcome"),
    [
        ("Automatyczna odpowiedź: [{key}] Którego?", Outcome.AUTOMATIC),
        ("Out of office", Outcome.AUTOMATIC),
        ("Odp: [{key}] Automatyczna odpowiedź nie wychodzi", Outcome.REPLY),
    ],
)
def test_an_answer_of_absence_that_says_nothing_of_being_automatic_ends_no_pause_and_waits_for_somebody(
    house: World, ticket: Ticket, subject: str, outcome: Outcome
) -> None:
    with scoped(ENGINE):
        actions.ask(ticket, "Which one?", by=house.ben, now=NOW)
    found = come(mail(subject=subject.format(key=ticket.key), In_Reply_To=marked(ticket)))
    with scoped(ENGINE):
        is_paused = Ticket.objects.get(pk=ticket.pk).status == Status.WAITING
        waits = RawMail.objects.to_decide().filter(pk=found.pk).exists()
    assert (found.outcome, is_paused, waits) == (outcome, outcome is Outcome.AUTOMATIC, outcome is Outcome.AUTOMATIC)


def test_a_report_whose_subject_speaks_of_absence_is_a_report(house: World) -> None:
    door(house)
    assert come(mail(subject="Urlop: wniosek się nie zapisuje")).outcome == Outcome.TICKET


def test_a_mail_to_the_house_leaves_out_what_an_answer_quotes_and_says_so_only_then(ticket: Ticket) -> None:
    quoted = "On Mon, Nov 30, 2026 at 9:00 AM Help <help@house.example> wrote:\n> Which basket?\n"
    come(mail(text=f"The blue one.\n\n{quoted}", In_Reply_To=marked(ticket)))
    come(mail(text="And the red one.\n\n-- \nCora", In_Reply_To=marked(ticket)))
    with scoped(ENGINE):
        told = mails().filter(notice__code="replied", address="alice@house.example").order_by("pk")
        first, second = [one.text for one in told]
    assert "The blue one.\n\n[cytat pominięto]" in first
    assert "Which basket" not in first
    assert "And the red one." in second
    assert "pominięto" not in second


def closed(house: World, ticket: Ticket) -> None:
    with scoped(ENGINE):
        actions.close(ticket, "It was ours", by=house.cora, now=NOW + timedelta(hours=1))


def test_an_answer_about_a_closed_ticket_waits_for_people_and_its_writer_hears_of_it(
    house: World, ticket: Ticket
) -> None:
    closed(house, ticket)
    raw = mail(subject=f"Odp: [{ticket.key}] Basket", text="Literówka wróciła.", In_Reply_To=marked(ticket))
    found = come(raw, now=NOW + timedelta(days=1))
    assert (found.outcome, found.ticket) == (Outcome.REPLY, ticket)
    with scoped(ENGINE):
        assert Ticket.objects.get(pk=ticket.pk) in Ticket.objects.to_be_done()
        told = Delivery.objects.filter(medium="mail", notice__code="heard_after_closing")
        assert [one.address for one in told] == [house.cora.email]
        assert not told[0].payload["is_word"], "another desk knows it for an automatic answer"


def test_where_it_cannot_be_reopened_any_more_an_answer_is_a_ticket_that_names_the_old_one(
    house: World,
) -> None:
    door(house, service=house.services["SHOP", "shop"])
    ticket = come(mail()).ticket
    assert ticket is not None
    closed(house, ticket)
    late = NOW + timedelta(days=300)
    found = come(mail(subject=f"Odp: [{ticket.key}] Basket", text="It is back", In_Reply_To=marked(ticket)), now=late)
    assert (found.outcome, found.reason, found.ticket == ticket) == (Outcome.TICKET, "closed", False)
    assert found.ticket is not None
    assert found.ticket.service_id == ticket.service_id
    assert found.ticket.reported_at == late
    with scoped(ENGINE):
        assert found.ticket.events.get().ref == ticket.key
        assert Notice.objects.get(code="received", ref=found.ticket.key).facts["instead"] == ticket.key
        assert kinds(ticket)[-1] == ("closed", "customer")
