"""A message says what was written into it, whatever program wrote it."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import ANSWER, BOUNCE, HEAD, PLAIN, letter, message

from gwarant.mail import Address, Bounce, Mail, Received, Unreadable, Verdict, read


def mail_of(raw: bytes) -> Mail:
    found = read(raw)
    assert isinstance(found, Mail), found
    return found


def test_a_plain_message_is_read_whole() -> None:
    found = mail_of(PLAIN)
    assert found.sender == Address("Jan Wiśniewski", "jan@klient.example")
    assert found.to == (Address("Pomoc", "pomoc@dom.example"),)
    assert (found.subject, found.message_id) == ("Sklep nie działa", "a1@klient.example")
    assert found.text == "Dzień dobry,\nsklep nie działa.\n"
    assert found.date == int(datetime(2026, 11, 30, 8, 0, tzinfo=UTC).timestamp())
    assert (found.return_path, found.automatic, found.problems) == ("jan@klient.example", "", ())


def test_who_took_it_and_what_they_checked_is_told() -> None:
    found = mail_of(PLAIN)
    assert found.received == (Received("mail.dom.example", "mx.klient.example", found.date + 7),)
    assert found.auth == (
        Verdict("mail.dom.example", "spf", "pass", "klient.example", 1),
        Verdict("mail.dom.example", "dkim", "pass", "klient.example", 1),
        Verdict("mail.dom.example", "dmarc", "pass", "klient.example", 1),
    )


def test_a_check_that_stands_below_a_foreign_server_is_known_by_its_place() -> None:
    forged = message(
        "Received: by mail.dom.example; Mon, 30 Nov 2026 09:00:07 +0100\n"
        "Received: by mx.evil.example; Mon, 30 Nov 2026 09:00:06 +0100\n"
        "Authentication-Results: mail.dom.example; dmarc=pass header.from=klient.example\nFrom: jan@klient.example\n"
    )
    assert [one.hops for one in mail_of(forged).auth] == [2]


def test_a_server_that_does_not_say_its_name_is_none() -> None:
    checked = (
        "spf=pass (sender IP is 192.0.2.7)\n smtp.mailfrom=klient.example; dkim=none (not signed)\n header.d=none;"
    )
    found = mail_of(message(f"Authentication-Results: {checked}\nFrom: jan@klient.example"))
    assert [(one.server, one.method, one.result) for one in found.auth] == [("", "spf", "pass"), ("", "dkim", "none")]


def test_an_answer_names_what_it_answers() -> None:
    found = mail_of(ANSWER)
    assert found.sender == Address("Kowalska, Anna", "anna@shop.example")
    assert found.to == (Address("Pomoc: dział", "help+SHOP@house.example"),)
    assert [one.address for one in found.cc] == ["a@shop.example", "b@shop.example"]
    assert found.in_reply_to == ("ours-42@house.example",)
    assert found.references == ("first@shop.example", "ours-42@house.example")
    assert found.text == "Już działa, dziękuję. Pozdrawiam\n\n-- \nAnna\n"


def test_a_report_of_delivery_says_what_did_not_arrive() -> None:
    found = mail_of(BOUNCE)
    diagnostic = "550 5.1.1 <nobody@shop.example>: no such user"
    assert found.bounces == (Bounce("nobody@shop.example", "failed", "5.1.1", diagnostic, "ours-42@house.example"),)
    assert found.automatic == "bounce"
    assert found.text == "Your message could not be delivered.\n"


def test_of_two_forms_of_a_text_both_are_read_and_files_are_files() -> None:
    made = letter()
    made.add_alternative("<p>The shop is <b>down</b>.</p>", "html")
    made.add_attachment(b"%PDF", "application", "pdf", filename="faktura nr 1.pdf")
    found = mail_of(made.as_bytes())
    assert found.text == "The shop is down.\n"
    assert "<b>down</b>" in found.html
    assert [(one.name, one.type, one.data) for one in found.attachments] == [
        ("faktura nr 1.pdf", "application/pdf", b"%PDF")
    ]
    assert found.parts == 5


def test_what_only_one_form_of_a_text_has_is_in_both() -> None:
    made = letter()
    made.add_alternative("<p>The shop is down.</p>", "html")
    mixed = made.get_payload()[1]
    mixed.make_mixed()
    mixed.add_attachment(b"png", "image", "png")
    mixed.add_attachment("Footer.\n", disposition="inline")
    found = mail_of(made.as_bytes())
    assert found.text == "The shop is down.\n\nFooter.\n"
    assert found.html.count("<p>The shop is down.</p>") == found.html.count("<pre>Footer.") == 1


def test_html_alone_gives_a_text_that_reads_well() -> None:
    html = (
        "<style>p {x}</style><p>Dzień&nbsp;dobry,</p><p>to <a href='https://x.example/a'>tutaj</a><br>i dalej</p>"
        "<blockquote>stare<br>słowa</blockquote>"
    )
    found = mail_of(message("From: a@b.example\nContent-Type: text/html; charset=utf-8", html))
    assert found.text == "Dzień dobry,\n\nto tutaj <https://x.example/a>\ni dalej\n\n> stare\n> słowa\n"
    assert found.html == html


def test_what_the_html_shows_is_inline() -> None:
    made = letter()
    made.add_alternative('<p>See <img src="cid:shot@x"></p>', "html")
    made.get_payload()[1].add_related(b"png", "image", "png", cid="<shot@x>")
    [shown] = mail_of(made.as_bytes()).attachments
    assert (shown.content_id, shown.is_inline, shown.name) == ("shot@x", True, "image-1.png")


@pytest.mark.parametrize(
    ("coded", "said"),
    [
        ("=?iso-8859-2?Q?Za=BF=F3=B3=E6?=", "Zażółć"),
        ("=?windows-1250?B?WmG/87PmIGfqnGy5?=", "Zażółć gęślą"),
        ("=?utf-8?Q?ab=C5?= =?utf-8?Q?=82c?=", "abłc"),
        ("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
        ("=?x-nonsense?Q?abc?=", "abc"),
        ("=?utf-8?B?YWJ?=", "ab"),
        ("=?utf-8?Q?never closed", "=?utf-8?Q?never closed"),
        ("=?utf-8?q?RE:_two_words?=", "RE: two words"),
        ("=?zlib?B?eJwDAAAAAAE=?=", ""),
        ("a\x00b\x07c \u202egpj.exe", "abc gpj.exe"),
    ],
)
def test_subjects_are_decoded_whatever_they_claim(coded: str, said: str) -> None:
    found = mail_of(message(f"From: a@b.example\nSubject: {coded}"))
    assert found.subject.replace("x\x9c", "") == said or (coded.startswith("=?zlib") and "zlib" not in found.subject)


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "Zażółć gęślą jaźń"),
        ("cp1250", "Zażółć gęślą jaźń"),
        ("iso-8859-2", "Zażółć gęślą jaźń"),
        ("cp1252", "Grüße für die Straße"),
    ],
)
def test_a_text_that_names_no_charset_is_guessed(charset: str, text: str) -> None:
    assert mail_of(b"From: a@b.example\n\n" + text.encode(charset)).text == text


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_half_a_letter_is_replaced(kind: str) -> None:
    found = mail_of(message(f"From: a@b.example\nContent-Type: text/{kind}; charset=utf-7", "a+2N4-b"))
    assert (found.text.strip(), found.html) == ("a\ufffdb", "a\ufffdb" if kind == "html" else "")


def test_a_raw_header_is_taken_for_the_charset_of_the_text() -> None:
    raw = "From: a@b.example\nSubject: Zażółć\nContent-Type: text/plain; charset=iso-8859-2\n\nx".encode("iso-8859-2")
    found = mail_of(raw)
    assert found.subject == "Zażółć"
    assert "raw_8bit_header" in found.problems


@pytest.mark.parametrize(
    ("date", "code"),
    [
        *(("Mon, 30 Nov 2026 09:00:00 +0100", ""), ("30 Nov 26 09:00 CET", "")),
        *(("yesterday", "bad_date"), ("Mon, 99 Nov 2026 99:00:00", "bad_date")),
        ("Mon, 30 Nov 99999999999999 09:00:00 +0000", "bad_date"),
        ("Mon, 30 Nov 2026 09:00:00 +999999999999", "bad_date"),
    ],
)  # fmt: skip
def test_dates_are_read_or_noted(date: str, code: str) -> None:
    found = mail_of(message(f"From: a@b.example\nMessage-ID: <a@b>\nDate: {date}"))
    assert found.problems == ((code,) if code else ())
    assert (found.date is None) == bool(code)


@pytest.mark.parametrize(
    ("value", "people"),
    [
        ("a@b.example", [("", "a@b.example")]),
        ("<a@B.Example>", [("", "a@b.example")]),
        (
            '"Kowalska, Anna" <a@b.example>, Jan <j@b.example>',
            [("Kowalska, Anna", "a@b.example"), ("Jan", "j@b.example")],
        ),
        ("a@b.example (Anna (the boss) K)", [("Anna (the boss) K", "a@b.example")]),
        ("undisclosed-recipients:;", []),
        ("Team: a@b.example, c@b.example;, d@b.example", [("", f"{one}@b.example") for one in "acd"]),
        ("a@b.example; c@b.example", [("", "a@b.example"), ("", "c@b.example")]),
        ('"unclosed <a@b.example>', [("unclosed", "a@b.example")]),
        ("Anna <a@b.example", [("Anna", "a@b.example")]),
        ("=?utf-8?Q?Kowalska=2C_Anna?= <a@b.example>", [("Kowalska, Anna", "a@b.example")]),
        ("<@relay.example:a@b.example>", [("", "a@b.example")]),
        ("nobody", [("nobody", "")]),
        ("Anna <a@b@c.example>", [("Anna", "")]),
        ("'Anna' <mailto:a@b.example>", [("Anna", "a@b.example")]),
        ("a@b.example <c@d.example>", [("a@b.example", "c@d.example")]),
        ('"\\"A\\" B" <a@b.example>', [("A\" B", "a@b.example")]),
        ("", []),
        (",,;,", []),
    ],
)  # fmt: skip
def test_addresses_are_read_as_programs_write_them(value: str, people: list[tuple[str, str]]) -> None:
    found = mail_of(message(f"From: x@y.example\nTo: {value}"))
    assert [(one.name, one.address) for one in found.to] == people


def test_of_very_many_addresses_five_hundred_are_kept_and_all_counted() -> None:
    found = mail_of(message("From: x@y.example\nTo: " + ",".join(f"a{one}@b.example" for one in range(3000))))
    assert (len(found.to), found.addresses) == (500, 3000)
    assert "many_addresses" in found.problems


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        *(("../../etc/passwd", "passwd"), ("C:\\\\fakepath\\\\a.txt", "a.txt"), ("bill\u202efdp.exe", "billfdp.exe")),
        *(("a\x00b.txt", "ab.txt"), ("...", "attachment-1.pdf"), ("what?.pdf", "what_.pdf")),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)  # fmt: skip
def test_names_of_files_are_made_harmless(given_name: str, kept: str) -> None:
    raw = message(
        f'From: a@b.example\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="{given_name}"'
    )
    assert [one.name for one in mail_of(raw).attachments] == [kept]


def test_a_name_in_pieces_with_a_charset_is_put_together() -> None:
    raw = message("From: a@b.example\nContent-Type: application/pdf; name*0*=utf-8''za%C5; name*1*=%BC; name*2=.pdf")
    assert [one.name for one in mail_of(raw).attachments] == ["zaż.pdf"]


def test_what_is_wrong_is_noted_and_the_rest_is_read() -> None:
    raw = message(
        "From: a@b.example\nFrom: c@d.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b", "--b\n\nHello\n"
    )
    found = mail_of(raw)
    assert found.sender.address == "a@b.example"
    assert found.text == "Hello\n"
    assert set(found.problems) == {
        "several_senders",
        "repeated_header",
        "no_date",
        "no_message_id",
        "unclosed_multipart",
    }


def test_a_line_that_is_no_header_is_passed_over_before_one_that_is() -> None:
    found = mail_of(message("From: a@b.example\nthis is no header\nSubject: x"))
    assert (found.subject, "bad_header_line" in found.problems) == ("x", True)


WORDS = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), max_size=60).map(
    lambda text: " ".join(text.split())
)
NAMES = st.text(st.sampled_from('aąbcżźłó ,.<>@"()x:;'), max_size=20).map(lambda text: " ".join(text.split()))


@given(WORDS, st.text(st.characters(blacklist_categories=["Cc", "Cs"]), max_size=400), st.binary(max_size=300))
def test_what_the_standard_library_writes_is_read_back(subject: str, text: str, data: bytes) -> None:
    made = EmailMessage(policy=SMTP)
    made["From"], made["Subject"] = "Anna <a@b.example>", subject
    made.set_content(text + "\n")
    made.add_attachment(data, "application", "octet-stream", filename="a.bin")
    found = mail_of(made.as_bytes())
    assert found.text == text.replace("\x85", "\n") + "\n"
    assert found.attachments[0].data == data
    assert found.subject == subject


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_message_or_unreadable(raw: bytes) -> None:
    found = read(raw)
    assert isinstance(found, Mail) or (isinstance(found, Unreadable) and found.reason in ("empty", "no_header"))


@given(
    st.lists(
        st.sampled_from(
            [
                *HEAD.splitlines(),
                "Content-Type: multipart/mixed; boundary=x",
                "--x",
                "--x--",
                "",
                "text",
                " folded",
                "(((",
                '"',
            ]
        ),
        max_size=40,
    )
)
def test_any_lines_are_a_message_or_unreadable(lines: list[str]) -> None:
    found = read("\n".join(lines).encode())
    assert isinstance(found, Mail) or (isinstance(found, Unreadable) and found.reason in ("empty", "no_header"))


def test_a_number_of_a_letter_may_begin_with_zeros() -> None:
    raw = message("From: a@b.example\nContent-Type: text/html", "&#" + "0" * 5_000 + "65;&#99999999;&#66;")
    assert mail_of(raw).text == "A\ufffdB\n"
