"""A remedy is named in the reader's language, by its label or by its id; what people named themselves stays."""

import pytest

from gwarant.pictures.owed import remedy_text


@pytest.mark.parametrize(
    ("told", "lang", "word"),
    [
        ("Late restoration of a critical fault", "pl", "Opóźnione przywrócenie po awarii krytycznej"),
        ("Late restoration of a critical fault", "en", "Late restoration of a critical fault"),
        ("Nasza kara", "en", "Nasza kara"),
    ],
)
def test_a_remedy_is_named_in_the_readers_language(told: str, lang: str, word: str) -> None:
    assert remedy_text(told, lang) == word
