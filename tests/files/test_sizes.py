"""Lengths of files as people read them."""

import pytest
from django.utils import translation

from gwarant.files.sizes import size_words


@pytest.mark.parametrize(
    ("size", "en", "pl"),
    [(6, "6 B", "6 B"), (1_900, "1.9 kB", "1,9 kB"), (120_400, "120 kB", "120 kB"), (2_500_000, "2.5 MB", "2,5 MB")],
)
def test_a_size_is_told_in_one_way_with_a_polish_comma(size: int, en: str, pl: str) -> None:
    for lang, said in (("en", en), ("pl", pl)):
        with translation.override(lang):
            assert size_words(size) == said
