"""What is too much is refused before it costs anything; nothing is raised."""

from itertools import product
from operator import itemgetter

import pytest
from effort import effort, growth
from samples import letter, message, nested
from sweeps import drawn

from gwarant.mail import LIMITS, Left, Limits, Mail, Unreadable, read
from gwarant.mail.plain import plain_of
from gwarant.mail.quotes import split

MIXED = "From: a@b.example\nContent-Type: multipart/mixed; boundary=b"


def refusal(raw: bytes, limits: Limits | None = None) -> Unreadable:
    found = read(raw, limits) if limits else read(raw)
    assert isinstance(found, Unreadable), found
    return found


def said(raw: bytes, limits: Limits = LIMITS) -> Mail:
    found = read(raw, limits)
    assert isinstance(found, Mail), found
    return found


def test_of_a_message_beyond_what_one_may_have_the_head_alone_is_told() -> None:
    found = refusal(letter(Message_ID="<big@shop.example>").as_bytes(), Limits(whole=50))
    assert (found.reason, found.sender.address, found.subject) == ("too_large", "anna@shop.example", "The shop is down")
    assert found.message_id == "big@shop.example"


def test_files_beyond_the_size_are_named_and_left_and_all_else_is_read() -> None:
    made = letter()
    for name, size in (("first.bin", 3000), ("film.mp4", 90_000), ("last.bin", 3000)):
        made.add_attachment(b"x" * size, "application", "octet-stream", filename=name)
    made.add_attachment("The words below them.", disposition="inline")
    found = said(made.as_bytes(), Limits(size=10_000))
    assert [(one.name, len(one.data)) for one in found.attachments] == [("first.bin", 3000), ("last.bin", 3000)]
    assert found.left == (Left("film.mp4", "application/octet-stream", 90_000, "too_large"),)
    assert (found.subject, found.text.split()) == (
        "The shop is down",
        ["The", "shop", "is", "down.", "The", "words", "below", "them."],
    )


def test_of_a_text_beyond_the_size_the_beginning_is_read() -> None:
    found = said(message("From: a@b.example", "word " * 500), Limits(text=100, size=1000))
    assert (found.text, found.attachments) == ("word " * 20, ())
    assert found.left == (Left("message.txt", "text/plain", 2500, "too_large"),)


@pytest.mark.parametrize("name", ["To", "X-Junk", "Content-Type"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_of_a_head_beyond_its_size_the_fields_that_stand_within_are_read(name: str, end: str) -> None:
    head = f"From: a@b.example\n{name}: {'x, ' * 30_000}\nSubject: late".replace("\n", end)
    found = said(f"{head}{end}{end}The words.{end}".encode())
    assert (found.sender.address, found.subject, found.text) == ("a@b.example", "", "The words.\n")
    assert "large_header" in found.problems
    assert said(head.encode()).text == ""


def test_a_part_with_a_huge_head_is_read() -> None:
    body = "--b\nX-Junk: " + "x" * 70_000 + "\n\nHello\n--b\n\nBye\n--b--\n"
    assert said(message(MIXED, body)).text.split() == ["Hello", "Bye"]


def test_so_many_parts_are_read_and_of_the_others_one_row_is_told() -> None:
    assert said(message(MIXED, "--b\n\nx\n" * 199 + "--b--\n")).left == ()
    found = said(message(MIXED, "--b\n\nx\n" * 250 + "--b--\n"))
    assert (found.parts, found.text.count("x")) == (200, 199)
    assert [(one.name, one.why) for one in found.left] == [("", "too_many_parts")]
    assert found.left[0].size > 50


def test_so_deep_is_read_and_what_lies_deeper_is_left() -> None:
    assert said(nested(20)).left == ()
    found = said(nested(21))
    assert (found.text, [one.why for one in found.left]) == ("", ["too_deep"])


def test_messages_in_messages_are_files_and_no_depth() -> None:
    deep = "Content-Type: message/rfc822\n\nFrom: a@b.example\n" * 1000
    found = read(b"From: a@b.example\n" + deep.encode() + b"\nx")
    assert isinstance(found, Mail)
    assert [one.type for one in found.attachments] == ["message/rfc822"]


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b" \n"])
def test_nothing_is_empty(raw: bytes) -> None:
    assert refusal(raw).reason == "empty"


@pytest.mark.parametrize("raw", [b"no header at all", b"\x89PNG\r\n\x1a\n\x00\x00", b"\n\n\x00"])
def test_what_has_no_header_is_no_message(raw: bytes) -> None:
    assert refusal(raw).reason == "no_header"


def test_a_long_text_is_cut_and_kept_whole_as_a_file() -> None:
    found = read(message("From: a@b.example", "word " * 100), Limits(text=100))
    assert isinstance(found, Mail)
    assert (len(found.text), found.attachments[0].name, len(found.attachments[0].data)) == (100, "message.txt", 500)
    assert "long_text" in found.problems


FLOODS = {
    "comments": "To: " + "(" * 60_000,
    "closed comments": "To: " + "(" * 30_000 + ")" * 30_000,
    "quotes": "To: " + '"' * 60_001,
    "escapes": "To: " + '"\\' * 30_000,
    "angles": "To: " + "<" * 60_000,
    "no at": "To: " + "a" * 60_000,
    "at last": "To: " + "a" * 60_000 + " @ b",
    "ats": "To: " + "@" * 60_000,
    "parameters": "Content-Type: text/plain; " + "; a=b" * 12_000,
    "unclosed parameters": "Content-Type: text/plain" + ';a="\\"' * 9_000,
    "pieces": "Content-Type: text/plain" + "".join(f";n*{one}*=%41" for one in range(4_000)),
    "encoded words": "Subject: " + "=?a?q?" * 10_000,
    "empty words": "Subject: " + "=?utf-8?q??= " * 4_900,
    "references": "References: " + "<a@b>" * 12_000,
    "open references": "References: " + "<" * 60_000,
    "received": "Received: " + "by by by " * 6_000,
    "verdicts": "Authentication-Results: a;" + "spf=pass (" * 6_000,
    "prefixes": "Subject: " + "Re: " * 15_000,
    "blanks": "Content-Type:" + " " * 60_000 + ";" + " " * 5_000,
    "fields": "A: b\n" * 12_000,
    "folded": "To: a\n" + " \n" * 30_000,
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS.keys())
def test_a_flood_in_the_head_is_read_all_the_same(flood: str) -> None:
    assert isinstance(read(message("From: a@b.example\n" + flood)), Mail)


