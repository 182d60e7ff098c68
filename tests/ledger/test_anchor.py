"""Heads that people hold, as they write them down and find them again."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.ledger.anchor import Anchor, Known, known_in, known_of

HEAD = "ab" * 32
ANCHOR = Anchor("SHOP", 12, HEAD, datetime(2026, 6, 1, tzinfo=UTC))


def test_a_head_is_given_alone_or_with_its_place():
    assert known_of(f" {HEAD.upper()} ") == Known(HEAD)
    assert known_of(str(ANCHOR)) == Known(HEAD, "SHOP", 12)


@pytest.mark.parametrize("text", ["", "SHOP", HEAD[1:], f"{HEAD}0", f"shop:1:{HEAD}", f"SHOP:x:{HEAD}", "sha256:ab"])
def test_anything_else_is_no_head(text):
    assert known_of(text) is None


@pytest.mark.parametrize("packing", ["base64", "quoted-printable", "8bit"])
def test_a_head_is_found_in_a_mail_however_it_was_packed_on_its_way(packing):
    mail = EmailMessage()
    mail.set_content(f"Skróty:\n\n2026-06-01 00:00 UTC {ANCHOR}\n", cte=packing)
    mail.add_alternative(f"<p>{ANCHOR}</p>", subtype="html", cte=packing)
    assert list(known_in(mail.as_string())) == [Known(HEAD, "SHOP", 12)]


def test_what_only_speaks_of_base64_is_read_as_it_stands():
    assert list(known_in(f"base64 {ANCHOR}")) == [Known(HEAD, "SHOP", 12)]


def test_heads_are_found_in_a_page_and_in_json_once_each():
    text = f'<td>{ANCHOR}</td><code>{ANCHOR}</code> {{"head": "PLANT:3:{HEAD}"}} sha256:{HEAD}'

    assert list(known_in(text)) == [Known(HEAD, "SHOP", 12), Known(HEAD, "PLANT", 3)]


def test_heads_are_found_in_a_saved_mail_whatever_its_encoding_breaks():
    mail = EmailMessage()
    mail.set_content(f"Łańcuch dowodów:\n\n{ANCHOR}\n" * 3, cte="quoted-printable")

    assert list(known_in(mail.as_string())) == [Known(HEAD, "SHOP", 12)]


@given(st.text())
def test_no_text_breaks_the_search(text):
    assert isinstance(list(known_in(text)), list)
    assert known_of(text) is None or len(known_of(text).head) == 64
