"""Laws that hold for every ticket, tried on random ones around the days that make trouble."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from minute_oracle import used_and_due, verdict
from sweeps import examples
from world import Desk, at

from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.reading import SegmentKind, Verdict
from gwarant.sla.clocks.ticket import tickets_of
from gwarant.sla.evidence.model import Kind, Role, TicketEvent

PAUSES = """
  - {id: waiting, start: question_sent, stop: client_reply, applies: [fix]}
  - {id: third_party, start: declared, stop: upstream_resolved, applies: [fix]}
"""
EDGES = ["2026-03-27 17:55", "2026-04-03 16:00", "2026-10-23 17:00", "2026-12-22 12:00", "2026-12-31 17:59"]
DAY_MINUTES = 24 * 60

simple = Desk(pauses=PAUSES)
rich = Desk(
    pauses=PAUSES.replace("applies: [fix]", "applies: all")
    + "  - {id: force_majeure, applies: all, approve: client}\n  - {id: parts, applies: [fix], cap: 1wd}",
    clocks="""
  - {id: response, stop: first_human_reply}
  - {id: restore, stop: service_restored, holding: 4h}
  - {id: updates, start: first_human_reply, stop: public_update, repeats: true}
  - {id: fix, stop: fix_accepted, acceptance: {deemed_after: 2wd, on_reject: resume_from_rejection}}
""",
    targets="""
  critical: {response: [15m, always], restore: [4h, always], updates: [1h, always], fix: [2wd, office]}
  serious: {response: [1h, office], restore: [8h, office], fix: [3wd 12:00, office]}
  usual: {response: [4h, office], fix: [P1M, office]}