HTML_FLOODS = {
    "open tags": "<a " * 100_000,
    "open comments": "<!--" * 100_000,
    "angles": "<" * 300_000,
    "quotes": '<a href="' * 50_000,
    "apostrophes": "<a b='" * 50_000 + '<a b="' * 50_000,
    "nested quotes": "<blockquote>" * 50_000 + "x",
    "scripts": "<script>" * 50_000,
    "entities": "&amp" * 100_000,
    "long numbers": f"&#{'1' * 5_000};&#{'0' * 5_000}65;&#x{'f' * 5_000};<a href='&#{'1' * 1_900};'>x</a>",
    "links": "<a href=https://x.example/>" * 50_000,
}


@pytest.mark.parametrize("flood", HTML_FLOODS.values(), ids=HTML_FLOODS.keys())
def test_a_flood_of_markup_is_read_all_the_same(flood: str) -> None:
    assert isinstance(read(message("From: a@b.example\nContent-Type: text/html", flood)), Mail)


TEXT_FLOODS = {
    "lines above quotes": "W dniu 1.11.2026 napisał skrev schrieb a écrit wrote on 2026 y:\n",
    "long lines above quotes": "am 2026 schrieb " * 24 + ":\n",
    "header lines": "From: x\nDate: y\n",
    "parting lines": "-" * 150 + "x\n",
    "marks": ">" * 500 + "\n",
    "closings": "Pozdrawiam Anna Anna Anna?\n> x\n",
    "markers": ">" * 60 + "##- " + "a" * 200 + "\n",
    "half addresses": "a@",
    "blanks": " ",
}


HEADS = {
    "a text": "Subject: x\n\n",
    "a bounce": "Subject: failure notice\nReturn-Path: <>\n\n",
    "an answer": "Subject: Re: x\n\nyes\n\nOn 1 Jan 2026 at 1:11 a@b.example wrote:\n",
    "forwarded": "Subject: Fwd: x\n\n---------- Forwarded message ---------\nFrom: a\nDate: b\nSubject: c\n\n",
    "forwarded and marked": "Subject: Fwd: x\n\nBegin forwarded message:\n\n> From: a\n> Date: b\n> Subject: c\n>\n",
    "HTML": "Content-Type: text/html\n\n",
    "a part": "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n",
}
FLOODED = {**TEXT_FLOODS, **HTML_FLOODS, "empty lines": "\n", "words": "word\n", "boundaries": "--bb\n"}


@pytest.mark.sweep
@pytest.mark.parametrize(("flood", "head"), drawn(product(FLOODED, HEADS), "four times", kind=itemgetter(0)))
def test_four_times_as_much_takes_about_four_times_the_work(flood: str, head: str) -> None:
    text = FLOODED[flood] * (6_000 // len(FLOODED[flood]) + 1)
    small, large = (f"From: a@b.example\n{HEADS[head]}{text[:size]}".encode() for size in (1_500, 6_000))
    assert growth(lambda: read(small), lambda: read(large)) < 8


@pytest.mark.parametrize("subject", ["x", "Fwd: x", "failure notice\nReturn-Path: <>"])
@pytest.mark.parametrize("flood", TEXT_FLOODS.values(), ids=TEXT_FLOODS.keys())
def test_a_flood_in_the_text_is_read_all_the_same(flood: str, subject: str) -> None:
    text = flood * (100_000 // len(flood))
    found = read(message(f"From: a@b.example\nSubject: {subject}", text))
    assert isinstance(found, Mail)
    assert found.text == text


def test_of_very_long_html_the_beginning_is_made_a_text_and_the_whole_is_a_file() -> None:
    markup = "<p>Hello</p>" + "<style>p { margin: 0 }</style>" * 40_000 + "<p>Bye</p>"
    found = read(message("From: a@b.example\nContent-Type: text/html", markup))
    assert isinstance(found, Mail)
    assert (found.text, found.problems.count("long_text")) == ("Hello\n", 1)
    assert [(one.name, len(one.data)) for one in found.attachments] == [("message.html", len(markup))]


@pytest.mark.parametrize(
    ("markup", "most"), [("<", 0.2), ("< ", 0.2), ("<a ", 4), ("</1", 0.2), ("<style><b ", 1), ("<a b='>'", 40)]
)
def test_signs_that_begin_no_tag_cost_next_to_nothing(markup: str, most: float) -> None:
    small, large = markup * 100, markup * 1100
    plain_of(small), plain_of(large)
    assert (effort(lambda: plain_of(large)) - effort(lambda: plain_of(small))) / 1000 <= most * 10


def test_of_very_many_lines_the_first_are_looked_at_and_none_is_lost() -> None:
    many = "words\n" * 21_000
    pieces = split(many + "-- \nAnna\n")
    assert [one.kind for one in pieces] == ["words", "signature"]
    assert "".join(one.text for one in split("words\n> quote\n" * 10_500)) == "words\n> quote\n" * 10_500
