"""Finding tickets by what was said in them: against plain Python over the same texts, and for whom."""

import random
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from found_by import WORDS, Told, a_text, expected
from service import START
from word_forms import use_words

from gwarant.database.scope import NOBODY, customer_scope, scoped, staff_scope
from gwarant.database.together import together
from gwarant.demo.cast import World
from gwarant.files.store import store
from gwarant.tickets import actions
from gwarant.tickets.finding import OPEN, Narrowed, find
from gwarant.tickets.indexing import Said, add_words, differences, person, write_anew, write_due
from gwarant.tickets.models import Status, Ticket, TicketWords
from gwarant.wordforms import dictionary
from gwarant.wordforms.asking import asked_of, query_of

pytestmark = pytest.mark.usefixtures("engine", "forms")
HOUR = timedelta(hours=1)
EVERY = Narrowed()


def reported(house: World, title: str, text: str = "x", customer: str = "SHOP", **more: object) -> Ticket:
    told = {"class_id": "serious", "by": house.cora, "now": START, **more}
    return actions.report(house.customers[customer], title=title, text=text, **told)


def keys(text: str, narrowed: Narrowed = EVERY) -> set[str]:
    """The numbers of what is found, words as they are written to their end."""
    found = find(query_of(asked_of(f"{text} ", {})), narrowed)
    numbers = set(Ticket.objects.filter(pk__in=found.tickets).values_list("key", flat=True))
    assert (len(found.tickets), found.many) == (len(numbers), len(numbers))
    return numbers


@pytest.mark.parametrize(
    "asked",
    ["placic", "PŁACI", "płacę", "karta", "kartami", "kart bramek", '"kartą na bramce"', "karta na", "bramce-faktury"],
)
def test_a_word_is_found_in_all_its_forms_and_without_diacritics(house: World, asked: str):
    ticket = reported(house, "Klientka płaci kartą na bramce: faktury")
    reported(house, "Serwer stoi")
    assert keys(asked) == {ticket.key}


@pytest.mark.parametrize("asked", ['"kartę na bramce"', '"bramce kartą"', "karton", '"x Klientka"', "faktur-bramce"])
def test_a_phrase_is_found_as_it_was_written_and_within_one_text(house: World, asked: str):
    reported(house, "Klientka płaci kartą na bramce: faktury")
    assert keys(asked) == set()


def test_a_last_word_may_be_unfinished(house: World):
    ticket = reported(house, "Hydrozagadka w koszyku")
    assert [find(query_of(asked_of(text, {})), EVERY).tickets for text in ("hydroz", "koszyku hydrozag")] == [
        (ticket.pk,)
    ] * 2
    assert find(query_of(asked_of("hydrozag koszyku", {})), EVERY).tickets == ()


def test_search_finds_what_plain_python_finds(house: World):
    chance, told = random.Random(7), []
    for _ in range(24):
        title, text = a_text(chance, 4), a_text(chance)
        ticket = reported(house, title, text)
        texts = [(ticket.key, True), (title, True), (text, True)]
        for _ in range(chance.randint(0, 3)):
            said, is_public = a_text(chance), chance.random() < 0.5
            act = actions.reply if is_public else actions.note
            act(ticket, said, by=house.ben, now=START + HOUR)
            texts.append((said, is_public))
        told.append(Told(ticket.key, texts))
    for _ in range(60):
        words = chance.sample(WORDS, chance.randint(1, 3))
        asked = [f'"{" ".join(words)}"'] if chance.random() < 0.2 else words
        assert keys(" ".join(asked)) == expected(told, asked), asked
        with scoped(customer_scope(house.cora.pk, [house.customers["SHOP"].pk])):
            assert keys(" ".join(asked)) == expected(told, asked, inside=False), asked
    assert not list(differences(list(Ticket.objects.all())))
    assert len(told) == 24


def test_customers_find_nothing_by_what_is_said_inside_nor_of_others(house: World):
    ticket = reported(house, "Orders fail")
    other = reported(house, "Orders fail elsewhere", customer="CLINIC", by=house.zoe)
    spam = reported(house, "Orders for free")
    actions.note(ticket, "The gateway's key expired", by=house.ben, now=START, files=[store(b"x", "passwords.txt")])
    Ticket.objects.filter(pk=spam.pk).update(status=Status.ASIDE)
    assert keys("gateway") == keys("passwords") == {ticket.key}
    assert keys("orders") == {ticket.key, other.key}
    assert keys("orders", Narrowed(states=frozenset({"aside"}))) == {spam.key}
    with scoped(customer_scope(house.cora.pk, [house.customers["SHOP"].pk])):
        assert keys("gateway") == keys("passwords") == keys("orders gateway") == set()
        assert keys("orders") == {ticket.key}
        assert keys("orders", Narrowed(states=frozenset({"aside"}))) == set()
        assert keys("orders", Narrowed(customers=frozenset({house.customers["CLINIC"].pk}))) == set()
        assert TicketWords.objects.filter(for_customer=False).count() == 0
    with scoped(customer_scope(house.cora.pk)):
        assert keys("orders") == set()


