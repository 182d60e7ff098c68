"""What a contract keeps and no figure rests on is told so, wherever the contract is told."""

import pytest
from whole import whole

from gwarant.pictures.told import tell
from gwarant.sla.contract.kept import NOT_JUDGED, UNCOUNTED, idle_phases, is_uncounted
from gwarant.sla.contract.parse import parse


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
