from datetime import date

import pytest
from django.utils.translation import override

from gwarant.contracts.linting import MOST_LETTERS, Ground, check_text, earliest_day, service_keys
from gwarant.packages import library
from gwarant.pictures.clauses import compose
from gwarant.sla.contract.blank import blank_contract
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.problem import Severity

ANSWERS = {
    "parties.provider.name": "House",
    "parties.client.name": "Shop",
    "services.shop.name": "The shop",
    "effective.from": "2026-07-01",
    "fee.monthly": "1200",
    "hours.rates.above": "200",
    "remedy_rules.settle": "price_reduction",
}
GROUND = Ground(number="S-1", version=1, systems=("shop", "till"), today=date(2026, 6, 1))


def text(version: int = 1, **more: str) -> str:
    answers = {**ANSWERS, **{path.replace("__", "."): value for path, value in more.items()}}
    return compose("business", answers, number="S-1", version=version)


def wording(**more: str) -> Contract:
    return parse(text(**more), "", library()).required()


def codes(told: str, ground: Ground = GROUND) -> list[str]:
    return [one.path for one in check_text(told, ground).stops]


def test_a_filled_contract_is_fit() -> None:
    assert check_text(text(), GROUND).is_fit


def test_a_blank_contract_names_its_blanks_in_the_order_of_its_lines() -> None:
    stops = check_text(blank_contract("business", library()), Ground()).stops
    assert all(one.severity is Severity.BLANK for one in stops)
    lines = [one.line for one in stops if not one.file]
    assert lines == sorted(lines)
    assert {"metadata.id", "fee.monthly", "effective.from"} <= {one.path for one in stops}


def test_another_number_or_version_than_the_contract_has_is_an_error_with_its_line() -> None:
    stops = check_text(text().replace("S-1", "S-2"), GROUND).stops
    assert [(one.path, one.line) for one in stops] == [("metadata.id", 3)]
    assert codes(text(version=4)) == ["metadata.version"]


def test_a_system_that_the_customer_does_not_have_is_an_error_with_the_nearest_name() -> None:
    stops = check_text(text(services__tlil__name="Typo"), GROUND).stops
    assert [(one.path, one.hint) for one in stops] == [("services.tlil", "did you mean 'till'?")]


def test_a_package_is_no_contract() -> None:
    assert "kind" in codes(library()["package/basic@2026.1"])


def test_a_contract_without_systems_of_the_customer_covers_all_of_them() -> None:
    whole = parse(blank_contract("basic", library()), "", library()).contract
    assert whole is not None
    assert service_keys(whole, ("shop",)) == []
    assert service_keys(whole, ("main", "shop")) == ["main"]
    assert service_keys(wording(), ("shop",)) == ["shop"]


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "   \n",
        "- a\n- b\n",
        "a: [",
        "a: &a [*a]",
        "just words",
        "apiVersion: sla/v1\nkind: Contract\n",
        'apiVersion: sla/v1\nkind: Contract\nparties: {provider: {name: a}, client: {name: "\\0"}}\n',
        "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
        "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n",
        "[" * 5000,
        "x" * (MOST_LETTERS + 1),
        "\x07",
        "\ud800",
    ],
)
def test_what_is_no_contract_gets_a_sentence(broken: str) -> None:
    checked = check_text(broken, GROUND)
    assert checked.stops
    assert not checked.is_fit
    for one in checked.stops:
        assert one.message
        str(one).encode()
        assert "\0" not in str(one)


def test_a_letter_that_no_database_holds_is_refused() -> None:
    told = text().replace("name: Shop", 'name: "Sh\\0op"')
    assert [one.code for one in check_text(told, GROUND).stops] == ["letters"]


@pytest.mark.parametrize(
    ("starts", "warned"), [("2026-06-30", True), ("2026-07-01", True), ("2026-07-02", False), ("2026-09-01", False)]
)
def test_a_change_sooner_than_its_notice_is_a_warning_with_the_earliest_lawful_day(starts: str, warned: bool) -> None:
    ground = Ground(
        number="S-1", version=2, systems=("shop",), former=wording(effective__from="2026-01-01"), today=date(2026, 6, 1)
    )
    checked = check_text(text(version=2, effective__from=starts), ground)
    found = [one for one in checked.problems if one.code == "notice"]
    assert checked.is_fit
    assert [("2026-07-02" in one.hint, one.line) for one in found] == ([(True, 4)] if warned else [])


def test_an_amendment_that_ends_the_contract_sooner_is_warned_of_in_the_readers_words() -> None:
    ground = Ground(
        number="S-1", version=2, systems=("shop",), former=wording(effective__from="2026-01-01"), today=date(2026, 6, 1)
    )
    told = text(version=2, effective__from="2026-08-01", effective__to="2026-08-31")
    with override("pl"):
        checked = check_text(told, ground)
    (found,) = [one for one in checked.problems if one.path == "effective.to"]
    assert (checked.is_fit, found.message.startswith("umowa kończy się 2026-08-31")) == (True, True)


def test_a_change_cannot_begin_before_it_is_offered() -> None:
    ground = Ground(
        number="S-1", version=2, systems=("shop",), former=wording(effective__from="2026-01-01"), today=date(2026, 6, 1)
    )
    assert codes(text(version=2, effective__from="2026-05-31"), ground) == ["effective.from"]


def test_a_change_announced_by_one_side_alone_must_keep_its_notice() -> None:
    ground = Ground(
        number="S-1", version=2, systems=("shop",), former=wording(effective__from="2026-01-01"), today=date(2026, 6, 1)
    )
    told = text(version=2, effective__from="2026-06-20").replace("status: draft", "announced: {date: 2026-06-01}")
    stops = check_text(told, ground).stops
    assert [(one.path, one.hint) for one in stops] == [("effective.from", "the earliest lawful day is 2026-07-02")]


def test_the_earliest_day_of_a_change_follows_its_notice() -> None:
    assert earliest_day(wording(), date(2026, 1, 31)) == date(2026, 3, 1)
