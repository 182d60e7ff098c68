"""A correction changes nothing before everybody has agreed who has a say, and is evidence from then on."""

from datetime import timedelta

import pytest
from looks_in import each_hour, watched
from outages_in import NOON

from gwarant.demo.cast import World
from gwarant.ledger.models import Row
from gwarant.ledger.reading import read_rows
from gwarant.ledger.verify import verify
from gwarant.monitoring.corrections.asking import NotAsked, Promised, ask, drafted, promised
from gwarant.monitoring.corrections.deciding import NotDecided, agree, approve, decline, refuse
from gwarant.monitoring.corrections.models import TAKEN_BACK, WAS_DOWN, Correction, CorrectionStep, Stands
from gwarant.monitoring.maintenance.announcing import announce, planned
from gwarant.monitoring.moments import milliseconds_of
from gwarant.notify.models import Notice
from gwarant.reports.corrected import effects_of
from gwarant.reports.month import month_of
from gwarant.reports.originals import TABLES
from gwarant.sla.availability.exclusions import lasting
from gwarant.sla.evidence.model import Evidence

pytestmark = pytest.mark.usefixtures("engine")
HOUR = timedelta(hours=1)
START, END = NOON - 3 * HOUR, NOON - HOUR


def about(house: World) -> Promised:
    return next(one for one in promised() if one.key == "SHOP-2026-01/shop")


def asked(house: World, reason: str = "client_action", **told: object) -> Correction:
    given = {"text": "They moved the name.", "shown": "SHOP-7", "by": house.ben, "now": NOON} | told
    return ask(drafted(about(house), START, END, reason=reason, **given), now=NOON)


def rows() -> Evidence:
    return read_rows(Row.objects.filter(type__in=("exclusion", "maintenance"))).reading().evidence


def heard(code: str) -> set[str]:
    return set(Notice.objects.filter(code=code).values_list("user__email", flat=True))


def test_a_reason_of_the_contract_counts_with_a_second_person_of_us(house: World) -> None:
    one = asked(house)
    assert (one.needs_consent, one.stands, rows().exclusions) == (False, Stands.ASKED, ())
    assert house.ben.email not in heard("correction_asked")
    assert house.marek.email in heard("correction_asked")
    with pytest.raises(NotDecided, match="own"):
        approve(one, by=house.ben, now=NOON)
    assert approve(one, by=house.marek, now=NOON + HOUR).stands is Stands.COUNTS
    (row,) = rows().exclusions
    assert (row.id, row.person, row.approved_by) == (one.uid, house.ben.opaque, house.marek.opaque)
    assert (row.reason, row.consent, row.ref, row.contract) == ("client_action", "", one.uid, "SHOP-2026-01")
    assert (row.end - row.start, row.decided) == (7_200_000, int((NOON + HOUR).timestamp()) * 1000)
    assert "cora@shop.example" in heard("correction_counts")
    with pytest.raises(NotDecided, match="meanwhile"):
        refuse(one, by=house.marek, now=NOON + HOUR)
    assert verify(tables=TABLES).problems == ()


@pytest.mark.parametrize("reason", ["maintenance", "measured_wrongly"])
def test_what_the_contract_does_not_list_waits_for_the_client(house: World, reason: str) -> None:
    one = approve(asked(house, reason), by=house.marek, now=NOON)
    assert (one.stands, rows().exclusions) == (Stands.WAITS, ())
    assert heard("correction_waits") == {"cora@shop.example"}
    assert agree(one, by=house.cora, now=NOON + HOUR).stands is Stands.COUNTS
    (row,) = rows().exclusions
    assert (row.consent, row.approved_by) == (house.cora.opaque, house.marek.opaque)
    assert verify(tables=TABLES).problems == ()


def test_refused_by_anybody_nothing_changes_and_whoever_asked_hears_why(house: World) -> None:
    refused = refuse(asked(house), text="No.", by=house.marek, now=NOON)
    back = refuse(asked(house), by=house.ben, now=NOON)
    declined = decline(
        approve(asked(house, "maintenance"), by=house.marek, now=NOON), text="Why?", by=house.cora, now=NOON
    )
    assert [one.stands for one in (refused, back, declined)] == [Stands.ENDED] * 3
    assert [one.steps.last().act for one in (refused, back, declined)] == ["refused", "withdrawn", "declined"]
    assert rows().exclusions == ()
    assert heard("correction_ended") == {house.ben.email, house.marek.email}
    assert verify(tables=TABLES).problems == ()


def test_a_window_that_is_over_can_count_as_usual_time_after_all(house: World) -> None:
    shop, before = house.services["SHOP", "shop"], START - HOUR
    (window,) = announce(planned(shop, [(START, END)], by=house.ben, now=before), now=before)
    one = approve(asked(house, TAKEN_BACK, window=window), by=house.marek, now=NOON)
    assert (one.needs_consent, one.stands, rows().exclusions) == (False, Stands.COUNTS, ())
    assert lasting(rows().maintenance) == []
    assert verify(tables=TABLES).problems == ()


def test_what_cannot_be_asked_for_is_refused_with_its_reason(house: World) -> None:
    for wrong, why in (
        ({"reason": "bad_luck"}, "reason"),
        ({"text": " \n"}, "silent"),
        ({"shown": ""}, "unshown"),
    ):
        with pytest.raises(NotAsked, match=why):
            asked(house, **wrong)
    for start, end, why in ((END, START, "backwards"), (START, NOON + HOUR, "future")):
        with pytest.raises(NotAsked, match=why):
            drafted(about(house), start, end, reason="client_action", text="x", shown="x", by=house.ben, now=NOON)


def test_a_row_without_its_correction_and_one_approved_by_its_author_are_found(house: World) -> None:
    one = approve(asked(house), by=house.marek, now=NOON)
    forged = asked(house)
    step = {"customer": forged.customer, "number": 1, "act": "approved", "by": house.ben, "at": NOON}
    CorrectionStep.objects.create(correction=forged, **step)
    found = " ".join(verify(tables=TABLES).problems)
    assert f"{forged.uid} stands in its table, and its row in the ledger is gone" in found
    assert f"{forged.uid} was approved by the person who asked for it" in found
    assert one.uid not in found


def test_what_was_measured_as_up_and_was_down_counts_with_a_second_person_of_us_alone(house: World) -> None:
    with pytest.raises(NotAsked, match="unseen"):
        asked(house, WAS_DOWN)
    places, day = ("waw", "krk", "fra"), NOON - 24 * HOUR
    shop = watched(house.services["SHOP", "shop"], places, day - HOUR)
    each_hour(shop, places, milliseconds_of(day), range(24))
    one = asked(house, WAS_DOWN, shown="")
    assert (one.places, one.needs_consent) == (sorted(places), False)
    (would,) = effects_of(one, NOON)
    assert would.before.figure.outages == ()
    assert [(found.start, found.end) for found in would.after.figure.outages] == [
        (milliseconds_of(START), milliseconds_of(END))
    ]
    counted = approve(one, by=house.marek, now=NOON)
    assert counted.stands is Stands.COUNTS
    found = read_rows(Row.objects.filter(type="state")).reading().evidence.states
    assert {(row.place, row.state.value, row.person, row.approved_by) for row in found} == {
        (place, "down", house.ben.opaque, house.marek.opaque) for place in places
    }
    (did,) = effects_of(counted, NOON + HOUR)
    assert did.before.figure.outages == ()
    month = month_of(counted.contract, "2026-06", "en", NOON + HOUR)
    assert [found.start for found in month.assessment.availability[0].figure.outages] == [milliseconds_of(START)]
    assert verify(tables=TABLES).problems == ()
