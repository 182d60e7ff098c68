"""A letter as a mail."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from letters import NOW, clocked, plain

from gwarant.notify.channels.envelope import DeliveryFailed
from gwarant.notify.letter import LONGEST_SUBJECT, Letter
from gwarant.notify.mime import Post, envelope_of
from gwarant.notify.picture import png_of
from gwarant.notify.render import Footer, render
from gwarant.pictures.sentence import sentence

SITE = "https://care.house.example"
STAFF = Footer("House", "Acme Shop", "ben@house.example", is_staff=True)
POST = Post(
    key="SHOP-42:3:7",
    sender="Gwarant <desk@house.example>",
    address="cora@shop.example",
    language="pl",
    subject="Zażółć gęślą jaźń",
    text="Dzień dobry",
    html="<p>Dzień dobry</p>",
    thread="SHOP-42",
    at=NOW,
)


def headers(post):
    return envelope_of(post).content.split(b"\r\n\r\n", 1)[0].decode()


def test_the_words_stand_in_the_text_and_in_the_html():
    mail = render(plain("en"), "en", STAFF, SITE)

    assert "It works\nagain <now>." in mail.text
    assert "It works<br>again &lt;now&gt;." in mail.html


def test_the_link_leads_into_the_product():
    mail = render(clocked("en"), "en", STAFF, SITE)

    assert "Open the ticket:\nhttps://care.house.example/desk/tickets/SHOP-42" in mail.text
    assert 'href="https://care.house.example/desk/tickets/SHOP-42"' in mail.html


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_the_bar_comes_with_its_sentence(lang):
    letter = clocked(lang)
    mail = render(letter, lang, STAFF, SITE)
    said = sentence(letter.reading, lang)

    assert said in mail.text
    assert mail.html.count(said) == 2  # beside the picture and in its place
    assert mail.picture.startswith("<svg")


def test_a_sentence_that_the_letter_says_itself_is_not_said_twice():
    letter = clocked("en")
    said = sentence(letter.reading, "en")
    mail = render(replace(letter, lines=(*letter.lines, said)), "en", STAFF, SITE)

    assert mail.text.count(said) == 1


def test_a_letter_without_a_clock_has_no_picture():
    mail = render(plain("en"), "en", STAFF, SITE)

    assert mail.picture == ""
    assert "<img" not in mail.html


def test_the_footer_says_why_in_the_readers_language():
    client = Footer("House", "Acme Shop", "cora@shop.example")
    stranger = Footer("House", address="new@shop.example", has_inbox=False)

    assert "because you look after Acme Shop at House" in render(plain("en"), "en", STAFF, SITE).text
    assert "w imieniu" in render(plain("pl"), "pl", client, SITE).text
    assert "new@shop.example" in render(plain("pl"), "pl", stranger, SITE).html
    assert "/inbox" not in render(plain("pl"), "pl", stranger, SITE).text


def test_nothing_in_the_html_comes_from_elsewhere():
    html = render(clocked("en"), "en", STAFF, SITE).html

    assert html.count("http") == html.count(SITE)
    assert "<script" not in html


def test_a_subject_is_one_line_that_is_not_too_long():
    mail = render(Letter("Two\r\nBcc: x@y.example " + "x" * 400, ()), "en", STAFF, SITE)

    assert "\n" not in mail.subject
    assert len(mail.subject) == LONGEST_SUBJECT


def test_a_title_that_the_subject_cuts_stands_whole_in_the_mail():
    title = "The shop takes no orders since noon and nobody " + "knows whether anything else still works " * 4
    mail = render(Letter("New", ("Look.",), key="SHOP-42", title=title), "en", STAFF, SITE)

    assert mail.subject.endswith("…")
    assert " ".join(title.split()) in mail.text
    assert " ".join(title.split()) in mail.html


def test_the_same_mail_gives_the_same_bytes_and_another_another_message_id():
    post = replace(POST, picture=png_of(render(clocked("en"), "en", STAFF, SITE).picture, 100))

    assert envelope_of(post) == envelope_of(post)
    assert envelope_of(replace(post, key="other")).name != envelope_of(post).name


def test_mails_of_a_ticket_stand_in_one_thread_and_say_that_a_machine_wrote_them():
    first, second = headers(POST), headers(replace(POST, key="SHOP-42:4:7"))
    root = next(line for line in first.splitlines() if line.startswith("References: "))

    assert root in second
    assert "Auto-Submitted: auto-generated" in first
    assert "In-Reply-To" not in headers(replace(POST, thread=""))


def test_a_header_cannot_be_smuggled_in():
    with pytest.raises((DeliveryFailed, ValueError)):
        envelope_of(replace(POST, subject="Hi\r\nBcc: x@y.example"))


def test_an_address_in_polish_letters_is_written_as_servers_do():
    assert envelope_of(replace(POST, address="cora@sklep-żółw.example")).to.startswith("cora@xn--")


@pytest.mark.parametrize("address", ["nobody", "a@", "@b", "ż@shop.example", ""])
def test_an_address_that_no_mail_reaches_is_a_permanent_failure(address):
    with pytest.raises(DeliveryFailed) as caught:
        envelope_of(replace(POST, address=address))

    assert caught.value.permanent


def test_the_picture_is_a_sharp_png_of_the_wanted_width():
    png = png_of(render(clocked("en", "holiday"), "en", STAFF, SITE).picture, 542)

    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20], "big") == 1084


def test_what_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="cannot be drawn"):
        png_of("<svg", 100)


def from_line(post: Post) -> str:
    return str(message_from_bytes(envelope_of(post).content, policy=default)["From"])


def test_a_mail_comes_under_the_name_of_the_house() -> None:
    nameless = replace(POST, sender="desk@house.example")

    assert from_line(replace(nameless, house="Dom Żółty, sp. z o.o.")) == '"Dom Żółty, sp. z o.o." <desk@house.example>'
    assert (
        from_line(replace(nameless, house="Two\r\nBcc: x@y.example")) == '"Two Bcc: x@y.example" <desk@house.example>'
    )
    assert from_line(nameless) == "desk@house.example"


def test_a_name_that_the_settings_give_goes_before_the_houses() -> None:
    assert from_line(replace(POST, house="House")) == "Gwarant <desk@house.example>"


def test_answers_go_where_somebody_reads_them() -> None:
    assert "Reply-To: help@house.example" in headers(replace(POST, reply_to="help@house.example"))
    assert "\r\nReply-To" not in headers(POST)


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_a_mail_whose_answers_nobody_reads_says_so(lang: str) -> None:
    said = {"en": "Nobody reads answers to this e-mail.", "pl": "Odpowiedzi na ten e-mail nikt nie czyta."}[lang]
    silent = render(plain(lang), lang, replace(STAFF, is_answered=False), SITE)

    assert said in silent.text
    assert said in silent.html
    assert said not in render(plain(lang), lang, STAFF, SITE).text
