"""Laws of what has lapsed: nobody else's amount depends on it, no cap is exceeded, and months sum to the whole."""

from datetime import datetime, timedelta
from decimal import Decimal as D
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lapsing import JANUARY, Row, judged, said, ticket, totals, wording
from sweeps import examples

from gwarant.sla.assessment import Assessment
from gwarant.sla.contract.model import Contract
from gwarant.sla.remedies.due import is_lapsed

NAMES, MONTHS = ("T-1", "T-2", "T-3", "T-4"), ("2026-01", "2026-02", "2026-03")
DAYS = st.integers(0, 88)
SUMS = st.sampled_from([0, 15, 45, 85, 125, 205])


@st.composite
def rules(draw: st.DrawFn) -> tuple[Contract, dict[str, int]]:
    """A contract with some caps, and these caps."""
    caps = {per: draw(SUMS) for per in draw(st.sets(st.sampled_from(["month", "contract_year", "total"])))}
    told = ", ".join(f"{{per: {per}, amount: {amount}}}" for per, amount in caps.items())
    word = draw(st.sampled_from(["sum", "highest"]))
    own = draw(st.sampled_from(["", ", cap: {amount: 75}", ", cap: {units: 5}"]))
    more = f"combine: {{same_incident: {word}}}, caps: [{told}], min: {draw(st.sampled_from([0, 40]))}"
    return wording(more, ("amount: 10}", f"amount: 10{own}}}")), caps


@st.composite
def stories(draw: st.DrawFn, *statuses: str) -> list[Row]:
    """Tickets, and what the parties said about their months."""
    rows = []
    for name in NAMES:
        start = JANUARY + timedelta(days=draw(DAYS), hours=draw(st.integers(0, 23)))
        rows += ticket(name, start, draw(st.integers(0, 3)), draw(st.integers(3, 12)))
    for number in range(draw(st.integers(0, 6))):
        about: dict[str, Any] = draw(
            st.fixed_dictionaries(
                {}, optional={"incident": st.sampled_from(NAMES), "remedy": st.sampled_from(["late", "slow"])}
            )
        )
        moment = JANUARY + timedelta(days=draw(DAYS), hours=20)
        rows.append(said(number, draw(st.sampled_from(statuses)), moment, draw(st.sampled_from(MONTHS)), **about))
    return rows


ALL = ("claimed", "claimed", "accepted", "settled", "waived", "disputed")
UNTIL = st.integers(1, 100).map(lambda days: JANUARY + timedelta(days=days))


def owed(found: Assessment) -> list[tuple[object, ...]]:
    """What each line that counts pays."""
    lines = [(one.month, line) for one in found.months for line in one.remedies.lines if line.kept]
    return [(month, line.remedy, line.incident, line.amount) for month, line in lines]


@settings(deadline=None, max_examples=examples(30))
@given(rules(), stories("claimed", "claimed", "waived", "disputed"), UNTIL)
def test_without_what_has_lapsed_everybody_else_gets_the_same(
    own: tuple[Contract, dict[str, int]], rows: list[Row], until: datetime
) -> None:
    found = judged(rows, "2026", own[0], until=until)
    lines = [line for one in found.months for line in one.remedies.lines]
    gone = frozenset(line.incident for line in lines) - {line.incident for line in lines if not is_lapsed(line)}
    left = [row for row in rows if row.get("ticket") not in gone]
    alone = judged(left, "2026", own[0], until=until)
    assert (totals(alone), owed(alone)) == (totals(found), owed(found))


@settings(deadline=None, max_examples=examples(30))
@given(rules(), stories(*ALL), UNTIL)
def test_what_is_due_exceeds_no_cap(own: tuple[Contract, dict[str, int]], rows: list[Row], until: datetime) -> None:
    contract, caps = own
    sums = [total or D(0) for total in totals(judged(rows, "2026", contract, until=until)).values()]
    assert max(sums) <= caps.get("month", 10_000)
    assert sum(sums) <= min(caps.get("contract_year", 10_000), caps.get("total", 10_000))


@settings(deadline=None, max_examples=examples(30))
@given(rules(), stories(*ALL))
def test_what_was_accepted_late_takes_nothing_from_what_was_claimed_in_time(
    own: tuple[Contract, dict[str, int]], rows: list[Row]
) -> None:
    """Where all was accepted after its last day, every month owes as much without that, or less."""
    late = {"at": (JANUARY + timedelta(days=115)).strftime("%Y-%m-%dT%H:%M:%SZ")}
    rows = [{**row, **(late if row.get("status") in ("accepted", "settled") else {})} for row in rows]
    less = [row for row in rows if row.get("status") not in ("accepted", "settled")]
    without, whole = (totals(judged(some, "2026", own[0])) for some in (less, rows))
    assert all((without[month] or D(0)) <= (whole[month] or D(0)) for month in without)


@settings(deadline=None, max_examples=examples(25))
@given(rules(), stories(*ALL))
def test_month_by_month_with_all_corrections_is_what_is_due_at_last(
    own: tuple[Contract, dict[str, int]], rows: list[Row]
) -> None:
    stated: dict[str, D | None] = {}
    for month in MONTHS:
        found = judged(rows, month, own[0])
        for one in found.money_corrections:
            assert stated[one.month] == one.before
            stated[one.month] = one.after
        stated |= totals(found)
        live: dict[str, D] = dict.fromkeys(stated, D(0))
        for entry in found.ledger:
            live[entry.month] += D(0) if entry.lapsed else entry.computed or D(0)
        assert live == stated
    assert totals(judged(rows, "2026-Q1", own[0])) == stated
