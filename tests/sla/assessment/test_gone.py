"""What could not be read is never said to be kept, and what was voided does not count: both are told."""

import json

import pytest

from gwarant.pictures.faces import Tone, face_of
from gwarant.pictures.facts import tell
from gwarant.pictures.opening import lead
from gwarant.pictures.page import assessment_page
from gwarant.pictures.sentence import sentence
from gwarant.pictures.summary import kept_face
from gwarant.pictures.words import say
from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.assessment.codes import UNJUDGED, UNREAD, VOID
from gwarant.sla.clocks.codes import REMARK, ROW_UNREAD, UNREADABLE
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.duties import DutyVerdict
from gwarant.sla.measures.codes import NOT_CHECKED
from tests.sla.assessment.cast import UP, contract, iso, judged, rows, ticket

HOURS = """
hours:
  pool: {amount: 10h}
  rates: {included: 100.00, above: 150.00}
"""
ON_TIME = ticket("T-1", "2026-03-05T10:00", 30)
LATE = ticket("T-2", "2026-03-05T10:00", 90)


def row(type_: str, id_: str, at: str, **more: str) -> list[str]:
    return [json.dumps({"type": type_, "id": id_, "at": iso(at), **more})]


def lost(of: str, ticket_: str = "", at: str = "2026-03-06T10:00", id_: str = "T-1-9") -> list[str]:
    return row("unread", id_, at, of=of, line="9f2c", ticket=ticket_)


def entry(id_: str, day: str, hours: int) -> list[str]:
    since = f"2026-03-{day}T08:00"
    return [json.dumps({"type": "time", "id": id_, "from": iso(since), "to": iso(since, hours * 60)})]


def verdicts(found: Assessment) -> list[tuple[str, Verdict]]:
    return [(one.ticket, one.verdict) for one in found.readings]


def test_a_ticket_of_which_a_row_could_not_be_read_could_not_be_checked() -> None:
    found = judged("", "2026-03", ON_TIME, lost("ticket", "T-1"))
    (reading,), (kept,) = found.readings, found.kept
    assert (reading.verdict, reading.reason) == (Verdict.COULD_NOT_CHECK, ROW_UNREAD(row="T-1-9"))
    assert (kept.could_not_check, kept.met, kept.judged, kept.share) == (1, 0, 0, None)
    assert found.counts.unjudged == 0
    assert REMARK(reading=reading.name, why=ROW_UNREAD(row="T-1-9")) in found.notes
    assert UNREAD(of="ticket", rows=("T-1-9",), more=0) in found.notes


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_it_is_grey_with_a_word_and_a_shape_and_its_promise_is_not_green(lang: str) -> None:
    found = judged("", "2026-03", ON_TIME, ticket("T-3", "2026-03-05T10:00", 30), lost("ticket", "T-1"))
    faces = [face_of(one, lang) for one in found.readings if one.ticket == "T-1"] + [kept_face(found.kept[0], lang)]
    assert [(one.tone, one.shape, one.word) for one in faces] == [(Tone.UNKNOWN, "?", say("could_not_check", lang))] * 2
    assert found.kept[0].share == 100
    assert "T-1-9" in sentence(found.readings[0], lang)
    assert say("lead_unchecked", lang, n="1") in lead(found, lang)
    assert "1/1 ?1" in str(assessment_page(found, lang))


def test_an_open_ticket_with_such_a_row_could_not_be_checked_until_its_deadline_passes() -> None:
    waiting = ticket("T-1", "2026-03-31T23:30", None)
    for month in ("2026-03", "2026-04"):
        (reading,) = judged("", month, waiting, lost("ticket", "T-1", at="2026-03-31T23:40")).readings
        assert (month, reading.verdict) in (("2026-03", Verdict.COULD_NOT_CHECK), ("2026-04", Verdict.BREACHED))


