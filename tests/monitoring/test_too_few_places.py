"""A customer reads that a system works only where the places that look could not have missed an outage."""

import pytest

from gwarant.monitoring.overview import Stand, too_few
from gwarant.sla.contract.model.promises import Probe


def stands(*states: str) -> list[Stand]:
    return [Stand(n, str(n), "", True, one, "", 0, 0, "", "", 0) for n, one in enumerate(states)]


@pytest.mark.parametrize(
    ("states", "asked", "found"),
    [
        (("up",), None, None),  # no contract asks for places
        (("up",), (1, 1), None),
        (("up",), (3, 2), (1, 3)),  # the two others could have it down
        (("up", "up"), (3, 2), None),
        (("up", "unknown", "unknown"), (3, 2), (1, 3)),
        (("up", "up", "unknown"), (3, 1), (2, 3)),
        (("unknown", "unknown"), (3, 2), None),  # that is unknown by itself
    ],
)
def test_where_the_missing_places_could_decide_it_is_not_known(
    states: tuple[str, ...], asked: tuple[int, int] | None, found: tuple[int, int] | None
) -> None:
    probe = Probe(locations=asked[0], down_when=asked[1]) if asked else None
    assert too_few(stands(*states), probe) == found
