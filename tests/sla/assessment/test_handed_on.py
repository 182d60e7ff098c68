"""A month judged from what the months before it hand on is the month judged from the beginning."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.sla.assessment import to_document
from gwarant.sla.assessment.assess import judgement
from gwarant.sla.assessment.handed import Handed, Reached, reduced
from gwarant.sla.assessment.handing import handed_of
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.model import Evidence
from tests.sla.assessment.stories import CONTRACT, MONTHS, OWN, STORIES, Row, Stories, evidence, flat

_OTHERS = "duties: {copy: {every: P7D}}\n"
CALM: Contract = parse(
    CONTRACT.replace(_OTHERS, "").replace("  r4: {of: {duty: copy}, kind: flat, amount: 10}\n", "")
).required()


def calm(rows: Sequence[Row], but: int) -> list[Row]:
    """The rows, of which every so many-th alone may have come late."""
    return [row if n % but == 0 else {k: v for k, v in row.items() if k != "received"} for n, row in enumerate(rows)]


def document(judged: Any) -> dict[str, Any]:
    return {key: value for key, value in to_document(judged.assessment).items() if key != "inputs"}


def followed(contract: Contract, own: Evidence, months: Sequence[str], day: int | None) -> Iterator[bool]:
    """For each month but the first whether what was handed on sufficed; then it must give the same.

    With a day (from 1) the month is judged as it runs, as of the end of that day.
    """
    handed: Handed | None = None
    for month in months:
        whole = judgement([contract], own, month)
        if handed is not None:
            yield _same(contract, own, month, handed, until_of(month, day))
        try:
            judged = judgement([contract], reduced(own, handed), month, handed=handed) if handed else whole
        except Reached:
            judged = whole
        handed = handed_of(judged)


def until_of(month: str, day: int | None) -> int | None:
    return None if day is None else int(datetime.fromisoformat(f"{month}-{day:02}T23:00:00+00:00").timestamp())


def _same(contract: Contract, own: Evidence, month: str, handed: Handed, until: int | None) -> bool:
    try:
        judged = judgement([contract], reduced(own, handed), month, until, handed=handed)
    except Reached:
        return False
    assert document(judged) == document(judgement([contract], own, month, until))
    return True


@settings(deadline=None, max_examples=examples(5))
@given(STORIES, st.sampled_from([1, 3, 9, 1000]), st.integers(0, 27))
def test_a_month_from_what_was_handed_on_is_the_month_from_the_beginning(stories: Stories, but: int, day: int) -> None:
    own = evidence(calm(flat(stories), but))
    for _ in followed(OWN, own, MONTHS, day or None):
        pass


def story(number: int, day: date, minutes: int = 30) -> list[Row]:
    """A ticket that was answered after so many minutes, mended and closed, with an hour of work."""
    name, start = f"T{number:03}", datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    answered, mended = start + timedelta(minutes=minutes), start + timedelta(minutes=minutes + 60)
    told = [("reported", start, "customer"), ("replied", answered, "provider"), ("resolved", mended, "provider")]
    rows = [event(name, n, kind, at, by) for n, (kind, at, by) in enumerate(told)]
    work = {"type": "time", "id": f"{name}h", "ticket": name, "from": stamp(answered), "to": stamp(mended)}
    return [*rows, {**work, "person": "p"}]


def event(name: str, number: int, kind: str, at: datetime, by: str) -> Row:
    more = {"class": "a"} if kind == "reported" else {}
    return {"type": "ticket", "id": f"{name}{number}", "ticket": name, "at": stamp(at), "kind": kind, "by": by} | {
        "person": by,
        **more,
    }


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def closing(month: int) -> Row:
    at = datetime(2026, month + 1, 4, 9, tzinfo=UTC)
    return {"type": "closing", "id": f"c{month}", "at": stamp(at), "month": f"2026-{month:02}", "person": "p"}


def half_a_year(*more: Row) -> list[Row]:
    """Ten tickets a month, every fourth answered too late, and each month closed on the fourth of the next."""
    days = [date(2026, month, day) for month in range(1, 7) for day in range(3, 23, 2)]
    rows = [row for n, day in enumerate(days) for row in story(n, day, 200 if n % 4 == 0 else 30)]
    return [*rows, *(closing(month) for month in range(1, 6)), *more]


def test_a_calm_half_year_is_judged_from_what_each_month_hands_on() -> None:
    own = evidence(half_a_year())
    assert all(followed(CALM, own, MONTHS, 20))
    assert all(followed(CALM, own, MONTHS, None))


def test_what_is_over_is_left_behind() -> None:
    own = evidence(half_a_year())
    handed = handed_of(judgement([CALM], own, "2026-05"))
    june = reduced(own, handed)
    assert len(handed.left) == 50
    assert {row.ticket for row in june.events} == {f"T{n:03}" for n in range(50, 60)}
    assert len(june.entries) == 10


def test_a_ticket_that_is_opened_again_matters_again() -> None:
    again = event("T007", 9, "reopened", datetime(2026, 6, 9, 10, tzinfo=UTC), "customer")
    own = evidence(half_a_year(again))
    handed = handed_of(judgement([CALM], own, "2026-05"))
    assert "T007" in handed.left
    assert {row.kind for row in reduced(own, handed).events if row.ticket == "T007"} >= {"reported", "reopened"}
    assert all(followed(CALM, own, MONTHS, None))


def test_hours_of_a_closed_month_that_are_taken_back_ask_for_the_whole_evidence() -> None:
    row = {"type": "time", "id": "back", "ticket": "T007", "reverses": "T007h", "person": "p"}
    row |= {"from": "2026-06-09T10:00:00Z", "to": "2026-06-09T11:00:00Z"}
    found = list(followed(CALM, evidence(half_a_year(row)), MONTHS, None))
    assert found == [True, True, True, True, False]


def test_hours_that_come_too_late_count_in_the_open_month_beside_what_was_carried() -> None:
    row = {"type": "time", "id": "late", "person": "p", "from": "2026-02-09T10:00:00Z", "to": "2026-02-09T16:00:00Z"}
    own = evidence(half_a_year({**row, "received": "2026-06-09T10:00:00Z"}))
    assert all(followed(CALM, own, MONTHS, None))


def test_an_answer_that_turns_up_later_asks_for_the_whole_evidence() -> None:
    late = event("T008", 9, "replied", datetime(2026, 1, 19, 10, 10, tzinfo=UTC), "provider")
    own = evidence(half_a_year({**late, "received": "2026-04-09T10:00:00Z"}))
    found = list(followed(OWN, own, MONTHS, None))
    assert not found[2]


def test_what_was_handed_on_holds_for_the_next_month_alone() -> None:
    own = evidence(half_a_year())
    handed = handed_of(judgement([CALM], own, "2026-03"))
    with pytest.raises(Reached):
        judgement([CALM], own, "2026-05", handed=handed)


def test_what_was_handed_on_before_a_month_was_closed_does_not_hold_afterwards() -> None:
    rows = half_a_year()
    before = evidence([row for row in rows if row["id"] != "c5"])
    handed = handed_of(judgement([CALM], before, "2026-05"))
    with pytest.raises(Reached):
        judgement([CALM], evidence(rows), "2026-06", handed=handed)
