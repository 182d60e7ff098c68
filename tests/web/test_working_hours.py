"""What a page says is left: in working hours where the calendar closes at times, in plain time where it never does."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.utils.translation import override

from gwarant.pictures.briefly import briefly
from gwarant.web.components import sample_readings, specimens
from gwarant.web.templatetags.clocks import due_line, left, left_face, state_word

HOUR = 3600


def names() -> object:
    return specimens()["names"]


def told(hours: int, minutes: int = 0, lang: str = "en") -> str:
    """What is said while so much is left."""
    reading = sample_readings()["running"]
    left_over = hours * HOUR + minutes * 60
    with override(lang):
        return left(replace(reading, target=reading.used + left_over), names())


@pytest.mark.parametrize(
    ("hours", "en", "pl"),
    [
        (1, "1 working hour left", "została 1 godzina robocza"),
        (2, "2 working hours left", "zostały 2 godziny robocze"),
        (5, "5 working hours left", "zostało 5 godzin roboczych"),
        (12, "12 working hours left", "zostało 12 godzin roboczych"),
        (22, "22 working hours left", "zostały 22 godziny robocze"),
    ],
)
def test_whole_hours_are_working_hours_in_the_right_form(hours: int, en: str, pl: str) -> None:
    assert (told(hours), told(hours, lang="pl")) == (en, pl)


def test_hours_and_minutes_say_in_which_hours() -> None:
    assert told(7, 30) == "7 h 30 min left in working hours"
    assert told(0, 45) == "45 min left in working hours"
    assert told(7, 30, "pl") == "zostało 7 godz. 30 min w godzinach pracy"


def test_around_the_clock_and_without_a_calendar_the_words_are_plain() -> None:
    running = sample_readings()["running"]
    with override("en"):
        assert left(replace(running, calendar="always"), names()) == "4 h 20 min left"
        assert left(running) == "4 h 20 min left"


def test_what_is_over_is_told_as_ever() -> None:
    found = sample_readings()
    with override("en"):
        for name in ("met", "over", "late"):
            assert left(found[name], names()) == left(found[name])


def test_outside_its_hours_the_row_and_the_card_say_when_it_goes_on() -> None:
    found = sample_readings()
    with override("en"):
        assert state_word(found["outside"], names()) == "stands still until Mon 08:00"
        assert state_word(found["running"], names()) == "running"
        assert due_line(found["outside"], names()).startswith("Stands still until Mon 08:00. Due <time")
        assert due_line(found["running"], names()).startswith("Due <time")
        assert "2 working hours left" in left_face(replace(found["outside"], used=38 * HOUR), names())
        at_risk = replace(found["outside"], used=38 * HOUR)
        assert state_word(at_risk, names()) == "at risk · stands still until Mon 08:00"
    with override("pl"):
        assert due_line(found["outside"], names()).startswith("Stoi do pon. 08:00. Termin")


def test_a_promise_in_working_days_is_left_in_working_days_and_on_its_last_day_in_hours() -> None:
    reading = replace(sample_readings()["running"], target_text="2wd", target=20 * HOUR, used=0)  # Friday 12 June
    for due, en, pl in (
        ("2026-06-16T18:00", "2 working days left", "zostały 2 dni robocze"),
        ("2026-06-15T18:00", "1 working day left", "został 1 dzień roboczy"),
        ("2026-06-12T16:00", "20 working hours left", "zostało 20 godzin roboczych"),
    ):
        one = replace(reading, due_at=int(datetime.fromisoformat(f"{due}+02:00").timestamp()))
        with override("en"):
            assert left(one, names()) == en
        with override("pl"):
            assert left(one, names()) == pl
        assert briefly(one, "en", names()).startswith(en)  # type: ignore[arg-type]
