"""What we write out ourselves is read by everybody else as it was meant."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.notify.wire import file_part, headed, many, picture_part, text_part, written_address

PLAIN = 'text/plain; charset="utf-8"; format="flowed"'
SIGN = st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp"))
WORDS = st.lists(st.text(SIGN.filter(lambda one: not one.isspace()), min_size=1), min_size=1, max_size=20).map(" ".join)
TEXT = st.lists(st.text(SIGN, max_size=90), max_size=8).map("\n".join)


def read(content: bytes) -> EmailMessage:
    found = message_from_bytes(content, policy=default)
    assert isinstance(found, EmailMessage)
    assert not found.defects
    return found


@given(WORDS, WORDS, TEXT)
def test_any_words_come_out_as_they_went_in(subject: str, name: str, text: str) -> None:
    sender = written_address(Address(name[:100].strip(), "desk", "house.example"))
    whole = headed([("From", sender), ("Subject", subject), ("MIME-Version", "1.0")])
    content = whole + text_part(text, PLAIN).written()
    found = read(content)

    assert found["Subject"] == subject
    shown, address = parseaddr(str(message_from_bytes(content)["From"]))  # of phrases the newer parser reads less well
    assert (str(make_header(decode_header(shown))), address) == (name[:100].strip(), "desk@house.example")
    assert found.get_content().replace("\r\n", "\n") == (text if text.endswith("\n") else f"{text}\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert content.isascii()
    assert all(len(line) <= 78 or b" " not in line.strip() for line in whole.split(b"\r\n"))


@pytest.mark.parametrize("name", ["plan.pdf", 'Żółty "plan" ąę.pdf', "a" * 150 + ".pdf", "x;y=z.pdf"])
def test_files_and_pictures_stand_beside_the_words(name: str) -> None:
    picture = picture_part(bytes(range(256)), "image/png", "bar", "bar.png")
    html = many("related", "==r==", [text_part("<p>ż</p>", 'text/html; charset="utf-8"'), picture])
    words = many("alternative", "==a==", [text_part("ż", PLAIN), html])
    whole = many("mixed", "==m==", [words, file_part(name, "application/pdf", b"%PDF\r\n--==m==\n.")])
    found = read(headed([("MIME-Version", "1.0")]) + whole.written())

    kinds = [one.get_content_type() for one in found.walk() if not one.is_multipart()]
    assert kinds == ["text/plain", "text/html", "image/png", "application/pdf"]
    (file,) = found.iter_attachments()
    assert isinstance(file, EmailMessage)
    assert (file.get_filename(), file.get_content()) == (name, b"%PDF\r\n--==m==\n.")
    drawn = next(one for one in found.walk() if one.get_content_type() == "image/png")
    assert (drawn["Content-ID"], drawn.get_content()) == ("<bar>", bytes(range(256)))


@pytest.mark.parametrize("value", ["Hi\r\nBcc: x@y.example", "Hi\nBcc: x", "Hi\r\n more", "Hi\rthere"])
def test_a_value_of_several_lines_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="Subject"):
        headed([("Subject", value)])


def test_what_looks_encoded_already_is_read_as_it_was_written() -> None:
    told = "=?utf-8?q?Hi?= there"
    assert read(headed([("Subject", told)]) + b"\r\n")["Subject"] == told
    (address,) = read(headed([("From", written_address(Address(told, "a", "b.example")))]) + b"\r\n")["From"].addresses
    assert address.display_name == told


def test_a_long_head_without_spaces_stays_in_one_line() -> None:
    answered = f"<{'a' * 200}@house.example>"
    assert headed([("References", answered)]) == f"References: {answered}\r\n".encode()
    made = EmailMessage(policy=SMTP)
    made["References"] = answered
    assert read(headed([("References", answered)]) + b"\r\n")["References"] == made["References"]
