"""What was frozen is read again as the record that it was written of, and writes the same bytes."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from sweeps import examples

from gwarant.sla.assessment import Assessment, assess, to_bytes, to_document
from gwarant.sla.restored import NotRestored, restored
from tests.sla.assessment.stories import MONTHS, OWN, STORIES, Stories, evidence, flat
from tests.sla.assessment.test_assessment_schema import judged


def frozen(found: Assessment) -> Any:
    return restored(json.loads(to_bytes(found)), Assessment)


@pytest.mark.parametrize("number", range(6))
def test_an_assessment_is_read_back_with_its_bytes(number: int) -> None:
    found = list(judged())[number][0]
    assert to_bytes(frozen(found)) == to_bytes(found)
    assert (frozen(found).kept, frozen(found).readings) == (found.kept, found.readings)


@settings(deadline=None, max_examples=examples(8))
@given(STORIES)
def test_whatever_happened_is_read_back_with_its_bytes(stories: Stories) -> None:
    own = evidence(flat(stories))
    for month in MONTHS[2:]:
        found = assess([OWN], own, month)
        assert to_bytes(frozen(found)) == to_bytes(found)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"counts": {}}, ".counts.reported is missing"),
        ({"counting": "4"}, ".counting cannot be '4'"),
        ({"notes": [{"code": "notes.of_tomorrow"}]}, ".notes[0].code is unknown to this release"),
        ({"luck": 1}, ".luck is unknown to this release"),
        ({"period": None}, ".period is no object"),
        ({"kept": {}}, ".kept cannot be {}"),
        ({"zone": 7}, ".zone cannot be 7"),
    ],
)
def test_what_no_release_wrote_is_told_by_its_place(change: dict[str, Any], said: str) -> None:
    document = to_document(next(judged())[0])
    with pytest.raises(NotRestored, match=re.escape(said)):
        restored({**document, **change}, Assessment)
