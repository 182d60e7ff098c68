"""Laws of the pool that hold for any entries."""

from dataclasses import replace
from decimal import Decimal as D
from itertools import pairwise

from hours_world import make_civil, make_months
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.contract.model.money import Carry, Drains, Hours, HoursRounding, Multiplier, Pool, Rates
from gwarant.sla.contract.values import Seconds
from gwarant.sla.evidence.model import TimeEntry
from gwarant.sla.hours import statements

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
    carry = Carry(periods=draw(st.integers(0, 3)), cap=D(draw(st.sampled_from([0, 33, 50, 100, 250]))))
    pool = Pool(amount=Seconds(draw(st.integers(0, 30 * H))), carry=carry)
    least = draw(st.integers(0, 2000))
    rounding = HoursRounding(unit=Seconds(draw(st.sampled_from([1, 60, 900, 1800]))), min=Seconds(least))
    return Hours(
        pool=pool,
        round=rounding,
        rates=Rates(included=D("180.00"), above=D("200.00"), multipliers=multipliers),
        not_charged=("warranty",),
    )


@st.composite
def worked(draw, reversals=True):
    rows = []
    for number in range(draw(st.integers(1, 8))):
        start = draw(st.integers(START, END - 30 * H))
        length = draw(st.integers(1, 20 * H))
        work = draw(st.sampled_from(["support", "support", "warranty"]))
        received = start + length + draw(st.integers(0, 40 * 24 * H))
        rows.append(TimeEntry(id=f"e{number}", start=start, end=start + length, received=received, work=work))
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


@given(a_contract(), worked())
def test_each_part_draws_what_it_asks_for(terms, rows):
    for month in run(terms, rows):
        taken_back = {line.part.reverses for line in month.lines}
        for line in month.lines:
            if not line.part.reverses and line.part.entry not in taken_back:
                assert line.above + line.pooled == line.part.drain


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
    row = rows[0]
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
        assert all(line.part.charged >= line.part.real for line in month.lines if line.part.work != "warranty")


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
