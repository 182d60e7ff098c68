"""What an amendment, a month's end or a late fact does to the figures."""

import json
from decimal import Context, Decimal, localcontext

import pytest

from gwarant.pictures.account import note_texts
from gwarant.pictures.facts import tell
from gwarant.sla.assessment import Assessment, assess, to_bytes, to_document
from gwarant.sla.assessment.codes import (
    DISMISSAL_REFUSED,
    DISMISSED_ALONE,
    FIGURE,
    INTERIM,
    LAID_ASIDE,
    REPORT_ONLY,
    STRAY,
    UNSIGNED,
)
from gwarant.sla.clocks.codes import DISMISSED, EXCLUSION_REFUSED, REMARK
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.problem import InputError

PLAIN = """
apiVersion: sla/v1
kind: Contract
metadata: {id: C, version: VERSION, status: signed}
effective: {from: FROM, to: TO}
defaults: {timezone: UTC, currency: EUR}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 1000}
calendars: {always: {week: 24/7}, office: {week: "Mon-Fri 08:00-16:00", holidays: PL}}
services: [{id: shop}]
classes: [{id: a}]
clocks: [{id: fix, stop: resolved}]
targets: {a: {fix: [4h, always]}}
remedies: [{id: late, of: {clock: fix}, kind: flat, pct: 10}]
"""


def wording(version: int = 1, since: str = "2026-01-01", to: str = "null") -> Contract:
    return parse(text_of(version, since, to)).required()


def replaced(contract_text: str, old: str, new: str) -> Contract:
    return parse(contract_text.replace(old, new)).required()


def text_of(version: int = 1, since: str = "2026-01-01", to: str = "null", more: str = "") -> str:
    return PLAIN.replace("VERSION", str(version)).replace("FROM", since).replace("TO", to) + more


def event(number: int, kind: str, at: str, by: str = "customer", ticket: str = "T", **more: str) -> str:
    row = {"type": "ticket", "id": str(number), "ticket": ticket, "kind": kind, "at": at, "by": by, **more}
    return json.dumps(row)


def late_ticket(ticket: str, day: str, class_: str = "a") -> list[str]:
    return [
        event(1, "reported", f"{day}T08:00:00Z", ticket=ticket, **{"class": class_}).replace('"1"', f'"{ticket}1"'),
        event(2, "resolved", f"{day}T20:00:00Z", "provider", ticket=ticket).replace('"2"', f'"{ticket}2"'),
    ]


def judged(lines: list[str], period: str, *contracts: Contract) -> Assessment:
    return assess(contracts or (wording(),), read_lines(lines), period)


def total(assessment: Assessment) -> Decimal:
    return sum((month.remedies.total or Decimal(0) for month in assessment.months), Decimal(0))


UP = "availability: [{id: up, service: shop, target: {ge: 99}, period: PERIOD, probe: {every: 60s, min_outage: 5m}}]\n"
CREDIT = "remedies: [{id: credit, of: up, kind: bands, bands: [{lt: 99, pct: 10}]}]\n"


def states(*rows: tuple[str, str, str]) -> list[str]:
    keys = ("from", "to", "state")
    head = {"type": "state", "service": "shop"}
    return [json.dumps({**head, "id": f"s{n}", **dict(zip(keys, row, strict=True))}) for n, row in enumerate(rows)]


def measured(period: str) -> Contract:
    text = text_of().replace("remedies: [{id: late, of: {clock: fix}, kind: flat, pct: 10}]\n", "")
    return parse(text + UP.replace("PERIOD", period) + CREDIT).required()


DOWN_IN_FEBRUARY = states(
    ("2026-01-01T00:00:00Z", "2026-02-10T00:00:00Z", "up"),
    ("2026-02-10T00:00:00Z", "2026-02-12T00:00:00Z", "down"),
    ("2026-02-12T00:00:00Z", "2026-04-30T00:00:00Z", "up"),
)


def test_a_promise_of_a_quarter_is_judged_over_the_quarter_in_its_last_month() -> None:
    march = judged(DOWN_IN_FEBRUARY, "2026-03", measured("calendar_quarter"))
    assert march.availability[0].figure.verdict == "breached"
    assert march.availability[0].note is None
    assert total(march) == 100


def test_a_promise_of_a_quarter_is_interim_before_its_end() -> None:
    february = judged(DOWN_IN_FEBRUARY, "2026-02", measured("calendar_quarter"))
    assert february.availability[0].note == INTERIM(over="calendar_quarter")
    assert total(february) == 0


