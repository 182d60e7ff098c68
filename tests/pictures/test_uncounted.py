"""What a contract keeps and no figure rests on is told so, wherever the contract is told."""

import pytest
from whole import whole

from gwarant.pictures.names import names_of
from gwarant.pictures.page import assessment_page
from gwarant.pictures.told import tell
from gwarant.sla.assessment import assess
from gwarant.sla.contract.kept import NOT_JUDGED, UNCOUNTED, idle_phases, is_uncounted, uncounted_in
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.model import Evidence


@pytest.mark.parametrize(("lang", "said"), [("en", "No figure is computed from this."), ("pl", "Niczego się z tego")])
def test_each_key_that_is_kept_and_not_counted_says_so(lang: str, said: str) -> None:
    told = [one for section in tell(whole(), lang) for one in section.told]
    marked = {one.path for one in told if said in one.text}
    assert marked == {one.path for one in told if is_uncounted(one.path)}
    for end in (".rpo", ".rto", ".keep", ".with", "critical_cve", "remedy_rules.requires", "term.rebase"):
        assert any(end in path for path in marked), end
    assert {one for one in UNCOUNTED if not one.endswith("critical_cve.*")} <= NOT_JUDGED.keys()


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
