"""The sums of a measured figure, in words."""

from gwarant.pictures.summary import figure_facts
from gwarant.sla.assessment import assess
from tests.sla.assessment.cast import UP, contract, outages, rows


def test_the_worst_hour_is_told_from_when_to_when() -> None:
    down = outages("2026-03-01T00:00", "2026-04-01T00:00", ("2026-03-10T22:21", 28))
    (promised,) = assess([contract(UP)], rows(down), "2026-03").availability
    told = dict(figure_facts(promised.figure, "Europe/Warsaw", "en"))
    assert told["Worst hour"] == "Tue 10 Mar 21:49 – 22:49"