def test_nobody_writes_words_of_a_ticket_that_they_do_not_see(house: World):
    pk, ask = reported(house, "Orders fail").pk, "SELECT gwarant_add_words(%s, %s, '', 'x:1', 1, '')"
    clinic = customer_scope(house.zoe.pk, [house.customers["CLINIC"].pk])
    shop = customer_scope(house.cora.pk, [house.customers["SHOP"].pk])
    for scope, is_public in ((clinic, True), (shop, False), (NOBODY, True)):
        with scoped(scope), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(ask, [pk, is_public])


def test_what_a_client_writes_after_a_note_is_found_by_both_sides(house: World):
    ticket = reported(house, "Orders fail")
    actions.note(ticket, "Inside", by=house.ben, now=START)
    shop = customer_scope(house.cora.pk, [house.customers["SHOP"].pk])
    with scoped(shop):
        actions.reply(ticket, "A hydrozagadka", by=house.cora, now=START + HOUR, files=[store(b"x", "Błąd_3.png")])
        assert keys("hydrozagadka") == keys("bledy") == {ticket.key}
    with scoped(staff_scope(house.ben.pk)):
        assert keys("hydrozagadka inside") == keys("bledu orders") == {ticket.key}
    assert not list(differences([ticket]))


def test_it_is_narrowed_by_state_customer_system_holder_and_day(house: World):
    shop, place = house.customers["SHOP"], house.services["SHOP", "shop"]
    mine = actions.acknowledge(reported(house, "Orders fail", service=place), by=house.ben, now=START + HOUR)
    done = reported(house, "Orders stopped", now=START + 48 * HOUR)
    for query in ("order", ""):

        def told(query: str = query, **narrowed: object) -> set[str]:
            return keys(query, Narrowed(**narrowed)) if query else _all(Narrowed(**narrowed))  # type: ignore[arg-type]

        assert told(states=OPEN) == {mine.key, done.key}
        assert told(states=frozenset({Status.OPEN.value})) == {Ticket.objects.get(pk=mine.pk).key}
        assert told(customers=frozenset({shop.pk})) == {mine.key, done.key}
        assert told(customers=frozenset()) == set()
        assert told(systems=frozenset({place.pk})) == {mine.key}
        assert told(holders=frozenset({house.ben.pk})) == {mine.key}
        assert told(holders=frozenset({0})) == {done.key}
        assert told(holders=frozenset({0, house.ben.pk})) == {mine.key, done.key}
        assert told(since=START + HOUR) == {done.key}
        assert told(until=START + HOUR) == {mine.key}


def _all(narrowed: Narrowed) -> set[str]:
    return set(Ticket.objects.filter(pk__in=find("", narrowed).tickets).values_list("key", flat=True))


def test_who_wrote_is_found_by_their_opaque_name_alone(house: World):
    ticket = reported(house, "Orders fail")
    asked = asked_of("cora ", {})
    assert find(query_of(asked), EVERY).tickets == ()
    assert find(query_of(asked, [[person(house.cora.opaque)]]), EVERY).tickets == (ticket.pk,)


def test_a_word_of_the_title_comes_before_one_of_the_rest(house: World):
    title = reported(house, "Faktury")
    rest = reported(house, "Other", "faktury faktury faktury faktury")
    assert find(query_of(asked_of("faktura ", {})), EVERY).tickets == (title.pk, rest.pk)


def test_another_dictionary_has_everything_written_anew(house: World, tmp_path_factory: pytest.TempPathFactory):
    dictionary.use(())
    ticket = reported(house, "Płacę kartą")
    actions.note(ticket, "Bramka", by=house.ben, now=START)
    assert (keys("placic"), keys("place"), write_due(9)) == (set(), {ticket.key}, 0)
    use_words(tmp_path_factory.mktemp("words"))
    assert not list(differences([ticket]))  # it is due, and no difference
    assert (write_due(9), write_due(9)) == (1, 0)
    assert keys("placic bramki") == {ticket.key}
    assert not list(differences([ticket]))


def test_a_ticket_of_many_words_is_found_by_each(house: World):
    ticket = reported(house, "Long")
    for part in range(8):
        text = " ".join(f"w{part}x{number}" for number in range(2000))
        actions.note(ticket, text, by=house.ben, now=START)
    assert TicketWords.objects.filter(for_house=True, for_customer=False).count() > 1
    assert keys("w0x0") == keys("w3x1999") == keys('"w7x1998 w7x1999"') == keys("long") == {ticket.key}
    assert not list(differences([ticket]))


def test_words_that_no_event_has_are_a_difference_until_they_are_written_anew(house: World):
    ticket = reported(house, "Orders fail")
    event = ticket.events.get(number=1)
    add_words(Said(ticket, event, is_public=False, body="nobody said this"))
    ((_ticket, side, kept, told),) = differences([ticket])
    assert (side, kept - told) == ("house", {"nobody", "said", "this"})
    write_anew(ticket)
    assert not list(differences([ticket]))
    assert keys("nobody") == set()


def test_many_deeds_at_once_write_their_words_together(house: World):
    with together(2):
        first, second = reported(house, "Faktury"), reported(house, "Bramka")
        actions.note(first, "Karta", by=house.ben, now=START)
    assert (keys("faktura karty"), keys("bramek")) == ({first.key}, {second.key})
