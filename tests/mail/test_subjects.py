"""What programs put before a subject is taken away, whatever language they speak; the subject's own words stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.mail.subjects import is_answer, is_forwarded, keys_in, stripped, threads_as

ANSWERS = [
    *("Re", "RE", "Aw", "AW", "Odp", "ODP", "Odpowiedź", "SV", "Sv", "VS", "Vs", "Antw", "ANTW", "RES"),
    *("R", "RV", "Rif", "RÉF", "Réf", "Rép", "Ynt", "YNT", "BLS", "Vá", "Ответ", "Відп", "НА", "回复", "答复", "返信"),
]
FORWARDED = [
    *("Fw", "FW", "Fwd", "FWD", "WG", "PD", "Pd", "VB", "TR"),
    *("ENC", "I", "Doorst", "İLT", "Пересл", "转发", "轉寄", "転送"),
]


@pytest.mark.parametrize("prefix", ANSWERS)
def test_the_prefix_of_an_answer_is_taken_away(prefix: str) -> None:
    assert stripped(f"{prefix}: Sklep nie działa") == "Sklep nie działa"
    assert is_answer(f"{prefix}: Sklep nie działa")


@pytest.mark.parametrize("prefix", FORWARDED)
def test_the_prefix_of_a_forwarded_message_is_taken_away(prefix: str) -> None:
    assert stripped(f"{prefix}: Sklep nie działa") == "Sklep nie działa"
    assert is_forwarded(f"{prefix}: Sklep nie działa")


@pytest.mark.parametrize(
    "subject",
    [
        *(
            "Re: Odp: RE: Sklep",
            "RE[2]: Sklep",
            "Re(3): Sklep",
            "Re^4: Sklep",
            "RE : Sklep",
            "回复：Sklep",
            "Odp.: Sklep",
        ),
        *(
            "[EXTERNAL] Re: Sklep",
            "Re: [EXT] Fwd: Sklep",
            "[Zewnętrzny] Sklep",
            "  re:re:re: Sklep ",
            "Podaj dalej: Sklep",
        ),
    ],
)
def test_prefixes_in_a_row_are_taken_away(subject: str) -> None:
    assert stripped(subject) == "Sklep"


@pytest.mark.parametrize(
    "subject",
    [
        "Sklep",
        "Uwaga: sklep nie działa",
        "Faktura: brak",
        "r: małe litery",
        "i: małe",
        "Reklama: baner",
        "Error 500: checkout",
        "10:30",
    ],
)
def test_words_that_are_no_prefix_stay(subject: str) -> None:
    assert stripped(subject) == subject
    assert not is_answer(subject)


def test_two_subjects_of_one_conversation_are_one() -> None:
    assert threads_as("RE: Sklep nie DZIAŁA") == threads_as("Odp: sklep  nie działa")


@pytest.mark.parametrize(
    ("subject", "keys"),
    [
        ("Re: [SHOP-42] Sklep", ("SHOP-42",)),
        ("[#SHOP-42] x [KL2-7] [SHOP-42]", ("SHOP-42", "KL2-7")),
        ("Sklep SHOP-42", ()),
        ("[shop-42] [SHOP-] [-42]", ()),
        ("(SHOP-42)", ("SHOP-42",)),
    ],
)
def test_keys_of_tickets_are_found_in_brackets(subject: str, keys: tuple[str, ...]) -> None:
    assert keys_in(subject) == keys


@given(st.text(max_size=80))
def test_nothing_is_left_to_strip(subject: str) -> None:
    assert stripped(stripped(subject)) == stripped(subject)