def test_a_ticket_without_any_reading_says_that_a_row_is_missing() -> None:
    found = judged("", "2026-03", ticket("T-1", "2026-03-05T10:00", 30, ""), lost("ticket", "T-1"))
    assert (found.readings, found.counts.unjudged) == ((), 1)
    assert UNJUDGED(tickets=1, why=UNREADABLE()) in found.notes


def test_what_is_excluded_stays_excluded() -> None:
    agreed = row("exclusion", "x1", "2026-03-06T10:00", ticket="T-1", reason="r", person="p", consent="c")
    line = [agreed[0].replace('"at"', '"decided"')]
    assert verdicts(judged("", "2026-03", ON_TIME, line, lost("ticket", "T-1"))) == [("T-1", Verdict.EXCLUDED)]


SHARE = """
measures:
  answered: {agg: share_within_target, of: {clock: response}, target: {ge: PERCENT}}
"""


@pytest.mark.parametrize(("percent", "verdict"), [("90", "undetermined"), ("40", "met")])
def test_a_share_is_bounded_by_what_could_not_be_checked(percent: str, verdict: str) -> None:
    lines = (ON_TIME, ticket("T-3", "2026-03-05T10:00", 30), lost("ticket", "T-1"))
    (share,) = judged(SHARE.replace("PERCENT", percent), "2026-03", *lines).measures
    assert (share.value, share.lower, share.upper, share.verdict) == (100, 50, 100, verdict)
    assert NOT_CHECKED(cases=1) in share.remarks


def test_its_breach_stays_and_other_tickets_are_judged_as_ever() -> None:
    found = judged("", "2026-03", ON_TIME, LATE, lost("ticket", "T-2"))
    assert verdicts(found) == [("T-1", Verdict.MET), ("T-2", Verdict.BREACHED)]


def test_a_month_that_was_over_when_the_row_came_says_nothing_of_it() -> None:
    later = lost("ticket", "T-1", at="2026-04-06T10:00")
    assert verdicts(judged("", "2026-03", ON_TIME, later)) == [("T-1", Verdict.MET)]


def test_an_unreadable_entry_is_named_and_the_others_count() -> None:
    found = judged(HOURS, "2026-03", entry("h1", "05", 2), lost("time", "T-1", id_="h2"))
    (month,) = found.months
    assert month.hours is not None
    assert month.hours.drained == 7200
    assert UNREAD(of="time", rows=("h2",), more=0) in found.notes


def test_a_void_is_told_and_what_it_names_does_not_count() -> None:
    void = row("void", "v1", "2026-03-07T10:00", row="h1", reason="twice")
    found = judged(HOURS, "2026-03", entry("h1", "05", 2), entry("h2", "06", 3), void)
    (month,) = found.months
    assert month.hours is not None
    assert month.hours.drained == 3 * 3600
    assert [line.part.entry for line in month.hours.lines] == ["h1", "h2", "v1"]
    assert VOID(row="h1", reason="twice", void="v1") in found.notes


def test_a_later_void_leaves_the_earlier_month_as_it_was_known() -> None:
    void = row("void", "v1", "2026-04-07T10:00", row="T-1-2", reason="wrong_place")
    found = rows(ON_TIME, void)
    assert verdicts(assess([contract("")], found, "2026-03")) == [("T-1", Verdict.MET)]
    april = assess([contract("")], found, "2026-04")
    (corrected,) = april.corrections
    assert (tell(corrected.what, "en"), corrected.before.verdict) == ("T-1/response/1", "met")
    assert [(one.kind, one.id, one.about) for one in corrected.facts] == [("void", "v1", "T-1-2")]


@pytest.mark.parametrize("of", ["check", "exclusion", "amount"])
def test_a_row_of_any_type_is_named(of: str) -> None:
    assert any(one.code == UNREAD.name and one["of"] == of for one in judged("", "2026-03", ON_TIME, lost(of)).notes)