""",
    after_workaround="{critical: serious}",
)
CUSTOMER = (Kind.REOPENED, Kind.ACCEPTED, Kind.REJECTED, Kind.PAUSE_DECIDED, Kind.RESTORATION_FAILED)


def made(moment, number, kind, **fields):
    by = Role.CUSTOMER if kind in CUSTOMER or kind is Kind.REPORTED else Role.PROVIDER
    values = {"ticket": "T-1", "received": moment, "by": by, "person": "alice", **fields}
    return TicketEvent(id=f"e{number:03}", at=moment, kind=kind, **values)


@st.composite
def stories(draw):
    """A report near a troublesome day and up to twelve events in the days after it."""
    start = at(draw(st.sampled_from(EDGES))) + 60 * draw(st.integers(0, 4 * DAY_MINUTES))
    kinds = draw(st.lists(st.sampled_from([*Kind]), max_size=12))
    moments = draw(st.lists(st.integers(-60, 9 * DAY_MINUTES), min_size=len(kinds), max_size=len(kinds)))
    classes = st.sampled_from(["critical", "serious", "usual", "change"])
    way = {"channel": draw(st.sampled_from(["", "email"]))}
    rows = [made(start, 0, Kind.REPORTED, class_=draw(classes), **way)]
    for number, (kind, minute) in enumerate(zip(kinds, moments, strict=True), 1):
        fields = {"class_": draw(classes)} if kind is Kind.CLASSIFIED else {}
        fields |= (
            {"reason": draw(st.sampled_from(["third_party", "force_majeure", "parts"]))} if kind is Kind.PAUSED else {}
        )
        fields |= {"approved": draw(st.booleans())} if kind is Kind.PAUSE_DECIDED else {}
        fields |= {"by": draw(st.sampled_from(Role))} if kind in (Kind.REPLIED, Kind.CALLED, Kind.CLOSED) else {}
        fields |= {"automatic": draw(st.sampled_from([False, False, False, True]))}
        fields |= {"reason": "spam"} if kind is Kind.DISMISSED else {}
        rows.append(made(start + 60 * minute, number, kind, **{**way, **fields}))
    return tuple(rows)


@st.composite
def plain_stories(draw):
    """A report, questions, pauses, changes of class, and perhaps a resolution."""
    start = at(draw(st.sampled_from(EDGES))) + 60 * draw(st.integers(0, 4 * DAY_MINUTES))
    classes = st.sampled_from(["critical", "serious", "usual"])
    kinds = st.sampled_from(["asked", "replied", "paused", "resumed", "classified"])
    later = st.lists(st.tuples(st.integers(1, 6 * DAY_MINUTES), kinds), max_size=8, unique_by=lambda row: row[0])
    rows = [(start, "reported", draw(classes))]
    for minute, kind in sorted(draw(later)):
        fields = (draw(classes),) if kind == "classified" else ()
        rows.append((start + 60 * minute, kind, *fields))
    if draw(st.booleans()):
        rows.append((rows[-1][0] + 60 * draw(st.integers(1, 3 * DAY_MINUTES)), "resolved"))
    return [row for n, row in enumerate(rows) if not (row[1] == "classified" and row[2] == _class_before(rows, n))]


def _class_before(rows, n):
    return [row[2] for row in rows[:n] if len(row) > 2][-1]


def events_of(story):
    fields = {
        "paused": {"reason": "third_party"},
        "resumed": {"reason": "third_party"},
        "replied": {"by": Role.CUSTOMER},
    }
    return [
        made(moment, n, Kind(kind), **({"class_": rest[0]} if rest else {}), **fields.get(kind, {}))
        for n, (moment, kind, *rest) in enumerate(story)
    ]


def readings(desk, events, as_of):
    found = tickets_of(events)
    return read_clocks(found[0], desk.terms, as_of)


@settings(deadline=None, max_examples=examples(120))
@given(plain_stories(), st.integers(0, 8 * DAY_MINUTES))
def test_a_count_minute_by_minute_agrees(story, later):
    as_of = story[0][0] + 60 * later
    seen = [row for row in story if row[0] <= as_of]
    reading = next(one for one in readings(simple, events_of(story), as_of) if one.clock == "fix")
    used, due = used_and_due(seen, reading.class_, as_of)
    expected, when = verdict(seen, as_of)
    since = next(
        (moment for moment, *_, name in reversed([r for r in seen if len(r) > 2]) if name == reading.class_), 0
    )
    assert reading.used == used * 60
    assert (reading.verdict, reading.verdict_at) == (expected, when)
    assert reading.due_at in (due, max(due, since), reading.verdict_at)


@settings(deadline=None)
@given(stories(), st.integers(0, 14 * DAY_MINUTES))
def test_segments_cover_the_clock_without_a_gap_and_sum_to_what_is_used(story, later):
    for reading in readings(rich, story, story[0].at + 60 * later):
        horizon = reading.as_of if reading.stopped_at is None else reading.stopped_at
        edges = [(one.start, one.end) for one in reading.segments]
        assert all(left[1] == right[0] for left, right in pairwise(edges))
        assert (edges[0][0], edges[-1][1]) == (reading.started_at, horizon) if edges else reading.started_at >= horizon
        assert sum(one.seconds for one in reading.segments if one.kind is SegmentKind.COUNTED) == reading.used


@settings(deadline=None)
@given(stories(), st.integers(0, 14 * DAY_MINUTES), st.integers(0, 14 * DAY_MINUTES))
def test_what_was_decided_before_the_moment_asked_lacks_its_segments_and_nothing_else(story, later, asked):
    as_of, moment = (story[0].at + 60 * minutes for minutes in (later, asked))
    ticket = tickets_of(story)[0]
    brief = read_clocks(ticket, rich.terms, as_of, explained=moment)
    assert brief == tuple(
        one if _is_told(one, moment) else replace(one, segments=()) for one in read_clocks(ticket, rich.terms, as_of)
    )


def _is_told(reading, moment):
    return reading.is_breached or (reading.as_of if reading.verdict_at is None else reading.verdict_at) >= moment


@settings(deadline=None)
@given(stories(), st.randoms(use_true_random=False), st.integers(0, 14 * DAY_MINUTES))
def test_the_order_of_the_rows_does_not_matter(story, random, later):
    shuffled = list(story)
    random.shuffle(shuffled)
    as_of = story[0].at + 60 * later
    assert readings(rich, shuffled, as_of) == readings(rich, story, as_of)


@settings(deadline=None)
@given(stories(), st.integers(0, 14 * DAY_MINUTES))
def test_events_after_the_moment_change_nothing(story, later):
    as_of = story[0].at + 60 * later
    seen = [event for event in story if event.at <= as_of]
    assert readings(rich, story, as_of) == readings(rich, seen, as_of)


@settings(deadline=None)
@given(stories(), st.integers(0, 14 * DAY_MINUTES), st.integers(0, 40 * DAY_MINUTES))
def test_what_is_decided_stays_decided(story, first, later):
    """Without a new event a later look finds the same verdicts."""
    as_of = max(story[0].at + 60 * first, *(event.at for event in story))
    after = {one.key: one for one in readings(rich, story, as_of + 60 * later)}
    for reading in readings(rich, story, as_of):
        if reading.verdict is not Verdict.PENDING:
            again = after[reading.key]
            assert (again.verdict, again.verdict_at) == (reading.verdict, reading.verdict_at)


@settings(deadline=None)
@given(stories(), st.integers(0, 14 * DAY_MINUTES), st.integers(0, 40 * DAY_MINUTES))
def test_a_running_clock_never_goes_back(story, first, later):
    as_of = max(story[0].at + 60 * first, *(event.at for event in story))
    after = {one.key: one for one in readings(rich, story, as_of + 60 * later)}
    for reading in readings(rich, story, as_of):
        if reading.started_at == after[reading.key].started_at:
            assert after[reading.key].used >= reading.used


@settings(deadline=None)
@given(plain_stories(), st.integers(1, 6 * DAY_MINUTES), st.integers(1, 3 * DAY_MINUTES))
def test_one_more_pause_never_harms(story, minute, length):
    """It makes no met reading breached and brings no deadline nearer."""
    as_of = story[-1][0] + 60 * 8 * DAY_MINUTES
    start = story[0][0] + 60 * minute
    events = [event for event in events_of(story) if event.kind not in (Kind.PAUSED, Kind.RESUMED)]
    pause = (
        made(start, 900, Kind.PAUSED, reason="third_party"),
        made(start + 60 * length, 901, Kind.RESUMED, reason="third_party"),
    )
    before = next(one for one in readings(simple, events, as_of) if one.clock == "fix")
    after = next(one for one in readings(simple, [*events, *pause], as_of) if one.clock == "fix")
    assert not (after.is_breached and before.verdict is Verdict.MET)
    if after.class_ == before.class_:
        assert after.used <= before.used
        assert after.due_at >= before.due_at


@settings(deadline=None)
@given(stories(), *[st.integers(0, 14 * DAY_MINUTES)] * 3)
def test_what_was_dismissed_and_taken_up_again_is_as_if_it_never_had_been(story, first, second, later):
    dismissed, taken_up = (story[0].at + 60 * minute for minute in sorted((first, second)))
    told = [event for event in story if event.kind not in (Kind.DISMISSED, Kind.TAKEN_UP)]
    turns = [made(dismissed, 980, Kind.DISMISSED, reason="spam"), made(taken_up, 981, Kind.TAKEN_UP)]
    as_of = story[0].at + 60 * later
    found = readings(rich, [*told, *turns], as_of)
    if dismissed <= as_of < taken_up and tickets_of([*told, turns[0]])[0].seen_at(as_of).is_dismissed:
        assert found == ()
    else:
        assert found == readings(rich, told, as_of)


@given(stories())
def test_the_same_input_gives_the_same_reading(story):
    as_of = story[0].at + 60 * 10 * DAY_MINUTES
    assert readings(rich, story, as_of) == readings(rich, [replace(event) for event in story], as_of)


@settings(deadline=None)
@given(stories(), stories(), st.integers(0, 14 * DAY_MINUTES), st.integers(0, 14 * DAY_MINUTES))
def test_a_merge_that_has_not_happened_yet_changes_nothing(one, other, merged, later):
    second = [replace(event, ticket="T-2", id=f"o{event.id}") for event in other]
    when = max(one[0].at, other[0].at) + 60 * merged
    as_of = one[0].at + 60 * later
    story = [*one, *second, made(when, 990, Kind.MERGED, into="T-1", ticket="T-2")]
    seen = [event for event in story if event.at <= as_of]
    both = {found.id: read_clocks(found, rich.terms, as_of) for found in tickets_of(story)}
    for found in tickets_of(seen):
        assert both[found.id] == read_clocks(found, rich.terms, as_of)
