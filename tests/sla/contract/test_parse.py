from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from json import loads
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.packages import library
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import Parsed, canonical, dump, of_document, parse
from gwarant.sla.problem import InputError, Severity

Small = Callable[..., Parsed]
EXAMPLES = sorted((Path(__file__).parents[3] / "examples" / "contracts").glob("*.yaml"))
BAD = """\
apiVersion: sla/v1
kind: Contract
metadata: {id: C-1, versoin: 2}
effective: {from: 2026-13-01}
parties: {provider: {name: House}}
calendars:
  office: {week: Mon-Fri 08:00, holidays: PL}
clocks:
  - {id: response, stop: first_reply}
  - {id: repair}
targets:
  critical: {response: [soon, office]}
availability:
  - {id: up, service: shop, target: {ge: 99, le: 5}}
remedies: {r: {of: up, kind: flatt}}
"""


def test_the_small_contract_is_without_fault(small: Small) -> None:
    assert small().problems == ()


def test_every_problem_comes_at_once_in_the_order_of_the_file() -> None:
    found = [(one.line, one.column, one.path, one.message) for one in parse(BAD, "bad.yaml").errors]
    assert found == [
        (3, 30, "metadata.versoin", "unknown key 'versoin'"),
        (4, 19, "effective.from", "month must be in 1..12"),
        (5, 10, "parties.client", "'client' is missing"),
        (
            7,
            18,
            "calendars.office.week",
            "'08:00' is not a window: it needs an opening and a closing time, as in 08:00-16:00",
        ),
        (9, 26, "clocks.response.stop", "'first_reply' is not a known word here"),
        (10, 5, "clocks.repair.stop", "'stop' is missing"),
        (12, 13, "targets.critical", "there is no class 'critical'"),
        (
            12,
            25,
            "targets.critical.response.value",
            "'soon' is not a time; write it as 15m, 4h, 3wd, 3wd 10:00, 2nd Tue, 2026-12-31, P1M or PT15M",
        ),
        (14, 23, "availability.up.service", "there is no service 'shop'"),
        (14, 37, "availability.up.target", "a target names exactly one of ge, gt, le, lt"),
        (15, 30, "remedies.r.kind", "'flatt' is not a known word here"),
    ]


def test_a_misspelt_word_comes_with_the_nearest() -> None:
    hints = {one.path: one.hint for one in parse(BAD).errors}
    assert hints["metadata.versoin"] == "did you mean 'version'?"
    assert hints["remedies.r.kind"].startswith("did you mean 'flat'? one of bands, per_unit")


def test_a_problem_prints_its_place() -> None:
    assert str(parse(BAD, "bad.yaml").errors[0]).startswith("bad.yaml:3:30: metadata.versoin: unknown key")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "a contract is a mapping of sections"),
        ("5", "a contract is a mapping of sections"),
        ("a: 1", "this is not a contract known here"),
        ("apiVersion: sla/v2", "this is not a contract known here"),
        ("apiVersion: sla/v1\nkind: Contrakt", "unknown kind 'Contrakt'"),
        ("a: [", "this is not YAML"),
    ],
)
def test_what_is_no_contract_at_all(text: str, message: str) -> None:
    parsed = parse(text)
    assert parsed.contract is None
    assert message in " ".join(one.message for one in parsed.errors)


KEPT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: K, extends: package/basic@2026.1}
effective: {from: 2026-12-01}
term: {rebase: {index: CPI, month: 2}}
duties:
  backup: {keep: {daily: 7}, rpo: 4h, rto: 1d, with: [client, auditor]}
  updates: {every: P1M, proof: approval, critical_cve: {within: 3d}}
