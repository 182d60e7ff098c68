"""A small dictionary of basic forms, written by the product's own code, for tests that look for words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gwarant.wordforms import dictionary, making

POLISH = [
    *((one, "karta") for one in ("karty", "kartą", "kartę", "karcie", "kart", "kartach", "karto", "karta")),
    ("kartami", "karty"),  # which has a basic form itself
    *((one, "płacić") for one in ("płaci", "płacę", "płacą", "płaciła", "płacić")),
    *((one, "faktura") for one in ("faktury", "fakturę", "faktur", "fakturach", "faktura")),
    *((one, "bramka") for one in ("bramki", "bramkę", "bramce", "bramek", "bramka")),
    *((one, "błąd") for one in ("błędy", "błędu", "błędów", "błąd")),
    *((one, "czarnecki") for one in ("czarnecka", "czarneckiej", "czarneckiego")),
    ("damą", "dama"),
    ("damą", "dam"),
]
ENGLISH = [
    ("orders", "order"),
    ("ordered", "order"),
    ("paid", "pay"),
    ("pays", "pay"),
    ("went", "go"),
    ("cards", "card"),
]


def use_words(folder: Path) -> None:
    """Make it in the folder, and have words compared by it."""
    making.write(folder / dictionary.NAME, iter([*POLISH, *ENGLISH]), "a test")
    dictionary.use([folder])


@pytest.fixture
def forms(tmp_path: Path) -> Iterator[None]:
    """Words are found by their basic forms, of this small dictionary."""
    use_words(tmp_path)
    yield
    dictionary.use(())
