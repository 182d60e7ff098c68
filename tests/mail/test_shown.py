"""What a message forwards is read at once; what it quotes of the ticket is folded."""

import re

import pytest
from test_quoted import OUTLOOK

from gwarant.mail.shown import Shown, shown

BLOCK = "From: Jan Pacjent <jan@pacjent.example>\nDate: 30 Nov 2026\nSubject: Rejestracja\nTo: Anna <a@shop.example>\n"
TEXT = "I cannot register.\n\nIt says 500."


@pytest.mark.parametrize("key", ["", "UNI-21"])
@pytest.mark.parametrize(
    "above", ["---------- Forwarded message ---------\n", "_" * 32 + "\n", "-----Original Message-----\n", ""]
)
def test_a_forwarded_message_is_shown_in_a_report_and_in_a_reply(above: str, key: str) -> None:
    assert shown(f"Please look.\n\n{above}{BLOCK}\n{TEXT}\n", key) == Shown("Please look.", TEXT, "Jan Pacjent")
    found = shown(f"Please look.\n\n-- \nAnna\n\n{above}{BLOCK}\n{TEXT}\n", key)
    assert (found.words, found.forwarded, found.who) == ("Please look.", TEXT, "Jan Pacjent")
    assert "Anna" in found.folded


def test_a_forward_without_a_word_is_shown_alone_and_marks_of_quotes_go() -> None:
    marked = "\n".join(f"> {line}".rstrip() for line in TEXT.splitlines())
    assert shown(f"---------- Forwarded message ---------\n{BLOCK}\n{marked}") == Shown("", TEXT, "Jan Pacjent", "")


@pytest.mark.parametrize("lang", [name for name, block in OUTLOOK.items() if ": " in block])
def test_our_own_mail_below_an_answer_is_folded(lang: str) -> None:
    block = re.sub(r"(?i)\b(re|odp|aw): ", "[UNI-21] ", OUTLOOK[lang])
    found = shown(f"Still broken.\n\n{block}\nWe fixed it.\n", "UNI-21")
    assert (found.words, found.forwarded) == ("Still broken.", "")
    assert "We fixed it." in found.folded


def test_quotes_are_folded_and_what_they_forwarded_before_too() -> None:
    above = "On Mon, Nov 30, 2026 at 9:00 AM Pomoc <pomoc@dom.example> wrote:\n"
    found = shown(f"No.\n\n{above}{BLOCK}\n{TEXT}\n", "UNI-21")
    assert (found.words, found.forwarded) == ("No.", "")
    assert shown("> all\n> quoted").words == "> all\n> quoted"
