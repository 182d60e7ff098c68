"""Columns give the fold's verdicts exactly: tried on random tickets around the days that make trouble."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples
from world import Desk, at, contract, exclusion

from gwarant.sla.assessment.ownership import givings
from gwarant.sla.assessment.tickets import judge_tickets
from gwarant.sla.bulk import count_tickets
from gwarant.sla.evidence.columns import read_columns
from gwarant.sla.evidence.jsonl import write_lines
from gwarant.sla.evidence.known import known
from gwarant.sla.evidence.model import Evidence, Kind, Role, TicketEvent, Unread, Void, VoidReason
from gwarant.sla.evidence.voids import counting
from gwarant.sla.terms import Terms

DAY_MINUTES = 24 * 60
EDGES = ["2026-03-27 17:55", "2026-04-03 16:00", "2026-10-23 17:00", "2026-12-22 12:00", "2026-12-31 17:59"]
PAUSES = """
  - {id: waiting, start: question_sent, stop: client_reply, applies: [fix, restore]}
  - {id: third_party, start: declared, stop: upstream_resolved, applies: [fix]}
  - {id: force_majeure, applies: all, approve: client}
  - {id: parts, applies: [fix], cap: 1wd}
  - {id: called, start: second_attempt, stop: contact, applies: [fix]}
"""
CLOCKS = """
  - {id: response, stop: first_human_reply}
  - {id: restore, stop: service_restored, holding: 4h}
  - {id: updates, start: first_human_reply, stop: public_update, repeats: true}
  - {id: fix, stop: fix_accepted, acceptance: {deemed_after: 2wd, on_reject: resume_from_rejection}}
"""
TARGETS = """
  critical: {response: [15m, always], restore: [4h, always], updates: [1h, always], fix: [2wd, office]}
  serious: {response: [1h, office], restore: [8h, office], fix: [3wd 12:00, office]}
  usual: {response: [4h, office], fix: [P1M, office]}
"""
PHASES = """
  - {id: sale, every: 12-20..12-31, effect: {"targets.serious.response": [30m, always]}}
  - {id: start, from: 2026-03-28, length: P1W, effect: {targets: report_only, remedies: none}}
"""
NIGHTS = """
  office: {week: "Mon-Fri 22:00-06:00; Sat 10:00-14:00", holidays: PL}
  always: {week: "Mon-Sun 00:00-24:00"}
"""
DESKS = {
    "rich": Desk(pauses=PAUSES, clocks=CLOCKS, targets=TARGETS, after_workaround="{critical: serious}"),
    "no silence": Desk(
        pauses=PAUSES.replace("  - {id: called, start: second_attempt, stop: contact, applies: [fix]}\n", ""),
        clocks=CLOCKS.replace(
            "acceptance: {deemed_after: 2wd, on_reject: resume_from_rejection}", "auto_reply_counts: true"
        ),
        targets=TARGETS,
    ),
    "seasons": Desk(clocks=CLOCKS, targets=TARGETS, phases=PHASES),
    "nights": Desk(pauses=PAUSES, clocks=CLOCKS, targets=TARGETS, calendars=NIGHTS),
    "counted": Desk(
        clocks=CLOCKS, targets=TARGETS.replace("2wd,", "1wd,"), working_day_count="{start_day: counted}", pauses=PAUSES
    ),
    "outside": Desk(
        pauses=PAUSES,
        clocks=CLOCKS,
        targets="""
  critical:
    response: [15m, always]
    restore: {value: 4h, calendar: office, outside: {hours: office, value: 8h, calendar: always}}
  serious: {response: {value: 1h, calendar: office, outside: {hours: office, value: 2h}}, fix: [3wd 12:00, office]}
  usual: {response: [4h, office], fix: {value: 2wd, calendar: office, outside: {hours: office, value: 3wd}}}
