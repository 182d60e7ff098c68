"""How what an entry costs is told: its time, its factor, its rate, and what several prices come to each."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from django.utils.translation import override

from gwarant.sla.contract.model.money import ChargedTo, Drains, Hours, Multiplier, Pool, Rates, WorkKind
from gwarant.sla.contract.values import Seconds
from gwarant.sla.evidence.model import TimeEntry
from gwarant.sla.hours import CivilTime, Month, shares, statement
from gwarant.web.hours.derived import Derived, derived

H = 3600
EVENING = CivilTime(lambda *_: ((0, 10 * H),), lambda *_: (), lambda *_: ())  # the office is open for ten hours
MONTH = Month(name="2026-03", start=0, end=30 * 24 * H)
TERMS = Hours(
    pool=Pool(amount=Seconds(3 * H)),
    rates=Rates(included=D(180), above=D(200), multipliers=(Multiplier(when="outside office", x=D("1.5")),)),
    not_charged=("warranty",),
    work=(
        WorkKind(id="travel", charge=ChargedTo.RATE, rate=D(90)),
        WorkKind(id="improvement", charge=ChargedTo.APART),
    ),
)


def told(terms: Hours, work: str, start: int, hours: int, lang: str = "en") -> Derived:
    """What is told of one entry of so many hours, from that hour on."""
    row = TimeEntry(id="e", start=start * H, end=(start + hours) * H, received=MONTH.end - 1, work=work)
    found = statement(terms, [row], [MONTH], upto=MONTH, civil=EVENING)
    with override(lang):
        return derived(found.lines, [(one, "PLN") for one in shares(found.lines, found.charges)])


@pytest.mark.parametrize(
    ("work", "start", "hours", "steps", "amount"),
    [
        ("support", 1, 2, (), ""),
        ("support", 1, 4, ("1 h above the pool × PLN 200.00",), "PLN 200.00"),
        ("support", 9, 2, ("1 h from the pool × (1.5 − 1) × PLN 180.00",), "PLN 90.00"),
        (
            "support",
            9,
            4,
            (
                "1 h above the pool × 1.5 × PLN 200.00 = PLN 300.00",
                "2 h from the pool × (1.5 − 1) × PLN 180.00 = PLN 180.00",
            ),
            "PLN 480.00",
        ),
        ("travel", 1, 2, ("2 h × PLN 90.00",), "PLN 180.00"),
        ("travel", 10, 2, ("2 h × 1.5 × PLN 90.00",), "PLN 270.00"),
        ("improvement", 1, 2, ("2 h quoted by themselves, not charged here",), ""),
        ("warranty", 1, 2, ("not charged",), ""),
    ],
)
def test_each_price_of_an_hour_is_told_with_its_time(
    work: str, start: int, hours: int, steps: tuple[str, ...], amount: str
) -> None:
    one = told(TERMS, work, start, hours)
    assert (one.real, one.steps, one.amount) == (hours * H, steps, amount)


def test_a_dearer_time_that_drains_the_pool_says_how_much() -> None:
    faster = replace(TERMS.rates, multipliers=(replace(TERMS.rates.multipliers[0], drains=Drains.POOL),))
    one = told(replace(TERMS, rates=faster), "support", 10, 1)
    assert (one.charged, one.steps, one.amount) == (H, ("1 h × 1.5 = 1 h 30 min of the pool",), "")


def test_a_blank_price_is_told_and_a_reader_of_polish_reads_polish() -> None:
    blank = told(replace(TERMS, rates=Rates()), "support", 1, 4, "pl")
    assert (blank.steps, blank.amount) == (("1 godz. ponad pulę × brak ceny",), "brak ceny")


@pytest.mark.parametrize(("start", "hours", "factors"), [(1, 2, ""), (10, 2, "× 1.5"), (9, 4, "× 1.5 (3 h)")])
def test_a_factor_names_its_part_of_the_time_where_it_is_not_the_whole(start: int, hours: int, factors: str) -> None:
    assert told(TERMS, "support", start, hours).factors == factors
