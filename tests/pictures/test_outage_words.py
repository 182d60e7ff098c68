"""That no outage was seen is said as far as anybody looked, and no further."""

from gwarant.pictures.outage_words import none_seen
from gwarant.pictures.words import duration
from tests.sla.assessment.cast import UP, judged, outages, state


def told(*rows: list[str]) -> str:
    (promised,) = judged(UP, "2026-03", *rows).availability
    return none_seen(promised.figure, "en")


def test_a_month_that_was_watched_whole_saw_none() -> None:
    assert told(outages("2026-03-01T00:00", "2026-04-01T00:00")) == "No outage was seen."


def test_of_time_that_nobody_watched_nobody_knows() -> None:
    words = told(state("a", "2026-03-01T00:00", "2026-03-21T00:00"))
    assert words.startswith("No outage was seen in the time that was measured; for ")
    assert duration(11 * 86_400 - 3_600, "en") in words  # eleven days, one of them an hour shorter


def test_a_month_that_nobody_watched_says_nothing_of_outages() -> None:
    assert told() == "Nothing was measured, so nobody knows whether there was an outage."
