"""Nobody reads a month or a wording as its key."""

import pytest

from gwarant.pictures.facts import tell
from gwarant.pictures.keys import key_text
from gwarant.sla.measures.codes import MONTH


@pytest.mark.parametrize(
    ("key", "en", "pl"),
    [
        ("2026-01", "January 2026", "styczeń 2026"),
        ("2026-13", "2026-13", "2026-13"),
        ("2026-07-15..2026-07-31", "July 2026, from 15 July 2026", "lipiec 2026, od 15 lipca 2026"),
        ("SHOP-2026-01@2", "SHOP-2026-01, version 2", "SHOP-2026-01, wersja 2"),
        ("cora@shop", "cora@shop", "cora@shop"),
        ("SHOP-12", "SHOP-12", "SHOP-12"),
    ],
)
def test_a_key_is_told_by_its_name_and_anything_else_as_it_stands(key: str, en: str, pl: str) -> None:
    assert (key_text(key, "en"), key_text(key, "pl")) == (en, pl)


def test_a_fact_tells_its_month_by_name() -> None:
    assert tell(MONTH(month="2026-03"), "en") == "March 2026"
