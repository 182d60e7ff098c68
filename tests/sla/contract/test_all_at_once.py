"""Every problem in one pass: what cannot be read or is left open hides nothing that is wrong beside it."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_contract import SMALL
from sweeps import examples

from gwarant.packages import library
from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.parse import Parsed, parse
from gwarant.sla.contract.splice.spots import Spot, spots_of
from gwarant.sla.problem import InputError, Severity

Small = Callable[..., Parsed]
Found = tuple[str, str]
MISTAKES: dict[tuple[str, str], Found] = {
    ("apiVersion: sla/v1\n", ""): ("invalid", "apiVersion"),
    ("kind: Contract", "kind: Contrakt"): ("invalid", "kind"),
    ("metadata: {id: C-1}", "metadata: {id: C-1, versoin: 1}"): ("unknown-key", "metadata.versoin"),
    ("from: 2026-01-01", "from: soon"): ("invalid", "effective.from"),
    ("timezone: Europe/Warsaw", "timezone: Europe/Warsawa"): ("invalid", "defaults.timezone"),
    ("scale: 2", "scale: two"): ("invalid", "defaults.money.scale"),
    ("client: {name: Shop}", "client: Shop"): ("invalid", "parties.client"),
    ("monthly: 1000", "monthly: -5"): ("invalid", "fee.monthly"),
    ("holidays: PL", "holidays: moon"): ("invalid", "calendars.office.holidays"),
    ("shop: {name: Shop}", "shop: {}"): ("service-unnamed", "services.shop.name"),
    ("portal: {counts: true}", "portal: {counts: false}"): ("no-intake", "intake.channels"),
    ("stop: service_restored", "stop: service_restord"): ("invalid", "clocks.workaround.stop"),
    ("response: [1h, always]", "response: [soon, always]"): ("invalid", "targets.critical.response.value"),
    ("workaround: [4h, always]", "workaround: [4h, moon]"): ("reference", "targets.critical.workaround"),
    ("resolution: [3wd, office]", "resolution: [30wd, office]"): ("severe-slower", "targets.critical.resolution"),
    ("response: [4h, office]", "response: [null, office]"): ("blank", "targets.ordinary.response.value"),
    ("target: {ge: 99.9}", "target: {ge: 99.9, le: 100}"): ("invalid", "availability.up.target"),
    ("every: 60s", "every: -5"): ("invalid", "availability.up.probe.every"),
    ("minutes: 240", "minutes: 1000"): ("maintenance-beyond-window", "availability.up.maintenance"),
    ("amount: 10h", "amount: null"): ("blank", "hours.pool.amount"),
    ("unit: 15m", "unit: quarter"): ("invalid", "hours.round.unit"),
    ("of: up\n", "of: upp\n"): ("reference", "remedies.credit.of"),
    ("of: same_month", "of: this_month"): ("invalid", "remedies.credit.base.of"),
    ("ge: 99.5, lt: 99.9, pct: 5", "ge: 99.5, lt: 99.9, pct: five"): ("invalid", "remedies.credit.bands.0.pct"),
    ("per: month, pct: 30", "per: month, pct: null"): ("blank", "remedy_rules.caps.0.pct"),
    ("settle: price_reduction", "mode: on_claim, claim: null, settle: price_reduction"): (
        "blank",
        "remedy_rules.claim",
    ),
}
FURTHER: dict[str, Found] = {
    "duties: {backup: {every: daily, proof: document}}\n": ("invalid", "duties.backup.every"),
    "measures: {m: {agg: kount, per: calendar_month, target: {le: 5}}}\n": ("invalid", "measures.m.agg"),
    "triggers: {leave: {if: {miss: up, n: 3}, right: terminate}}\n": ("right-without-term", "triggers.leave"),
    "phases: {sale: {every: winter, effect: {remedies: none}}}\n": ("invalid", "phases.sale.every"),
    "term: {notice: P3M, change_notice: P1M}\n": ("change-before-exit", "term.change_notice"),
    "nonsense: 1\n": ("unknown-key", "nonsense"),
    "fee: {monthly: 5}\n": ("yaml", ""),
}


def found(text: str) -> set[Found]:
    parsed = parse(text, "small.yaml", library())
    return {(one.code, one.path) for one in (*parsed.problems, *lint(parsed))}


def planted(changes: list[tuple[str, str]], more: list[str]) -> str:
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text + "".join(more)


@given(
    st.lists(st.sampled_from(sorted(MISTAKES)), min_size=1, max_size=9, unique_by=lambda one: one[0]),
    st.lists(st.sampled_from(sorted(FURTHER)), max_size=4, unique=True),
)
@settings(max_examples=examples(24), deadline=None)
def test_mistakes_are_all_told_however_many_there_are_and_nothing_is_made_of_them(
    changes: list[tuple[str, str]], more: list[str]
) -> None:
    assert found(planted(changes, more)) == {*(MISTAKES[one] for one in changes), *(FURTHER[one] for one in more)}


@pytest.mark.parametrize("section", ["classes", "clocks", "calendars", "targets", "availability", "services"])
def test_a_section_that_cannot_be_read_is_one_problem_and_hides_none(section: str) -> None:
    head, _, rest = SMALL.partition(f"\n{section}:")
    after = rest[1:].partition("\n")[2].split("\n")
    while after and after[0].startswith(" "):
        after.pop(0)
    text = "\n".join([head, f"{section}: 5", *after]).replace("unit: 15m", "unit: quarter")
    assert found(text) == {("invalid", section), ("invalid", "hours.round.unit")}


def test_a_package_that_is_not_there_hides_nothing_of_the_document() -> None:
    head = (
        "apiVersion: sla/v1\nkind: Contract\nmetadata: {extends: package/%s, id: C-1}\neffective: {from: 2026-01-01}\n"
    )
    body = "parties: {provider: {name: House}, client: {name: Shop}}\ntargets: {critical: {response: [soon, office]}}\n"
    body += "hours: {round: {unit: 15m, mdoe: up}, rates: {above: -5}}\nremedy_rules: {mode: sometimes}\n"
    near = found(head % "premum" + body)
    wanted = {
        ("invalid", "targets.critical.response.value"),
        ("unknown-key", "hours.round.mdoe"),
        ("invalid", "hours.rates.above"),
        ("invalid", "remedy_rules.mode"),
    }
    assert near >= wanted | {
        ("extends", "metadata.extends"),
        ("blank", "fee.monthly"),
        ("override", "remedy_rules.mode"),
    }
    assert found(head % "zzz" + body) == wanted | {("extends", "metadata.extends")}


def test_a_contract_with_a_figure_left_open_is_not_counted_with_and_names_it(small: Small) -> None:
    for change, path in (
        (("response: [4h", "response: [null"), "targets.ordinary.response.value"),
        (("per: month, pct: 30", "per: month, pct: null"), "remedy_rules.caps.0.pct"),
        (("monthly: 1000", "monthly: 1000, parts: {care: null}"), "fee.parts.care"),
    ):
        parsed = small(change)
        assert [(one.path, one.severity) for one in parsed.problems] == [(path, Severity.BLANK)]
        assert [one.path for one in parsed.open] == [path]
    with pytest.raises(InputError, match=r"targets\.ordinary\.response\.value: to be filled in"):
        small(("response: [4h", "response: [null")).required()


def leaves(spot: Spot) -> list[tuple[int, int]]:
    """Where each scalar of a document stands."""
    return [place for one in spot.children for place in leaves(one)] if spot.children else [(spot.start, spot.end)]


LEAVES = [(start, end) for start, end in leaves(spots_of(SMALL)) if start < end]
OF_A_VALUE = {"invalid", "blank", "unknown-key", "missing"}  # all others compare values, and rest on each of them
SLIPS = ["-5", "moon", "null", "nonsense", "{x: 1}", "[1, 2]"]


@given(
    st.lists(
        st.tuples(st.sampled_from(LEAVES), st.sampled_from(SLIPS)), min_size=2, max_size=3, unique_by=lambda one: one[0]
    )
)
@settings(max_examples=examples(16), deadline=None)
def test_whatever_stands_wrong_in_two_or_three_places_what_each_alone_is_told_stays(
    slips: list[tuple[tuple[int, int], str]],
) -> None:
    def written(some: list[tuple[tuple[int, int], str]]) -> str:
        text = SMALL
        for (start, end), slip in sorted(some, reverse=True):
            text = text[:start] + slip + text[end:]
        return text

    alone = set().union(*(found(written([one])) for one in slips))
    assert {one for one in alone if one[0] in OF_A_VALUE} <= found(written(slips))
