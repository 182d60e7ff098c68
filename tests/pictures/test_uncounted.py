"""What a contract keeps and no figure rests on is told so, wherever the contract is told."""

import pytest
from whole import whole

from gwarant.pictures.names import names_of
from gwarant.pictures.page import assessment_page
from gwarant.pictures.told import tell
from gwarant.sla.assessment import assess
from gwarant.sla.contract.kept import idle_phases, uncounted_in
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.model import Evidence


@pytest.mark.parametrize(
    ("lang", "said", "names"),
    [("en", "no figure is computed", "may be lost (RPO)"), ("pl", "niczego się nie wylicza", "utrata danych (RPO)")],
)
def test_what_is_kept_and_not_counted_is_named_in_one_sentence(lang: str, said: str, names: str) -> None:
    told = [one.text for section in tell(whole(), lang) for one in section.told if said in one.text]
    assert len(told) == 1
    assert names in told[0]
    assert told[0].count(";") == len(uncounted_in(whole())) - 1


def test_a_phase_that_changes_nothing_is_told_as_such_unless_it_freezes_maintenance() -> None:
    text = """\
apiVersion: sla/v1
kind: Contract
parties: {provider: {name: House}, client: {name: Shop}}
services: {shop: {}}
availability: {up: {service: shop, target: {ge: 99}, maintenance: {freeze: [sale]}}}
phases: {calm: {every: "07-01..08-31"}, sale: {every: "11-15..12-31"}}
"""
    contract = parse(text).required()
    assert list(idle_phases(contract)) == ["calm"]
    told = [one.text for section in tell(contract, "en") for one in section.told if one.path == "phases.calm.effect"]
    assert told == ["“calm”: nothing differs in it."]


def test_what_is_promised_of_hours_and_nobody_checks_is_named() -> None:
    text = """\
apiVersion: sla/v1
kind: Contract
parties: {provider: {name: House}, client: {name: Shop}}
hours: {POOL, rates: {above: 100}, approve: {single_task_over: 4h, propose_change_after: {of: 3, periods_over: 3}}}
"""
    pool, none = (parse(text.replace("POOL", one)).required() for one in ("pool: {amount: 1h}", "pool: null"))
    assert uncounted_in(pool) == ("propose_change_after", "single_task_over")
    assert uncounted_in(none) == ("propose_change_after", "single_task_over")


def test_an_assessment_names_what_its_contract_keeps_and_nothing_counts() -> None:
    contract = whole()
    wanted = {"rebase", "becomes_ticket", "keep", "rpo", "rto", "critical_cve", "with", "requires"}
    assert set(uncounted_in(contract)) >= wanted
    text = """\
apiVersion: sla/v1
kind: Contract
effective: {from: 2026-01-01}
parties: {provider: {name: House}, client: {name: Shop}}
duties: {backup: {every: P1D, rpo: 1h, with: [client]}}
"""
    plain = parse(text).required()
    page = assessment_page(assess([plain], Evidence(), "2026-02"), "pl", names_of(plain))
    assert "dopuszczalna utrata danych (RPO)" in page
    assert "udział osób w obowiązku" in page
    assert "czas odtworzenia (RTO)" not in page