def test_an_outage_over_the_months_end_is_one_outage_in_both() -> None:
    rows = states(
        ("2026-01-01T00:00:00Z", "2026-03-31T23:56:00Z", "up"),
        ("2026-03-31T23:56:00Z", "2026-04-01T00:03:00Z", "down"),
        ("2026-04-01T00:03:00Z", "2026-05-01T00:00:00Z", "up"),
    )
    march, april = (
        judged(rows, month, measured("calendar_month")).availability[0].figure for month in ("2026-03", "2026-04")
    )
    assert march.outages[0].counted_ms == 4 * 60_000
    assert april.outages[0].counted_ms == 3 * 60_000


def test_a_breach_is_priced_by_the_wording_that_judged_the_ticket() -> None:
    second = replaced(text_of(2, "2026-03-01"), "pct: 10", "pct: 50")
    rows = [
        event(1, "reported", "2026-02-28T22:00:00Z", **{"class": "a"}),
        event(2, "resolved", "2026-03-01T09:00:00Z", "provider"),
    ]
    march = judged(rows, "2026-03", wording(), second)
    assert {month.contract: month.remedies.total for month in march.months} == {
        "C@1": Decimal("100.00"),
        "C@2": Decimal("0.00"),
    }


def test_a_ticket_of_the_last_day_is_paid_after_the_contract_has_ended() -> None:
    rows = [event(1, "reported", "2026-03-31T22:00:00Z", **{"class": "a"})]
    april = judged(rows, "2026-04", wording(to="2026-03-31"))
    assert total(april) == 100


def test_a_gap_between_two_wordings_is_no_crash_and_judges_nothing() -> None:
    first, second = wording(to="2026-01-31"), wording(2, "2026-03-01")
    entry = '{"type": "time", "id": "h", "from": "2026-03-03T08:00:00Z", "to": "2026-03-03T09:00:00Z"}'
    rows = [*late_ticket("T", "2026-02-10"), entry]
    assert judged(rows, "2026-02", first, second).counts.unjudged == 1
    assert judged(rows, "2026-03", first, second).months[0].hours is not None


def test_with_the_last_day_of_a_later_wording_the_contract_ends() -> None:
    ended = wording(2, "2026-02-01", "2026-02-28")
    march = judged(late_ticket("T", "2026-03-10"), "2026-03", wording(), ended)
    assert (march.months, march.counts.unjudged) == ((), 1)
    renewed = judged(late_ticket("T", "2026-03-10"), "2026-03", wording(), ended, wording(3, "2026-03-01"))
    assert ([month.contract for month in renewed.months], total(renewed)) == (["C@3"], 100)


def test_versions_in_different_zones_are_refused() -> None:
    other = replaced(text_of(2, "2026-02-01"), "timezone: UTC", "timezone: Europe/Warsaw")
    with pytest.raises(InputError, match="different zones"):
        judged([], "2026-02", wording(), other)


def test_two_wordings_of_one_number_are_refused() -> None:
    with pytest.raises(InputError, match="both called C@1"):
        judged([], "2026-02", wording(), wording(1, "2026-02-01"))


def test_a_monthly_cap_is_cut_with_the_month() -> None:
    capped = "remedy_rules: {caps: [{per: month, amount: 31}]}\n"
    rows = [*late_ticket("T", "2026-03-05"), *late_ticket("U", "2026-03-20")]
    both = parse(text_of(more=capped)).required(), parse(text_of(2, "2026-03-15", more=capped)).required()
    assert total(judged(rows, "2026-03", *both)) == 31


POOL = "hours: {pool: {amount: 10h, carry: {periods: 1}}, rates: {above: 100}}\n"


def test_carried_hours_live_by_months_not_by_pieces_of_them() -> None:
    entry = '{"type": "time", "id": "h", "from": "2026-02-20T00:00:00Z", "to": "2026-02-20T19:00:00Z"}'
    once = judged([entry], "2026-02", parse(text_of(more=POOL)).required())
    cut = judged(
        [entry], "2026-02", parse(text_of(more=POOL)).required(), parse(text_of(2, "2026-02-16", more=POOL)).required()
    )
    assert sum(month.hours.overage for month in once.months if month.hours) == 0
    assert sum(month.hours.overage for month in cut.months if month.hours) == 0


