"""What anybody writes about a ticket is kept clean, whole and within limits, whichever way it comes."""

import unicodedata
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service import START

from gwarant.demo.cast import World
from gwarant.texts import cleaned, line_of, words_of
from gwarant.tickets import actions
from gwarant.tickets.models import Message, Ticket, TicketEvent
from gwarant.tickets.texts import BODY, TITLE, BadText, body_of, title_of

ODD = "a\x00b\u202ec\ud800d\x07e"  # a zero, a turn of the direction, half a character, a bell


@given(st.text(st.characters(codec=None)))
def test_what_is_kept_is_the_same_when_it_is_cleaned_again(text: str):
    for kept in (line_of(text), words_of(text)):
        assert cleaned(kept) == kept
        assert kept == kept.strip()
        kept.encode()  # no half characters
        assert not [one for one in kept if unicodedata.category(one) == "Cc" and one not in "\n\t"]


@given(st.text(min_size=1))
def test_what_somebody_sees_is_kept_and_nothing_of_it_is_cut(text: str):
    seen = [one for one in text if one.isalnum()]
    assert [one for one in words_of(text) if one.isalnum()] == seen


def test_a_line_is_one_line_and_words_keep_their_lines():
    assert line_of(" a\r\nb \t c ") == "a b c"
    assert words_of(" a\r\nb\n") == "a\nb"


@pytest.mark.parametrize(("read", "most"), [(title_of, TITLE), (body_of, BODY)])
def test_what_is_too_long_is_refused_with_both_figures(read, most: int):
    assert read("x" * most) == "x" * most
    with pytest.raises(BadText, match=rf"{most + 1}.*{most}"):
        read("x" * (most + 1))


@pytest.mark.parametrize("title", ["", " ", "\u3164", "\u200b\u200b", "\u0301"])
def test_a_title_that_nobody_sees_opens_no_ticket(house: World, engine: None, title: str):
    told = {"text": "x", "class_id": "serious", "by": house.cora, "now": START}
    with pytest.raises(BadText):
        actions.report(house.customers["SHOP"], title=title, **told)
    assert not Ticket.objects.exists()


def test_an_action_cleans_what_no_form_has_seen(house: World, engine: None):
    told = {"text": ODD, "class_id": "serious", "by": house.cora, "now": START}
    ticket = actions.report(house.customers["SHOP"], title=ODD, **told)
    actions.reply(ticket, ODD, by=house.ben, now=START + timedelta(minutes=1))
    assert ticket.title == "abcde"
    assert set(Message.objects.values_list("body", flat=True)) == {"abcde"}


def test_an_action_writes_nothing_of_what_is_too_long(house: World, engine: None):
    told = {"text": "x", "class_id": "serious", "by": house.cora, "now": START}
    ticket = actions.report(house.customers["SHOP"], title="t", **told)
    with pytest.raises(BadText):
        actions.reply(ticket, "x" * (BODY + 1), by=house.ben, now=START + timedelta(minutes=1))
    assert TicketEvent.objects.filter(ticket=ticket).count() == 1