""",
    ),
    "services": Desk(
        clocks=CLOCKS,
        targets=TARGETS,
        services="[{id: shop, name: Shop, targets: {serious: {response: [30m, always]}}}, {id: erp, name: ERP}]",
    ),
    "plain": Desk(classification="{raise_grace: 30m}", clocks=CLOCKS, targets=TARGETS),
    "from delivery": Desk(
        pauses=PAUSES, clocks=CLOCKS.replace("resume_from_rejection", "resume_from_delivery"), targets=TARGETS
    ),
}
CUSTOMER = (Kind.REPORTED, Kind.ACCEPTED, Kind.REJECTED, Kind.REOPENED)
USUAL = (
    Kind.REPLIED,
    Kind.ASKED,
    Kind.RESTORED,
    Kind.DELIVERED,
    Kind.RESOLVED,
    Kind.CLOSED,
    Kind.ACCEPTED,
    Kind.CLASSIFIED,
)
RARE = (*Kind, *USUAL)


@st.composite
def stories(draw: st.DrawFn, ticket: str = "T-1") -> list[TicketEvent]:
    """A ticket whose course is mostly plain."""
    start = at(draw(st.sampled_from(EDGES))) + 60 * draw(st.integers(0, 4 * DAY_MINUTES))
    class_ = draw(st.sampled_from(["critical", "serious", "usual", "change", "odd", ""]))
    kinds = draw(st.lists(st.sampled_from(USUAL if draw(st.integers(0, 3)) else RARE), max_size=10))
    rows = [
        (
            start,
            Kind.REPORTED,
            {
                "class_": class_,
                "channel": draw(st.sampled_from(["", "", "chat", "monitoring", "email", "email"])),
                "service": draw(st.sampled_from(["", "shop", "erp"])),
                "contract": draw(st.sampled_from(["", "", "SHOP-1", "R-1"])),
            },
        )
    ]
    for kind in kinds:
        moment = start + 60 * draw(st.one_of(st.integers(0, 300), st.integers(-3, 9 * DAY_MINUTES)))
        rows.append((moment, kind, draw(_fields(kind))))
    late = draw(st.sampled_from([0, 0, 0, 60]))
    if rows[0][2]["channel"] == "email":  # else it can never be dismissed
        rows = [(moment, kind, {"channel": "email", **fields}) for moment, kind, fields in rows]
    return [
        made(ticket, number, moment, kind, received=moment + late, **fields)
        for number, (moment, kind, fields) in enumerate(rows)
    ]


def made(ticket: str, number: int, moment: int, kind: Kind, **fields: object) -> TicketEvent:
    by = Role.CUSTOMER if kind in CUSTOMER else Role.PROVIDER
    values = {"by": by, "received": moment, **fields}
    return TicketEvent(id=f"{ticket}-{number:02}", at=moment, ticket=ticket, kind=kind, **values)


PERSON = {  # who has to be named
    Kind.LEFT: "leaver",
    Kind.RECOGNISED: "reporter",
    Kind.FOLLOWED: "follower",
    Kind.UNFOLLOWED: "follower",
}


@st.composite
def _fields(draw: st.DrawFn, kind: Kind) -> dict[str, object]:
    fields: dict[str, object] = {"automatic": draw(st.sampled_from([False] * 5 + [True]))}
    if kind is Kind.CLASSIFIED:
        fields["class_"] = draw(st.sampled_from(["critical", "serious", "usual"]))
    if kind in (Kind.PAUSED, Kind.RESUMED, Kind.ASKED):
        fields["reason"] = draw(st.sampled_from(["", "third_party", "parts", "waiting", "nothing"]))
    if kind is Kind.PAUSE_DECIDED:
        fields["approved"] = draw(st.booleans())
    if kind in (Kind.REPLIED, Kind.CALLED, Kind.CLOSED, Kind.ASKED):
        fields["by"] = draw(st.sampled_from(Role))
    if kind is Kind.ADOPTED:
        fields["contract"] = draw(st.sampled_from(["SHOP-1", "R-1"]))
    if kind is Kind.MOVED:
        fields["contract"] = draw(st.sampled_from(["", "SHOP-1", "R-1"]))
        fields["service"] = draw(st.sampled_from(["shop", "erp"]))
    if kind in (Kind.DISMISSED, Kind.TAKEN_UP):
        fields |= {"person": draw(st.sampled_from(["p-1", "p-1", ""])), "reason": "spam"}
    if kind in PERSON:
        fields |= {PERSON[kind]: "p-1", "by": draw(st.sampled_from([Role.CUSTOMER, Role.PROVIDER]))}
    if kind is Kind.MERGED:
        fields["into"] = draw(st.sampled_from(["T-1", "T-2", "T-9"]))
    return fields


def agree(terms: list[Terms], evidence: Evidence, period: tuple[int, int], later: int = 0) -> None:
    """Both ways give the same counts and the same breaches, of what was known so much later than the end."""
    source = source_of(evidence)
    counted = count_tickets(terms, read_columns(source), source, period, period[1] + later)
    named = givings(evidence.events)
    seen = counting(known(evidence, period[1] + later))
    judged = judge_tickets(terms, seen, period, period[1] + later, named=named)
    binding = [one for one in judged.readings if not one.reported_only]
    tallies = Counter((one.contract, one.class_, one.clock, one.verdict) for one in binding)
    found = {(*key, verdict): count for key, tally in counted.tallies.items() for verdict, count in tally.items()}
    assert found == dict(tallies)
    late = sorted((one.key, one.due_at, one.late) for one in binding if one.is_breached)
    assert sorted((one.key, one.due_at, one.late) for one in counted.breaches) == late
    assert counted.unjudged == judged.counts.unjudged


def source_of(evidence: Evidence):
    text = "".join(write_lines(evidence)).encode()
    return lambda: iter([text])


HEAPS = st.tuples(stories("T-1"), stories("T-2"), stories("T-3"))


@settings(deadline=None, max_examples=examples(400))
@given(
    st.sampled_from(sorted(DESKS)),
    HEAPS,
    st.integers(-DAY_MINUTES, 30 * DAY_MINUTES),
    st.sampled_from([0, 0, 60, DAY_MINUTES * 60]),
)
def test_counts_and_breaches_are_those_of_the_fold(
    name: str, heap: tuple[list[TicketEvent], ...], later: int, known_later: int
) -> None:
    events = [event for story in heap for event in story]
    end = heap[0][0].at + 60 * later
    agree([DESKS[name].terms], Evidence(events=tuple(events)), (end - 40 * DAY_MINUTES * 60, end), known_later)


@settings(deadline=None, max_examples=examples(40))
@given(HEAPS, st.lists(st.integers(0, 20 * DAY_MINUTES), min_size=1, max_size=3), st.integers(0, 30 * DAY_MINUTES))
def test_what_is_dismissed_or_taken_up_again_is_counted_so(
    heap: tuple[list[TicketEvent], ...], turns: list[int], later: int
) -> None:
    first = [replace(event, channel="email") for event in heap[0]]
    start, kinds = first[0].at, (Kind.DISMISSED, Kind.TAKEN_UP, Kind.DISMISSED)
    said = [
        made("T-1", 90 + n, start + 60 * minute, kind, person="p-1", reason="spam")
        for n, (minute, kind) in enumerate(zip(sorted(turns), kinds, strict=False))
    ]
    end = start + 60 * later
    evidence = Evidence(events=(*first, *said, *heap[1]))
    agree([DESKS["rich"].terms], evidence, (end - 40 * DAY_MINUTES * 60, end))


@settings(deadline=None, max_examples=examples(100))
@given(HEAPS, st.sampled_from(["", "event"]), st.integers(0, 30 * DAY_MINUTES))
def test_each_ticket_is_counted_under_the_wording_that_judges_it(
    heap: tuple[list[TicketEvent], ...], by: str, later: int
) -> None:
    sections = {"term": f"{{judged_by: {by}}}"} if by else {}
    first = contract(targets=TARGETS, clocks=CLOCKS, effective="{from: 2026-03-28, to: 2026-12-30}", **sections)
    second = contract(
        targets=TARGETS.replace("4h, office", "2h, office"),
        clocks=CLOCKS,
        effective="{from: 2026-04-05}",
        metadata="{id: SHOP-1, version: 2}",
        **sections,
    )
    end = heap[0][0].at + 60 * later
    events = tuple(event for story in heap for event in story)
    agree([Terms(first), Terms(second)], Evidence(events=events), (end - 40 * DAY_MINUTES * 60, end))


@settings(deadline=None, max_examples=examples(50))
@given(HEAPS, st.sampled_from(["", "mail of 15 June"]), st.sampled_from(["", "fix"]))
def test_what_was_excluded_is_counted_so(heap: tuple[list[TicketEvent], ...], consent: str, clock: str) -> None:
    events = tuple(event for story in heap for event in story)
    row = exclusion("Fri 2026-06-12 15:00", consent=consent, clock=clock)
    start = heap[0][0].at
    agree([DESKS["rich"].terms], Evidence(events=events, exclusions=(row,)), (start, at("2027-01-31 12:00")))


def test_a_move_to_no_contract_that_comes_at_the_end_is_seen_both_ways() -> None:
    start = at(EDGES[0])
    story = [made("T-1", 0, start, Kind.REPORTED, class_="critical")]
    story.append(made("T-1", 1, start + 60, Kind.MOVED, service="shop"))
    agree([DESKS["counted"].terms], Evidence(events=tuple(story)), (start - 60, start + 60))


def test_plain_tickets_do_not_need_the_fold() -> None:
    start = at("Mon 2026-06-08 09:00")
    story = [
        made("T-1", 0, start, Kind.REPORTED, class_="serious"),
        made("T-1", 1, start + 600, Kind.REPLIED),
        made("T-1", 2, start + 900, Kind.ASKED),
        made("T-1", 3, start + 7200, Kind.REPLIED, by=Role.CUSTOMER),
        made("T-1", 4, start + 9000, Kind.DELIVERED),
        made("T-1", 5, start + 9900, Kind.ACCEPTED, by=Role.CUSTOMER),
        made("T-1", 6, start + 9900, Kind.CLOSED, by=Role.CUSTOMER),
    ]
    source = source_of(Evidence(events=tuple(story)))
    for name in ("rich", "seasons", "nights", "counted", "plain"):
        counted = count_tickets([DESKS[name].terms], read_columns(source), source, (start, start + 86_400))
        assert (counted.tickets, counted.folded, bool(counted.tallies)) == (1, 0, True)


@settings(deadline=None, max_examples=examples(50))
@given(HEAPS, st.sampled_from(["T-1-00", "T-1-01", "T-2-01", "T-9"]), st.sampled_from(["T-1", "T-3", ""]))
def test_what_was_voided_or_could_not_be_read_is_counted_so(
    heap: tuple[list[TicketEvent], ...], row: str, lost: str
) -> None:
    events = tuple(event for story in heap for event in story)
    start = heap[0][0].at
    void = Void(id="v1", at=start, received=start, row=row, reason=VoidReason.TWICE)
    unread = Unread(id="lost", at=start, received=start, of="ticket", line="0", ticket=lost)
    evidence = Evidence(events=events, voids=(void,), unread=(unread,))
    agree([DESKS["rich"].terms], evidence, (start, at("2027-01-31 12:00")))


@settings(deadline=None, max_examples=examples(100))
@given(HEAPS, st.sampled_from(["rich", "nights", "counted", "outside"]))
def test_where_the_listed_holidays_end_both_ways_say_that_they_could_not_check(
    heap: tuple[list[TicketEvent], ...], desk: str
) -> None:
    own = DESKS[desk].contract
    terms = Terms(replace(own, resolved=replace(own.resolved, through=1996)))
    events = tuple(event for story in heap for event in story)
    agree([terms], Evidence(events=events), (heap[0][0].at, at("2027-01-31 12:00")))