def test_a_contract_year_begins_on_the_contracts_first_day() -> None:
    capped = "remedy_rules: {caps: [{per: contract_year, amount: 150}]}\n"
    contract = parse(text_of(since="2025-01-15", more=capped)).required()
    rows = [*late_ticket("T", "2026-01-05"), *late_ticket("U", "2026-02-05")]
    assert total(judged(rows, "2026-02", contract)) == 100


def test_a_rejection_after_the_month_is_told_as_a_correction() -> None:
    accepted = text_of().replace("stop: resolved}", "stop: fix_accepted, acceptance: {deemed_after: 90wd}}")
    accepted = accepted.replace("fix: [4h, always]", "fix: [20d, always]")
    contract = parse(accepted).required()
    rows = [
        event(1, "reported", "2026-03-01T08:00:00Z", **{"class": "a"}),
        event(2, "delivered", "2026-03-05T08:00:00Z", "provider"),
        event(3, "rejected", "2026-04-10T08:00:00Z"),
    ]
    april = judged(rows, "2026-04", contract)
    assert [(one.before.verdict, one.after.verdict) for one in april.corrections] == [("pending", "breached")]
    assert "correction of an earlier month" in note_texts(april, "en")[0]


def test_an_exclusion_decided_later_leaves_the_month_and_is_told_as_a_correction() -> None:
    exclusion = {"type": "exclusion", "id": "x", "ticket": "T", "decided": "2026-04-05T00:00:00Z"}
    row = json.dumps({**exclusion, "reason": "client fault", "person": "p1", "consent": "mail-7"})
    rows = [*late_ticket("T", "2026-03-05"), row]
    march, april = judged(rows, "2026-03"), judged(rows, "2026-04")
    assert total(march) == 100
    assert [(one.before.verdict, one.after.verdict) for one in april.corrections] == [("breached", "excluded")]


def test_a_refused_exclusion_is_told() -> None:
    exclusion = {"type": "exclusion", "id": "x", "ticket": "T", "decided": "2026-03-06T00:00:00Z"}
    row = json.dumps({**exclusion, "reason": "weather", "person": "p"})
    notes = judged([*late_ticket("T", "2026-03-05"), row], "2026-03").notes
    assert [note["why"] for note in notes if REMARK.is_of(note)] == [
        EXCLUSION_REFUSED(exclusion="x", lacks=("consent",))
    ]


def test_a_phase_that_only_reports_binds_nobody() -> None:
    phase = "phases: [{id: start, from: 2026-03-01, length: P4W, effect: {targets: report_only}}]\n"
    march = judged(late_ticket("T", "2026-03-05"), "2026-03", parse(text_of(more=phase)).required())
    assert march.kept == ()
    assert march.with_verdict(march.readings[0].verdict) == ()
    assert any(REPORT_ONLY.is_of(note) and note["late"] == 1 for note in march.notes)


def test_a_merged_ticket_is_counted_once() -> None:
    rows = [
        event(1, "reported", "2026-03-02T08:00:00Z", ticket="A", **{"class": "a"}),
        event(2, "merged", "2026-03-02T09:00:00Z", "provider", ticket="A", into="B"),
        event(3, "reported", "2026-03-02T08:30:00Z", ticket="B", **{"class": "a"}),
        event(4, "resolved", "2026-03-02T10:00:00Z", "provider", ticket="B"),
    ]
    counts = judged(rows, "2026-03").counts
    assert (counts.reported, counts.resolved, counts.merged, counts.open_at_end) == (1, 1, 1, 0)


def test_what_never_was_a_report_is_counted_nowhere_and_corrects_the_month_that_counted_it() -> None:
    spam = [
        event(1, "reported", "2026-03-30T08:00:00Z", **{"class": "a", "channel": "email"}),
        event(4, "noted", "2026-04-01T12:00:00Z", "provider", person="p2", reason="spam"),
        event(2, "dismissed", "2026-04-02T08:00:00Z", "provider", person="p1", reason="spam", ref="4"),
    ]
    theirs = event(3, "replied", "2026-04-01T08:00:00Z", channel="portal")
    march, april = judged(spam, "2026-03"), judged(spam, "2026-04")
    assert (march.counts.reported, april.counts.reported, april.counts.open_at_end) == (1, 0, 0)
    assert LAID_ASIDE(tickets=("T",), more=0) in april.notes
    ((corrected,), (owed,)) = april.corrections, april.money_corrections
    assert (corrected.before.verdict, corrected.after.verdict, corrected.reason) == (
        "breached",
        "not_judged",
        DISMISSED(),
    )
    assert (owed.before, owed.after, [one.kind for one in owed.facts]) == (100, 0, ["dismissed"])
    for one in (spam[2].replace('"ref": "4"', '"ref": "1"'), spam[2].replace("p1", "p2")):
        alone = judged([*spam[:2], one], "2026-04")
        assert DISMISSED_ALONE(event="2") in alone.notes
        assert not alone.corrections
    at_once = judged(
        [spam[0], spam[2].replace("2026-04-02", "2026-03-31").replace('"ref": "4"', '"ref": ""')], "2026-03"
    )
    assert (at_once.counts.reported, at_once.kept) == (0, ())
    kept = judged([*spam, theirs], "2026-04")
    assert DISMISSAL_REFUSED(event="2") in kept.notes
    assert not kept.corrections


