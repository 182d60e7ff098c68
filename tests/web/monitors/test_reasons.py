"""The words in which a page says why a look is not simply up."""

import pytest
from django.utils.translation import override

from gwarant.prober.model import Reason
from gwarant.web.monitors.words import reason_words
from gwarant.web.pings.words import beat_words, took_words


def test_a_prober_that_came_too_late_is_not_told_as_a_job_that_is_late() -> None:
    assert reason_words("late") == "the prober came too late to look"


def test_each_reason_of_a_prober_has_words_of_its_own_and_none_of_a_job_s() -> None:
    words = [reason_words(one) for one in Reason]
    assert len({*words}) == len(words)
    assert not {*words} & {*beat_words().values()}
    assert not any("name server" in one for one in words)


@pytest.mark.parametrize(("took", "said"), [(0, "0 ms"), (14, "14 ms"), (1_449, "1,4 s"), (61_000, "1 min 1 s")])
def test_how_long_a_run_took_is_said_in_a_unit_that_shows_it(took: int, said: str) -> None:
    with override("pl"):
        assert took_words(took) == said
