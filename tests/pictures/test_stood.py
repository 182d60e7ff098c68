"""Where a verdict stood has words for whatever it is a verdict of."""

import pytest

from gwarant.pictures.summary import stood_text
from gwarant.sla.assessment.model import Stood
from gwarant.sla.duties.model import DutyVerdict


@pytest.mark.parametrize("lang", ["en", "pl"])
@pytest.mark.parametrize("verdict", DutyVerdict)
def test_each_verdict_of_a_duty_has_its_words(verdict: DutyVerdict, lang: str) -> None:
    assert stood_text(Stood(verdict.value), lang)


def test_a_late_duty_is_late_and_not_late_by_something() -> None:
    assert stood_text(Stood("late"), "en") == "late"
