"""Laws of the pool that hold for any entries."""

from dataclasses import replace
from decimal import Decimal as D
from itertools import pairwise

from hours_world import make_civil, make_months
from hypothesis import given
from hypothesis import strategies as st

from gwarant.pictures.summary import pool_of, pool_over
from gwarant.sla.contract.model.money import (
    Carry,
    ChargedTo,
    Drains,
    Hours,
    HoursRounding,
    Multiplier,
    Pool,
    Rates,
    WorkKind,
)
from gwarant.sla.contract.values import Seconds
from gwarant.sla.evidence.model import TimeEntry
from gwarant.sla.hours import shares, statements
from gwarant.sla.hours.charge import key_of

H = 3600
CIVIL = make_civil()
MONTHS = make_months("2026-03", 4)
START, END = MONTHS[0].start, MONTHS[-1].end


@st.composite
def a_contract(draw):
    drains = st.sampled_from(list(Drains))
    multipliers = (
        Multiplier(when="outside biuro", x=D("1.5"), drains=draw(drains)),
        Multiplier(when="Sun or holiday", x=D("1.37"), drains=draw(drains)),
    )
    cap, forever = D(draw(st.sampled_from([0, 33, 50, 100, 250]))), draw(st.booleans())
    carry = Carry(periods=draw(st.integers(0, 3)), cap=cap, forever=forever)
    pool = Pool(amount=Seconds(draw(st.integers(0, 30 * H))), carry=carry, unlimited=draw(st.booleans()))
    least = draw(st.integers(0, 2000))
    rounding = HoursRounding(unit=Seconds(draw(st.sampled_from([1, 60, 900, 1800]))), min=Seconds(least))
    return Hours(
        pool=pool,
        round=rounding,
        rates=Rates(included=D("180.00"), above=D("200.00"), multipliers=multipliers),
        not_charged=("warranty",),
        work=draw(some_kinds()),
    )


def some_kinds():
    """Kinds that are charged to somebody, up to a limit, with a rounding of their own."""
    limits = st.none() | st.integers(0, 30 * H).map(Seconds)
    roundings = st.none() | st.just(HoursRounding(unit=Seconds(3600)))
    charges = st.sampled_from(list(ChargedTo))
    kinds = st.builds(
        WorkKind,
        id=st.just("improvement"),
        charge=charges,
        rate=st.none() | st.just(D("99.90")),
        round=roundings,
        at_most=limits,
        beyond=charges,
    )
    return st.lists(kinds, max_size=1).map(tuple)


@st.composite
def worked(draw, reversals=True):
    rows = []
    for number in range(draw(st.integers(1, 8))):
        start = draw(st.integers(START, END - 30 * H))
        length = draw(st.integers(1, 20 * H))
        work = draw(st.sampled_from(["support", "support", "warranty", "improvement", "improvement"]))
        received = start + length + draw(st.integers(0, 40 * 24 * H))
        ticket = draw(st.sampled_from(["", "T", "U"]))
        end = start + length
        rows.append(TimeEntry(id=f"e{number}", start=start, end=end, received=received, work=work, ticket=ticket))
    if reversals:
        for original in draw(st.lists(st.sampled_from(rows), unique=True, max_size=3)):
            moment = draw(st.integers(START, END - 1))
            received = max(moment, original.received)
            row = TimeEntry(id=f"u{original.id}", start=moment, end=moment, received=received, reverses=original.id)
            rows.append(row)
    return rows


def run(terms, rows, closings=None):
    return statements(terms, rows, MONTHS, civil=CIVIL, closings=closings)


def lots(pieces):
    return sum(piece.seconds for piece in pieces)


@given(a_contract(), worked())
def test_lots_sum_to_the_balance(terms, rows):
    months = run(terms, rows)
    for month in months:
        income = month.granted + lots(month.carried_in) + month.returned
        assert income == month.drained + lots(month.expired) + lots(month.carried_out)
    for former, month in pairwise(months):
        assert former.carried_out == month.carried_in


@given(a_contract(), worked(), st.integers(0, 3))
def test_what_several_months_have_is_there_once(terms, rows, first):
    months = run(terms, rows)[first:]
    whole = pool_over(months)
    assert whole.there == sum(one.granted + one.returned for one in months) + lots(months[0].carried_in)
    assert whole.left == sum(lots(one.expired) for one in months) + lots(months[-1].carried_out)
    assert pool_over(months[:1]) == pool_of(months[0])


@given(a_contract(), worked())
def test_each_part_draws_what_it_asks_for(terms, rows):
    for month in run(terms, rows):
        taken_back = {line.part.reverses for line in month.lines}
        for line in month.lines:
            if not line.part.reverses and line.part.entry not in taken_back:
                assert line.above + line.pooled == line.part.asked


@given(a_contract(), worked())
def test_the_months_sum_to_the_whole(terms, rows):
    months = run(terms, rows)
    whole = statements(terms, rows, [replace(MONTHS[0], end=END)], civil=CIVIL)[0]
    assert sum(month.real for month in months) == whole.real
    assert sum(month.charged for month in months) == whole.charged


