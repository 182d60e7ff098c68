"""By which rule a service counts as down: its contract's, or the usual one where none promises it to be up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import judging, wording_of
from gwarant.customers.models import Service
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.promises import Probe
from gwarant.tickets.classes import classes_of

USUAL_GAP = 300_000  # milliseconds: what is down again sooner is the same outage
DOWN = "service_down"  # the word by which a class says that it is for outages


@dataclass(frozen=True)
class Rule:
    """How many places must agree (None: more than half), the merge gap (milliseconds), and the ticket's class."""

    needed: int | None
    gap: int
    class_id: str
    version: ContractVersion | None

    def of(self, places: int) -> int:
        """How many of so many places must agree; where fewer look than the contract asks for, all of them."""
        return min(self.needed or places // 2 + 1, max(1, places))

    @property
    def contract(self) -> Contract | None:
        return wording_of(self.version) if self.version else None


def rule_of(service: Service, now: datetime) -> Rule:
    """By which rule the service is watched now. Of several promises the first that names it."""
    version = judging(service.customer_id, service, now, now)
    class_id = class_of(version)
    found = [one for one in wording_of(version).availability if one.service == service.key] if version else []
    if not found:
        return Rule(None, USUAL_GAP, class_id, version)
    probe = found[0].probe
    return Rule(probe.down_when, probe.merge_gap.seconds * 1000, class_id, version)


def probe_of(service: Service, now: datetime) -> Probe | None:
    """How the contract says that the service is looked at; None where it promises no availability of it."""
    version = judging(service.customer_id, service, now, now)
    found = wording_of(version).availability if version else ()
    return next((one.probe for one in found if one.service == service.key), None)


def class_of(version: ContractVersion | None) -> str:
    """The most severe class that is for a service that is down, else the most severe one."""
    if version is None:
        return classes_of(None)[0].id
    classes = wording_of(version).classes
    return next((one.id for one in classes if DOWN in set(_words(one.when))), classes[0].id)


def _words(when: Any) -> Iterator[str]:
    """All words of a condition: `{any: [service_down, {share: 10%}]}` has any, service_down, share and 10%."""
    if isinstance(when, dict):
        for key, value in when.items():
            yield str(key)
            yield from _words(value)
    elif isinstance(when, (list, tuple)):
        for one in when:
            yield from _words(one)
    else:
        yield str(when)
