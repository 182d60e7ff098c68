from dataclasses import replace
from decimal import Decimal
from string import Formatter

import pytest
from drawn import FRIDAY, ZONE, late

from gwarant.pictures.phrases import PHRASES, PLURALS
from gwarant.pictures.segments import sum_words
from gwarant.pictures.sentence import class_note
from gwarant.pictures.words import count, dated, duration, elapsed, full, money, percent, promised, short, since


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_every_phrase_with_the_same_fields() -> None:
    english, polish = PHRASES["en"], PHRASES["pl"]
    assert english.keys() == polish.keys()
    assert [key for key in english if fields(english[key]) != fields(polish[key])] == []


def test_both_languages_have_every_noun_in_all_its_forms() -> None:
    assert PLURALS["en"].keys() == PLURALS["pl"].keys()
    assert {len(forms) for forms in PLURALS["en"].values()} == {2}
    assert {len(forms) for forms in PLURALS["pl"].values()} == {3}


@pytest.mark.parametrize(
    ("number", "english", "polish"),
    [
        (0, "0 breaches", "0 naruszeń"),
        (1, "1 breach", "1 naruszenie"),
        (2, "2 breaches", "2 naruszenia"),
        (5, "5 breaches", "5 naruszeń"),
        (12, "12 breaches", "12 naruszeń"),
        (22, "22 breaches", "22 naruszenia"),
        (112, "112 breaches", "112 naruszeń"),
        (12345, "12,345 breaches", "12 345 naruszeń"),
    ],
)
def test_a_count_takes_the_right_form(number: int, english: str, polish: str) -> None:
    assert (count(number, "breach", "en"), count(number, "breach", "pl")) == (english, polish)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 min"),
        (40, "40 s"),
        (59, "59 s"),
        (90, "1 min"),
        (601, "10 min"),
        (3600, "1 h"),
        (8100, "2 h 15 min"),
        (61_500, "17 h 05 min"),
        (360_000, "100 h"),
        (-1200, "−20 min"),
    ],
)
def test_a_duration_stays_in_hours(seconds: int, text: str) -> None:
    assert duration(seconds, "en") == text


def test_a_long_duration_parts_its_thousands() -> None:
    length = 51_302 * 3600
    assert (duration(length, "en"), duration(length, "pl")) == ("51,302 h", "51 302 godz.")


def test_an_exact_duration_keeps_its_seconds_so_that_sums_add_up() -> None:
    assert duration(3605, "en", exact=True) == "1 h 00 min 5 s"


def test_only_real_time_turns_into_days() -> None:
    assert elapsed(273_600, "en") == "3 days 4 h"
    assert elapsed(86_400, "pl") == "1 dzień"
    assert duration(8100, "pl") == "2 godz. 15 min"


def test_a_target_in_working_days_keeps_its_wording() -> None:
    assert promised("3wd", 108_000, "en") == "3 working days"
    assert promised("1wd", 36_000, "pl", "working_day_of") == "1 dnia roboczego"
    assert promised("4h", 14_400, "en") == "4 h"


def test_a_moment_is_written_short_dated_and_in_full() -> None:
    assert short(FRIDAY, ZONE, "en") == "Fri 17:50"
    assert dated(FRIDAY, ZONE, "pl") == "pt. 6 mar 17:50"
    assert full(FRIDAY, ZONE, "en") == "Friday 6 March 2026, 17:50 CET"
    assert since(FRIDAY, ZONE, "pl") == "piątku 6 marca 17:50"


def test_an_hour_that_comes_twice_names_its_zone() -> None:
    first = 1792888200  # 25 October 2026, 00:30 UTC
    assert [short(first + n * 3600, ZONE, "en") for n in (0, 1)] == ["Sun 02:30 CEST", "Sun 02:30 CET"]


def test_a_share_is_cut_and_never_rounded_up() -> None:
    assert percent(Decimal("99.9499"), "en", 2) == "99.94%"
    assert percent(Decimal("99.99"), "pl") == "99,9%"


def test_money_is_written_as_each_language_does() -> None:
    assert money(Decimal("1234.5"), "PLN", "en") == "PLN 1,234.50"
    assert money(Decimal("1234.5"), "PLN", "pl") == "1 234,50 zł"
    assert money(Decimal(-3), "EUR", "pl") == "−3,00 EUR"


def test_a_raised_class_says_since_when_it_holds_and_how_late_that_is() -> None:
    raised = replace(late(), class_since=late().started_at + 60, due_at=late().due_at + 60)
    assert "in this class since" in class_note(raised, "en")
    assert "w tej klasie od" in class_note(raised, "pl")
    assert "after the deadline" in sum_words(raised, "en")[1]
    assert class_note(late(), "en") == ""


def test_a_sum_of_any_size_is_shown() -> None:
    assert money(Decimal(10) ** 40, "PLN", "en") == f"PLN {10**40:,}.00"


@pytest.mark.parametrize(
    ("written", "en", "pl"),
    [("P10D", "10 days", "10 dni"), ("P1M", "1 month", "1 miesiąc"), ("P2W", "14 days", "14 dni")],
)
def test_a_civil_period_is_told_in_its_own_days(written: str, en: str, pl: str) -> None:
    assert [promised(written, 0, lang) for lang in ("en", "pl")] == [en, pl]
    assert promised("P1M", 0, "pl", "working_day_of") == "1 miesiąca"