def test_a_void_of_an_entry_of_a_closed_month_is_taken_back_in_the_next_one() -> None:
    closing = row("closing", "c1", "2026-04-02T09:00", month="2026-03")
    void = row("void", "v1", "2026-04-07T10:00", row="h1", reason="twice")
    found = rows(entry("h1", "05", 2), closing, void)
    march, april = (assess([contract(HOURS)], found, name).months[0].hours for name in ("2026-03", "2026-04"))
    assert march is not None
    assert april is not None
    assert (march.drained, april.returned) == (7200, 7200)


DUTY = """
duties:
  backup: {every: P1D}
  patches: {every: P1D}
"""


def watched(state: str, end: str = "2026-05-01T00:00") -> list[str]:
    span = {"from": iso("2026-03-01T00:00"), "to": iso(end)}
    return [json.dumps({"type": "state", "id": "s1", "service": "shop", "state": state, "every": 60, **span})]


def availability(month: str, *more: list[str], state: str = "up") -> tuple[str, list[str]]:
    (promised,) = judged(UP, month, watched(state), *more).availability
    return str(promised.figure.verdict), [one.code for one in promised.figure.notes]


@pytest.mark.parametrize("of", ["check", "state", "maintenance"])
def test_availability_is_not_said_to_be_kept_where_a_row_about_it_could_not_be_read(of: str) -> None:
    assert availability("2026-03")[0] == "met"
    assert availability("2026-03", lost(of)) == ("undetermined", ["availability.unread"])


def test_availability_that_is_broken_stays_broken() -> None:
    assert availability("2026-03", lost("check"), state="down") == ("breached", ["availability.unread"])


@pytest.mark.parametrize(
    ("of", "verdict"), [("check", "met"), ("maintenance", "undetermined"), ("time", "met"), ("proof", "met")]
)
def test_a_look_concerns_the_period_in_which_it_came_and_maintenance_also_later_ones(of: str, verdict: str) -> None:
    assert availability("2026-04", lost(of))[0] == verdict


def test_a_period_that_was_over_when_the_row_came_stays_as_it_was() -> None:
    assert availability("2026-03", lost("maintenance", at="2026-04-06T10:00"))[0] == "met"
    found = judged(UP, "2026-04", watched("up"), lost("check", at="2026-04-06T10:00"))
    assert found.corrections == ()


def test_a_row_that_is_off_the_record_leaves_nothing_open() -> None:
    void = row("void", "v1", "2026-03-07T10:00", row="T-1-9", reason="unreadable")
    assert availability("2026-03", lost("check"), void) == ("met", [])


def proof(duty: str, day: int, hour: int = 12) -> list[str]:
    return row("proof", f"{duty}-{day}-{hour}", f"2026-03-{day:02}T{hour}:00", duty=duty, state="passed")


def slots(duty: str, *more: list[str]) -> dict[int, DutyVerdict]:
    """By its first moment, what is not simply done of a duty that was proved each day but on the 10th."""
    proofs = [proof(one, day) for one in ("backup", "patches") for day in range(1, 32) if day != 10]
    found = judged(DUTY, "2026-03", *proofs, *more)
    (kept,) = (one for one in found.duties if one.duty == duty)
    return {one.slot.start: one.verdict for one in kept.slots}


@pytest.mark.parametrize("duty", ["backup", "patches"])
def test_a_slot_whose_proof_could_not_be_read_could_not_be_checked(duty: str) -> None:
    assert list(slots(duty).values()) == [DutyVerdict.MISSED]
    lost_proof = lost("proof", at="2026-03-10T12:00")
    assert list(slots(duty, lost_proof).values()) == [DutyVerdict.COULD_NOT_CHECK]


def test_a_slot_with_a_proof_that_is_read_is_done_and_another_day_is_missed() -> None:
    assert list(slots("backup", lost("proof", at="2026-03-11T13:00")).values()) == [DutyVerdict.MISSED]