@given(a_contract(), worked(reversals=False))
def test_taking_everything_back_at_once_leaves_no_trace(terms, rows):
    undone = [replace(row, id=f"u{row.id}", reverses=row.id) for row in rows]
    for month, empty in zip(run(terms, rows + undone), run(terms, []), strict=True):
        assert (month.real, month.charged, month.overage, month.amount) == (0, 0, 0, D("0.00"))
        assert (month.carried_out, month.expired) == (empty.carried_out, empty.expired)


@given(a_contract(), worked(reversals=False), st.integers(START, END - 1))
def test_taking_everything_back_later_undoes_hours_and_money(terms, rows, moment):
    undone = [TimeEntry(id=f"u{r.id}", start=moment, end=moment, received=END * 2, reverses=r.id) for r in rows]
    months = run(terms, rows + undone)
    assert sum(month.charged for month in months) == 0
    drawn = [line for month in months for line in month.lines]
    assert sum(line.above for line in drawn) == 0
    assert sum(line.pooled for line in drawn) == 0
    assert abs(sum(month.amount for month in months)) <= D("0.01") * len(MONTHS) * 4


@given(a_contract(), worked(reversals=False), st.integers(1, 19))
def test_splitting_an_entry_changes_its_charge_by_no_more_than_a_rounding(terms, rows, share):
    row, terms = rows[0], replace(terms, work=())
    middle = row.start + max(1, (row.end - row.start) * share // 20)
    if middle >= row.end:
        return
    halves = [replace(row, id="x", end=middle), replace(row, id="y", start=middle)]
    whole, parts = (sum(month.charged for month in run(terms, some)) for some in ([row], halves))
    assert whole <= parts <= whole + terms.round.unit.seconds + terms.round.min.seconds
    exact = replace(terms, round=HoursRounding(unit=Seconds(1)))
    one, two = (sum(month.charged for month in run(exact, some)) for some in ([row], halves))
    assert one == two


@given(a_contract(), worked(reversals=False))
def test_no_part_is_charged_less_than_was_worked_when_rounding_up(terms, rows):
    for month in run(terms, rows):
        paid = [line.part for line in month.lines if line.part.charge is not ChargedTo.NEVER]
        assert all(part.charged >= part.real for part in paid)


@given(a_contract(), worked(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(terms, rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    assert run(terms, mixed) == run(terms, rows)


@given(a_contract(), worked(), st.integers(0, 20))
def test_what_comes_after_the_closing_never_changes_the_closed_month(terms, rows, days):
    closings = {month.name: month.end + days * 24 * H for month in MONTHS}
    for number, month in enumerate(MONTHS):
        known = [row for row in rows if row.received < closings[month.name]]
        assert run(terms, known, closings)[number] == run(terms, rows, closings)[number]


@given(a_contract(), worked())
def test_a_split_entry_keeps_its_real_time_and_loses_no_charge(terms, rows):
    """Real time is kept always, charged time where nothing is borne free."""
    plain = replace(terms, work=tuple(replace(kind, at_most=None) for kind in terms.work))
    parted, whole = run(terms, rows), run(plain, rows)
    assert [month.real for month in parted] == [month.real for month in whole]
    if all(ChargedTo.NEVER not in (kind.charge, kind.beyond) for kind in terms.work):
        assert [month.charged + month.apart for month in parted] == [month.charged + month.apart for month in whole]


@given(a_contract(), worked(reversals=False))
def test_no_ticket_takes_more_than_its_limit(terms, rows):
    tickets = {row.id: row.ticket or row.id for row in rows}
    for kind in terms.work:
        if kind.at_most is None or kind.charge is kind.beyond:
            continue
        taken: dict[str, int] = {}
        for line in (line for month in run(terms, rows) for line in month.lines):
            if line.part.work == kind.id and line.part.charge is kind.charge:
                ticket = tickets[line.part.entry]
                taken[ticket] = taken.get(ticket, 0) + line.part.charged
        assert all(seconds <= kind.at_most.seconds for seconds in taken.values())


@given(a_contract(), worked())
def test_kinds_sum_to_the_month(terms, rows):
    for month in run(terms, rows):
        assert sum(kind.real for kind in month.kinds) == month.real
        assert sum(kind.charged for kind in month.kinds) == month.charged
        assert sum(kind.apart for kind in month.kinds) == month.apart
        assert sum(kind.amount for kind in month.kinds) == month.amount


@given(a_contract(), worked())
def test_the_shares_of_the_entries_sum_to_what_the_month_costs(terms, rows):
    """Each charge by itself, and all of them; none is more than a rounding away from its own price."""
    for month in run(terms, rows):
        dealt = shares(month.lines, month.charges)
        assert sum((one.amount for one in dealt), D(0)) == month.amount
        for charge in month.charges:
            own = [one for one in dealt if key_of(one.line, one.reason, one.price) == charge.key]
            assert (sum(one.amount for one in own), sum(one.seconds for one in own)) == (charge.amount, charge.seconds)
        assert all(one.is_exact or abs(one.amount * H - one.price * one.seconds) <= H * D("0.02") for one in dealt)