NOTICE = """availability:
  - {id: up, service: shop, target: {ge: 99}, probe: {every: 60s}, maintenance: {notice: LENGTH}}
"""
HOUR_OF_WORK = states(
    ("2026-05-01T00:00:00Z", "2026-06-15T01:00:00Z", "up"),
    ("2026-06-15T01:00:00Z", "2026-06-15T02:00:00Z", "down"),
    ("2026-06-15T02:00:00Z", "2026-07-01T00:00:00Z", "up"),
)


@pytest.mark.parametrize(
    ("length", "announced", "counts"),
    [
        ("48h", "2026-06-13T01:00:00Z", False),
        ("48h", "2026-06-13T01:00:01Z", True),
        ("P2M", "2026-04-15T01:00:00Z", False),
        ("P2M", "2026-05-01T00:00:00Z", True),
        ("2wd", "2026-06-10T12:00:00Z", False),
        ("2wd", "2026-06-12T12:00:00Z", True),
    ],
)
def test_maintenance_counts_unless_it_was_announced_in_time(length: str, announced: str, counts: bool) -> None:
    window = {"type": "maintenance", "id": "m", "service": "shop", "announced": announced}
    row = json.dumps({**window, "from": "2026-06-15T01:00:00Z", "to": "2026-06-15T02:00:00Z"})
    contract = parse(text_of(more=NOTICE.replace("LENGTH", length))).required()
    figure = judged([*HOUR_OF_WORK, row], "2026-06", contract).availability[0].figure
    assert (figure.downtime.point > 0) is counts


def test_a_window_that_is_taken_back_later_corrects_each_month_that_it_reached() -> None:
    window = {"type": "maintenance", "id": "m", "service": "shop", "announced": "2026-05-01T00:00:00Z"}
    begins = "2026-05-31T20:00:00Z"
    told = json.dumps({**window, "from": begins, "to": "2026-06-15T02:00:00Z"})
    back = {"id": "m:1", "of": "m", "announced": "2026-07-10T00:00:00Z", "from": begins, "to": begins}
    rows = [*HOUR_OF_WORK, told, json.dumps({**window, **back})]
    contract = parse(text_of(more=NOTICE.replace("LENGTH", "48h"))).required()
    assert judged(rows, "2026-06", contract).availability[0].figure.downtime.point == 0
    (found,) = judged(rows, "2026-07", contract).corrections
    assert (found.what, found.before.point, found.after.point) == (
        FIGURE(promise="up", period="2026-06"),
        Decimal("100.0000"),
        Decimal("99.8611"),
    )
    stray = judged([*rows, json.dumps({**window, **back, "id": "s", "of": "n"})], "2026-07", contract)
    assert STRAY["windows"](names=("n",), more=0) in stray.notes


def test_an_exclusion_that_is_taken_back_later_corrects_the_month_that_had_left_it_out() -> None:
    stretch = {"service": "shop", "from": "2026-06-15T01:00:00Z", "to": "2026-06-15T02:00:00Z", "person": "p"}
    off = {"type": "exclusion", "id": "x", "reason": "r", "decided": "2026-06-14T00:00:00Z", "ref": "doc"}
    back = {"type": "exclusion", "id": "y", "of": "x", "reason": "taken_back", "decided": "2026-07-10T00:00:00Z"}
    rows = [*HOUR_OF_WORK, *(json.dumps({**row, **stretch}) for row in (off, back))]
    contract = parse(text_of(more=NOTICE.replace("maintenance: {notice: LENGTH}", "excluded: [r]"))).required()
    assert judged(rows, "2026-06", contract).availability[0].figure.downtime.point == 0
    (found,) = judged(rows, "2026-07", contract).corrections
    assert (found.before.point, found.after.point) == (Decimal("100.0000"), Decimal("99.8611"))
    assert [(one.kind, one.id) for one in found.facts] == [("exclusion", "y")]
    stray = judged([*rows, json.dumps({**back, **stretch, "id": "s", "of": "n"})], "2026-07", contract)
    assert STRAY["exclusions"](names=("n",), more=0) in stray.notes


