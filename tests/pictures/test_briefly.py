"""A clock in a mail: what is left and until when, in words that do not contradict themselves and without seconds."""

from dataclasses import replace

import pytest
from test_counting import NAMES, at, event, read

from gwarant.pictures.briefly import briefly
from gwarant.pictures.names import Names
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.evidence.model import Kind


def said(reading: Reading, names: Names = NAMES) -> tuple[str, str]:
    return briefly(reading, "en", names), briefly(reading, "pl", names)


@pytest.mark.parametrize(
    ("as_of", "en", "pl"),
    [
        (
            "2026-12-04T13:00",
            "8 working hours left, due Mon 7 Dec 14:00.",
            "Zostało 8 godzin roboczych. Termin: pon. 7 gru 14:00.",
        ),
        (
            "2026-12-07T12:30",
            "30 min of working time left, due 14:00 today.",
            "Zostało 30 min w godzinach pracy. Termin: dziś o 14:00.",
        ),
        (
            "2026-12-07T12:59:30",
            "Less than a minute left, due 14:00 today.",
            "Została mniej niż minuta. Termin: dziś o 14:00.",
        ),
        (
            "2026-12-05T10:00",
            "6 working hours left, counted from Mon 7 Dec 08:00, due Mon 7 Dec 14:00.",
            "Zostało 6 godzin roboczych. Czas liczymy od pon. 7 gru 08:00, termin: pon. 7 gru 14:00.",
        ),
        (
            "2026-12-07T04:45:54",
            "6 working hours left, counted from 08:00, due 14:00 today.",
            "Zostało 6 godzin roboczych. Czas liczymy od 08:00, termin: dziś o 14:00.",
        ),
        ("2026-12-07T13:00:30", "It was due 14:00 today.", "Termin minął: dziś o 14:00."),
        (
            "2026-12-07T13:12:40",
            "It was due 14:00 today, 12 min of counted time ago.",
            "Termin minął: dziś o 14:00; od tego czasu naliczono 12 min.",
        ),
    ],
)
def test_what_is_left_and_until_when(as_of: str, en: str, pl: str) -> None:
    assert said(read(as_of)) == (en, pl)


def test_a_moment_is_cut_to_an_earlier_minute_and_never_a_later_one() -> None:
    reading = replace(read("2026-12-07T12:00"), due_at=at("2026-12-07T13:00") + 59, used=7 * 3600 - 59)
    assert "14:00" in briefly(reading, "en", NAMES)
    assert briefly(reading, "en", NAMES).startswith("1 working hour left")


def test_around_the_clock_it_is_no_working_time_and_a_pause_says_why() -> None:
    assert said(read("2026-12-04T20:00", class_id="critical")) == (
        "1 hour left, due 22:00 today.",
        "Została 1 godzina. Termin: dziś o 22:00.",
    )
    paused = read("2026-12-05T10:00", event(Kind.ASKED, "2026-12-04T14:00"))
    assert said(paused) == (
        "Paused: Waiting. 7 working hours left.",
        "Wstrzymane: Waiting. Zostało 7 godzin roboczych.",
    )