remedy_rules: {requires: [no overdue payment]}
"""


def test_what_is_kept_and_not_judged_stands_in_what_is_hashed_and_signed() -> None:
    document = loads(canonical(parse(KEPT, "", library()).required()))
    backup, *_others, updates = document["duties"]
    assert (backup["rpo"], backup["rto"], backup["with"]) == ("4h", "24h", ["client", "auditor"])
    assert backup["keep"]["daily"] == 7
    assert updates["critical_cve"] == {"within": "3d"}
    assert document["term"]["rebase"] == {"index": "CPI", "month": 2}
    assert document["remedy_rules"]["requires"] == ["no overdue payment"]


def test_a_contract_with_errors_is_not_given_out() -> None:
    with pytest.raises(InputError, match="versoin"):
        parse(BAD).required()


def test_names_that_lead_nowhere(small: Small) -> None:
    found = small(("[4h, office]", "[4h, ofice]"), ("service: shop", "service: shp")).errors
    assert [(one.path, one.hint) for one in found] == [
        ("targets.ordinary.response", "did you mean 'office'?"),
        ("availability.up.service", "did you mean 'shop'?"),
    ]


def test_blanks_are_no_errors(small: Small) -> None:
    parsed = small(("{monthly: 1000}", "{monthly: null}"), ("metadata: {id: C-1}", "metadata: {}"))
    assert parsed.errors == ()
    assert [(one.path, one.severity) for one in parsed.problems] == [
        ("metadata.id", Severity.BLANK),
        ("fee.monthly", Severity.BLANK),
    ]


def test_rows_may_be_a_list_or_a_mapping_by_id(small: Small) -> None:
    listed = small(("{critical: {}, ordinary: {}}", "[{id: critical}, {id: ordinary}]")).required()
    assert listed == small().required()


def test_a_target_may_leave_its_calendar_to_the_first_of_its_class(small: Small) -> None:
    contract = small(("resolution: [10wd, office]", "resolution: 10wd")).required()
    assert contract.targets["ordinary"]["resolution"].calendar == "office"


def test_updates_means_the_clock_that_repeats(small: Small) -> None:
    contract = small(
        ("  resolution: {stop", "  progress: {stop: public_update, repeats: true}\n  resolution: {stop"),
        ("critical: {response: [1h, always],", "critical: {response: [1h, always], updates: 30m,"),
    ).required()
    assert str(contract.targets["critical"]["progress"].value) == "30m"


@pytest.mark.parametrize(
    "effect",
    [
        '"targets.ordinary.response": 30m',
        '"targets.ordinary.response": [soon, office]',
        '"targets.ordinary.response": [30m, nowhere]',
        "calendars.office.week: Mon 25-26",
    ],
)
def test_a_phase_that_could_not_be_counted_with_is_refused(small: Small, effect: str) -> None:
    more = f"phases: {{p: {{every: 11-15..12-31, effect: {{{effect}}}}}}}\n"
    assert [one.path for one in small(more=more).errors] == ["phases.p.effect"]


@pytest.mark.parametrize("reference", sorted(library()))
def test_a_package_is_read_back_from_its_dump(reference: str) -> None:
    contract = parse(library()[reference]).required()
    assert parse(dump(contract)).required() == contract


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_is_read_back_from_its_dump_and_from_json(file: Path) -> None:
    contract = parse(file.read_text(encoding="utf-8"), file.name, library()).required()
    assert parse(dump(contract)).required() == contract
    assert of_document(loads(canonical(contract))).required() == contract


def test_the_fullest_contract_is_read() -> None:
    file = Path(__file__).parents[4] / "shared" / "contract.premium.example.yaml"
    if not file.exists():
        pytest.skip("the fullest contract is not here")
    contract = parse(file.read_text(encoding="utf-8"), file.name, library()).required()
    assert parse(dump(contract)).required() == contract


PERCENT = st.decimals("0", "100", places=3)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20)


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    """Variations of the packages in every kind of value."""
    base = parse(library()[draw(st.sampled_from(sorted(library())))]).required()
    availability = base.availability[0]
    return replace(
        base,
        metadata=replace(base.metadata, id=draw(TEXT), version=draw(st.integers(1, 99))),
        effective=replace(base.effective, from_=draw(st.none() | st.dates()), to=None),
        fee=replace(
            base.fee, monthly=draw(st.none() | PERCENT), parts=draw(st.dictionaries(TEXT, PERCENT, max_size=3))
        ),
        availability=(replace(availability, target=replace(availability.target, ge=draw(PERCENT)), label=draw(TEXT)),),
        after_workaround=draw(st.sampled_from([{}, {"critical": "ordinary"}])),
        text=draw(st.dictionaries(TEXT, TEXT, max_size=3)),
    )


@settings(max_examples=examples(60), deadline=None)
@given(contracts())
def test_any_contract_is_read_back_from_its_dump(contract: Contract) -> None:
    assert parse(dump(contract)).contract == contract


@settings(max_examples=examples(30), deadline=None)
@given(contracts())
def test_any_contract_is_read_back_from_its_canonical_bytes(contract: Contract) -> None:
    assert of_document(loads(canonical(contract))).contract == contract


@settings(max_examples=examples(40), deadline=None)
@given(contracts(), contracts())
def test_the_bytes_differ_when_and_only_when_a_field_does(one: Contract, other: Contract) -> None:
    assert (canonical(one) == canonical(other)) == (one == other)
    assert canonical(one) == canonical(replace(one))


def test_the_same_figure_written_otherwise_gives_the_same_bytes(small: Small) -> None:
    assert canonical(small(("ge: 99.9", "ge: 99.90")).required()) == canonical(small().required())


def test_the_order_of_keys_does_not_change_the_bytes(small: Small) -> None:
    turned = small(("{timezone: Europe/Warsaw, currency: PLN, ", "{currency: PLN, timezone: Europe/Warsaw, "))
    assert canonical(turned.required()) == canonical(small().required())


def test_a_percent_sign_is_read_as_the_number(small: Small) -> None:
    assert small(("pct: 30", "pct: 30%")).required().remedy_rules.caps[0].pct == Decimal(30)