def test_a_notice_needs_no_calendar() -> None:
    text = text_of(more=NOTICE.replace("LENGTH", "P7D"))
    bare = "\n".join(line for line in text.splitlines() if not line.startswith(("calendars", "targets", "remedies")))
    assert judged(HOUR_OF_WORK, "2026-06", parse(bare).required()).availability


def test_the_bytes_do_not_depend_on_the_ambient_decimal_context() -> None:
    contracts = wording(), wording(2, "2026-03-15")
    rows = [*late_ticket("T", "2026-03-05"), *late_ticket("U", "2026-03-20")]
    plain = to_bytes(judged(rows, "2026-03", *contracts))
    with localcontext(Context(prec=6)):
        assert to_bytes(judged(rows, "2026-03", *contracts)) == plain


def test_numbers_are_written_without_an_exponent() -> None:
    document = to_document(judged(DOWN_IN_FEBRUARY, "2026-03", measured("calendar_month")))
    assert document["availability"][0]["figure"]["coverage"] == "100"
    assert "E+" not in json.dumps(document)


def test_a_draft_is_told_to_be_one() -> None:
    draft = replaced(text_of(), "status: signed", "status: draft")
    assert UNSIGNED(contract="C@1", status="draft") in judged([], "2026-03", draft).notes


def test_evidence_about_things_that_are_not_there_is_told() -> None:
    rows = [event(1, "reported", "2026-03-02T08:00:00Z", service="moon", **{"class": "a"})]
    assert STRAY["services"](names=("moon",), more=0) in judged(rows, "2026-03").notes


def test_a_late_exclusion_over_two_months_is_told_for_both() -> None:
    exclusion = {"type": "exclusion", "id": "x", "service": "shop", "decided": "2026-03-05T00:00:00Z"}
    hours = {"from": "2026-01-31T00:00:00Z", "to": "2026-02-11T00:00:00Z", "reason": "client_action"}
    row = json.dumps({**exclusion, **hours, "person": "p", "approved_by": "q", "ref": "mail"})
    contract = parse(text_of(more=UP.replace("PERIOD", "calendar_month, excluded: [client_action]"))).required()
    told = [tell(one.what, "en") for one in judged([*DOWN_IN_FEBRUARY, row], "2026-03", contract).corrections]
    assert told == ["up in January 2026", "up in February 2026"]


def test_an_exclusion_of_downtime_decided_later_is_told_with_both_figures() -> None:
    exclusion = {"type": "exclusion", "id": "x", "service": "shop", "decided": "2026-03-05T00:00:00Z"}
    hours = {"from": "2026-02-10T00:00:00Z", "to": "2026-02-11T00:00:00Z"}
    row = json.dumps(
        {**exclusion, **hours, "reason": "client_action", "person": "p", "approved_by": "q", "ref": "mail"}
    )
    contract = parse(text_of(more=UP.replace("PERIOD", "calendar_month, excluded: [client_action]"))).required()
    rows = [*DOWN_IN_FEBRUARY, row]
    february, march = judged(rows, "2026-02", contract), judged(rows, "2026-03", contract)
    assert february.availability[0].figure.time.excluded == {}
    (told,) = march.corrections
    assert (tell(told.what, "en"), str(told.before.point), str(told.after.point)) == (
        "up in February 2026",
        "92.8571",
        "96.2962",
    )


def test_an_amount_that_caps_one_remedy_is_cut_with_the_month() -> None:
    capped = "remedies: [{id: late, of: {clock: fix}, kind: flat, amount: 100, cap: {amount: 100}}]"
    texts = [text_of(1), text_of(2, "2026-04-16")]
    wordings = [
        replaced(text, "remedies: [{id: late, of: {clock: fix}, kind: flat, pct: 10}]", capped) for text in texts
    ]
    late = [row for n in (2, 20) for row in late_ticket(f"T{n}", f"2026-04-{n:02}")]
    found = assess(wordings, read_lines(late), "2026-04").months
    assert [one.remedies.total for one in found] == [Decimal(50), Decimal(50)]
