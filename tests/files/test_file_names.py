"""A file's name is one line that hides nothing and leads nowhere."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.files.names import LONGEST, name_of


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("zrzut ekranu.png", "zrzut ekranu.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ewa\\umowa.pdf", "umowa.pdf"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie_ x=1.txt"),
        ("\x00\x07.log", "log"),
        ("...", "file"),
        ("", "file"),
        (" . . ", "file"),
        ("CON.txt", "_CON.txt"),
        ("a\u2044b.txt", "a_b.txt"),
        ('a"b<c>.txt', "a_b_c_.txt"),
        ("\u3164\u2800.png", "png"),
        ("x" * 300 + ".tar", "x" * (LONGEST - 4) + ".tar"),
        ("Zażółć.pdf", "Zażółć.pdf"),
    ],
)
def test_a_name_is_kept_so(told: str, kept: str) -> None:
    assert name_of(told) == kept


@given(st.text(max_size=400))
def test_no_name_hides_or_leads_or_is_too_long(told: str) -> None:
    kept = name_of(told)
    assert 0 < len(kept) <= LONGEST
    assert kept == name_of(kept)
    assert not set(kept) & set('/\\:*?"<>|\r\n\t')
    assert all(unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for one in kept)
    assert not kept.startswith(".")
