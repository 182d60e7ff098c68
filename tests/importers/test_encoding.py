"""The text of an export: its encoding told or found, and what is no text refused."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from gwarant.cli.main import app
from gwarant.importers.encoding import ENCODINGS, decoded
from gwarant.sla.problem import InputError

POLISH = "Zgłoszenie;Błąd\nT-1;Nie działa zażółć gęślą jaźń\n"
FRENCH = "Billet;Défaut\nT-1;La très bonne connexion à Paris ne répond plus, ça bloque\n"


def problem(raw: bytes, told: str = "") -> str:
    with pytest.raises(InputError) as refused:
        decoded(raw, told, "x.csv")
    (only,) = refused.value.problems
    assert only.hint
    return str(only)


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (POLISH, "utf-8", "UTF-8"),
        (POLISH, "utf-8-sig", "UTF-8, as the mark"),
        (POLISH, "utf-16", "UTF-16, as the mark"),
        (POLISH, "utf-16-le", "UTF-16-LE, found by its zero bytes"),
        (POLISH, "utf-16-be", "UTF-16-BE, found by its zero bytes"),
        (POLISH, "windows-1250", "Windows-1250, found by words such as"),
        (POLISH, "iso-8859-2", "ISO-8859-2, found by words such as"),
        (FRENCH, "windows-1252", "Windows-1252, found by words such as"),
        ("a;b\n1;Can’t reach – “shop”\n", "windows-1252", "Windows-1250, found by words such as"),
        ("Größe;Müller – 5 €\n", "windows-1252", "Windows-125"),
    ],
)
def test_an_encoding_that_nobody_told_is_found_and_named(text: str, encoding: str, named: str) -> None:
    found = decoded(text.encode(encoding))
    assert found.text == text
    assert f"read as {named}" in found.note


@pytest.mark.parametrize(("name", "encoding"), [("cp1250", "windows-1250"), ("UTF16", "utf-16"), ("Latin-2", "latin2")])
def test_an_encoding_is_told_by_any_of_its_names(name: str, encoding: str) -> None:
    found = decoded("Błąd\n".encode(encoding), name)
    assert found.text == "Błąd\n"
    assert "as " in found.note


@given(st.text(st.characters(codec="cp1250", exclude_categories=["Cc", "Zs"]), min_size=1), st.sampled_from(ENCODINGS))
def test_what_was_written_in_an_encoding_is_read_in_it_or_refused_and_never_a_traceback(text: str, told: str) -> None:
    text = f"key;{text}\n"
    try:
        raw = text.encode(told)
    except UnicodeEncodeError:
        return
    with suppress(InputError):
        assert decoded(raw, told).text.lstrip("\ufeff") == text.lstrip("\ufeff")


@given(st.binary(max_size=40), st.sampled_from(["", *ENCODINGS]))
def test_no_bytes_end_in_anything_but_text_or_a_sentence(raw: bytes, told: str) -> None:
    with suppress(InputError):
        assert "\x00" not in decoded(raw, told).text


def test_words_that_two_encodings_can_have_written_are_asked_about() -> None:
    assert problem("Uczę\n".encode("windows-1250")).startswith(
        "x.csv:1: is not UTF-8, and could be 'Uczę' by Windows-1250 or 'Uczê' by Windows-1252"
    )


@pytest.mark.parametrize(
    ("raw", "told", "says"),
    [
        (POLISH.encode(), "windows-1250", "is UTF-8, and Windows-1250 was told"),
        (POLISH.encode(), "utf-16", "is UTF-8, and UTF-16 was told"),
        (POLISH.encode("utf-16-le"), "windows-1250", "is UTF-16, and Windows-1250 was told"),
        (POLISH.encode("utf-16"), "utf-8", "begins with the mark of UTF-16, and UTF-8 was told"),
        (
            POLISH.encode("windows-1250"),
            "utf-8",
            "x.csv:1: is not UTF-8: the bytes b3 of line 1",
        ),
        (b"a\nb\x81\n", "windows-1252", "x.csv:2: is not Windows-1252: the bytes 81 of line 2"),
        (POLISH.encode(), "ebcdic", "'ebcdic' is not read"),
    ],
)
def test_a_wrong_encoding_that_was_told_is_refused_by_what_the_bytes_are(raw: bytes, told: str, says: str) -> None:
    assert says in problem(raw, told)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"PK\x03\x04\x14\x00", "is a workbook of Excel or another packed file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is a workbook of an old Excel"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\x1f\x8b\x08", "is packed by gzip"),
        (b"<!DOCTYPE html><title>Log in</title>", "is a web page or XML"),
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "is empty"),
        (b"a,b\n1,\x00\n", "x.csv:2: holds zero bytes"),
    ],
)
def test_what_is_no_export_is_refused_as_what_it_is(raw: bytes, says: str) -> None:
    assert says in problem(raw)


def test_a_directory_and_a_file_that_is_not_there_end_in_sentences(tmp_path: Path) -> None:
    for source, says in ((tmp_path, "is a directory"), (tmp_path / "no.csv", "cannot be read: No such file")):
        words = ["evidence", "import", str(source), "--from", "csv", "-o", str(tmp_path / "out")]
        found = CliRunner().invoke(app, words)
        assert (found.exit_code, says in found.stderr) == (2, True)
