"""A letter as a mail."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from types import SimpleNamespace

import pytest
from django.conf import settings
from letters import NOW, clocked, plain

from gwarant.mail.plain import plain_of
from gwarant.mail.quotes import MARKERS, split
from gwarant.notify.channels.envelope import DeliveryFailed
from gwarant.notify.letter import LONGEST_SUBJECT, Letter
from gwarant.notify.medium import Parcel, Reader
from gwarant.notify.mime import envelope_of
from gwarant.notify.picture import png_of
from gwarant.notify.reason import Reason
from gwarant.notify.render import render
from gwarant.pictures.briefly import briefly
from gwarant.pictures.svg import bare_bar_svg, small_bar_svg
from gwarant.web.components import sample_readings

SITE = "https://care.house.example"
STAFF = Reader("ben@house.example", "en", "House", "Acme Shop", is_staff=True)
WAYS = replace(settings.ENV, url=SITE, email_from="Gwarant <desk@house.example>", email_reply_to="")
WORDS = {"subject": "Zażółć gęślą jaźń", "text": "Dzień dobry", "html": "<p>Dzień dobry</p>", "thread": "SHOP-42"}
PARCEL = Parcel("SHOP-42:3:7", "cora@shop.example", "pl", WORDS, NOW)


def written(letter, lang="en", reader=STAFF, **ways):
    return SimpleNamespace(**render(letter, replace(reader, language=lang), replace(WAYS, **ways)))


def packed(picture=b"", key=PARCEL.key, address=PARCEL.address, sender=WAYS.email_from, reply_to="", **words):
    parcel = replace(PARCEL, key=key, address=address, payload={**WORDS, **words})
    return envelope_of(parcel, replace(WAYS, email_from=sender, email_reply_to=reply_to), picture)


def headers(**changes):
    return packed(**changes).content.split(b"\r\n\r\n", 1)[0].decode()


def test_the_words_stand_in_the_text_and_in_the_html():
    mail = written(plain("en"))

    assert "It works\nagain <now>." in mail.text
    assert "It works<br>again &lt;now&gt;." in mail.html


def test_the_link_leads_into_the_product():
    mail = written(clocked("en"))

    assert "Open the ticket:\nhttps://care.house.example/desk/tickets/SHOP-42" in mail.text
    assert 'href="https://care.house.example/desk/tickets/SHOP-42"' in mail.html


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_the_bar_comes_with_its_sentence(lang):
    letter = clocked(lang)
    mail = written(letter, lang)
    said = briefly(letter.reading, lang)

    assert said in mail.text
    assert mail.html.count(said) == 2  # beside the picture and in its place
    assert mail.picture.startswith("<svg")


def test_a_sentence_that_the_letter_says_itself_is_not_said_twice():
    letter = clocked("en")
    said = briefly(letter.reading, "en")
    mail = written(replace(letter, lines=(*letter.lines, said)))

    assert mail.text.count(said) == 1


def test_a_letter_without_a_clock_has_no_picture():
    mail = written(plain("en"))

    assert mail.picture == ""
    assert "<img" not in mail.html


def test_the_footer_says_why_in_the_readers_language():
    client = Reader("cora@shop.example", "pl", "House", "Acme Shop")
    stranger = Reader("new@shop.example", "pl", "House", has_inbox=False)

    assert "because you look after Acme Shop at House" in written(plain("en")).text
    assert "w imieniu" in written(plain("pl"), "pl", client).text
    assert "new@shop.example" in written(plain("pl"), "pl", stranger).html
    assert "/inbox" not in written(plain("pl"), "pl", stranger).text


def test_nothing_in_the_html_comes_from_elsewhere():
    html = written(clocked("en")).html

    assert html.count("http") == html.count(SITE)
    assert "<script" not in html


def test_a_subject_is_one_line_that_is_not_too_long():
    mail = written(Letter("Two\r\nBcc: x@y.example " + "x" * 400, ()))

    assert "\n" not in mail.subject
    assert len(mail.subject) == LONGEST_SUBJECT


def test_a_title_that_the_subject_cuts_stands_whole_in_the_mail():
    title = "The shop takes no orders since noon and nobody " + "knows whether anything else still works " * 4
    mail = written(Letter("New", ("Look.",), key="SHOP-42", title=title))

    assert mail.subject.endswith("…")
    assert " ".join(title.split()) in mail.text
    assert " ".join(title.split()) in mail.html


def test_the_same_mail_gives_the_same_bytes_and_another_another_message_id():
    picture = png_of(written(clocked("en")).picture, 100)

    assert packed(picture) == packed(picture)
    assert packed(picture, key="other").name != packed(picture).name


def test_mails_of_a_ticket_stand_in_one_thread_and_say_that_a_machine_wrote_them():
    first, second = headers(), headers(key="SHOP-42:4:7")
    root = next(line for line in first.splitlines() if line.startswith("References: "))

    assert root in second
    assert "Auto-Submitted: auto-generated" in first
    assert "In-Reply-To" not in headers(thread="")


def test_a_header_cannot_be_smuggled_in():
    with pytest.raises((DeliveryFailed, ValueError)):
        packed(subject="Hi\r\nBcc: x@y.example")


def test_an_address_in_polish_letters_is_written_as_servers_do():
    assert packed(address="cora@sklep-żółw.example").to.startswith("cora@xn--")


@pytest.mark.parametrize("address", ["nobody", "a@", "@b", "ż@shop.example", ""])
def test_an_address_that_no_mail_reaches_is_a_permanent_failure(address):
    with pytest.raises(DeliveryFailed) as caught:
        packed(address=address)

    assert caught.value.permanent


def test_the_picture_is_a_sharp_png_of_the_wanted_width():
    png = png_of(written(clocked("en", "holiday")).picture, 542)

    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20], "big") == 1084


@pytest.mark.parametrize("name", ["holiday", "running"])
def test_the_picture_of_a_mail_is_the_one_that_pages_show(name):
    reading = sample_readings()[name]

    assert png_of(str(bare_bar_svg(reading)), 542) == png_of(str(small_bar_svg(reading)), 542)


def test_what_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="cannot be drawn"):
        png_of("<svg", 100)


def from_line(**changes: str) -> str:
    return str(message_from_bytes(packed(**changes).content, policy=default)["From"])


def test_a_mail_comes_under_the_name_of_the_house() -> None:
    nameless = {"sender": "desk@house.example"}

    assert from_line(**nameless, house="Dom Żółty, sp. z o.o.") == '"Dom Żółty, sp. z o.o." <desk@house.example>'
    assert from_line(**nameless, house="Two\r\nBcc: x@y.example") == '"Two Bcc: x@y.example" <desk@house.example>'
    assert from_line(**nameless) == "desk@house.example"


def test_a_name_that_the_settings_give_goes_before_the_houses() -> None:
    assert from_line(house="House") == "Gwarant <desk@house.example>"


def test_answers_go_where_somebody_reads_them() -> None:
    assert "Reply-To: help@house.example" in headers(reply_to="help@house.example")
    assert "\r\nReply-To" not in headers()


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_a_mail_whose_answers_nobody_reads_says_so(lang: str) -> None:
    said = {"en": "Nobody reads answers to this e-mail.", "pl": "Odpowiedzi na ten e-mail nikt nie czyta."}[lang]
    silent = written(plain(lang), lang)

    assert said in silent.text
    assert said in silent.html
    assert said not in written(plain(lang), lang, email_reply_to="help@house.example").text


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_an_answer_to_a_mail_of_a_ticket_is_folded_at_our_line(lang: str) -> None:
    mail = written(plain(lang), lang, email_reply_to="help@house.example")
    answer = f"Nadal nie działa.\n\n{mail.text}"

    assert mail.text.startswith(f"{MARKERS[lang]}\n\n")
    assert mail.html.count(MARKERS[lang]) == 1
    assert next((one.kind, one.text.strip()) for one in split(answer)) == ("words", "Nadal nie działa.")
    assert [one.kind for one in split(answer)] == ["words", "quote"]
    assert [one.kind for one in split(plain_of(f"<p>Nadal nie działa.</p>{mail.html}"))][-1] == "quote"


def test_our_line_stands_only_where_an_answer_becomes_a_word_about_a_ticket() -> None:
    assert MARKERS["en"] not in written(plain("en")).text
    assert MARKERS["en"] not in written(Letter("Look", ()), email_reply_to="help@house.example").text


def test_what_nobody_wrote_tells_answering_machines_to_be_silent_and_a_bounce_to_come() -> None:
    told = headers(is_word=False)

    assert "Auto-Submitted: auto-generated" in told
    assert "X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply" in told
    assert "Precedence: bulk" in told
    assert "Precedence" not in headers(is_word=False, is_personal=True)
    assert not {"Auto-Submitted", "Precedence", "X-Auto-Response-Suppress"} & {*headers(is_word=True).split(": ")}


CORA = Reader("cora@shop.example", "en", "House", 'Sklep "Żółw"', customer_key="SHOP", may_choose=True)


def test_a_filter_knows_the_mails_of_a_customer_and_a_choice_can_be_taken_back() -> None:
    told = headers(**vars(written(plain("en"), reader=CORA)))

    assert 'List-Id: "Sklep w" <shop.gwarant.house.example>' in told
    assert f"List-Unsubscribe: <{SITE}/profile/notices>" in told
    assert "List-Unsubscribe" not in headers(**vars(written(plain("en"), reader=replace(CORA, may_choose=False))))


@pytest.mark.parametrize("is_word", [True, False])
@pytest.mark.parametrize("has_inbox", [True, False])
def test_who_only_follows_stops_by_one_click_also_where_a_person_wrote(is_word: bool, has_inbox: bool) -> None:
    word, stop = replace(plain("en"), is_word=is_word), Reason("SHOP-42", "Cora", copied=True, stop="/following/x")
    reader = replace(CORA, reason=stop, has_inbox=has_inbox, may_choose=has_inbox)
    mail = written(word, reader=reader, email_reply_to="help@house.example")
    told = headers(**vars(mail))
    assert f"List-Unsubscribe: <{SITE}/following/x>" in told
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in told
    assert "List-Id" not in told
    assert f"Don’t want them? Stop following: {SITE}/following/x" in mail.text
    assert f'href="{SITE}/following/x"' in mail.html
    assert "You can simply answer this e-mail, with files too." in mail.text


def test_the_words_of_a_person_are_no_lists_where_another_desk_may_read_them() -> None:
    word = replace(plain("en"), is_word=True)

    by_address = replace(CORA, reason=Reason("SHOP-42"), has_inbox=False, may_choose=False)
    for reporter in (CORA, by_address):
        assert "List-" not in headers(**vars(written(word, reader=reporter)))
    assert "List-Unsubscribe" not in headers(**vars(written(plain("en"), reader=by_address)))
    assert "List-Id" in headers(**vars(written(word, reader=replace(CORA, is_staff=True))))
