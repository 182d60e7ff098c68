"""Lands, regions and holidays in the reader's language."""

from datetime import date

import pytest

from gwarant.pictures.holiday_names import holiday_words
from gwarant.pictures.lands import LANDS, land_words
from gwarant.sla.calendar import check_place, statutory


def test_a_region_is_called_with_its_land() -> None:
    assert [land_words("GB-ENG", lang) for lang in ("en", "pl")] == [
        "England (United Kingdom)",
        "Anglia (Wielka Brytania)",
    ]
    assert land_words("US-TX", "pl") == "Teksas (Stany Zjednoczone)"
    assert (land_words("PL-04", "pl"), land_words("MT", "en"), land_words("none", "en")) == (
        "04 (Polska)",
        "MT",
        "none",
    )


def test_each_land_that_has_a_name_is_one() -> None:
    for code in LANDS:
        check_place(code)


@pytest.mark.parametrize(
    ("land", "day", "own", "english", "polish"),
    [
        ("PL", date(2026, 11, 11), "Narodowe Święto Niepodległości", "National Independence Day", ""),
        ("DE-BY", date(2026, 6, 4), "Fronleichnam", "Corpus Christi", "Boże Ciało"),
        ("GB-ENG", date(2026, 12, 28), "Boxing Day (observed)", "", "drugi dzień Bożego Narodzenia (dzień wolny)"),
        ("US-TX", date(2026, 3, 2), "Texas Independence Day", "", "Dzień Niepodległości Teksasu"),
        ("MT", date(2026, 3, 31), "Jum il-Ħelsien", "Freedom Day", ""),
    ],
)
def test_a_holiday_is_called_as_its_reader_calls_it(land: str, day: date, own: str, english: str, polish: str) -> None:
    assert own in [one.name for one in statutory(land, 2026) if one.day == day]
    assert [holiday_words(land, day, own, lang) for lang in ("en", "pl")] == [english or own, polish or own]
