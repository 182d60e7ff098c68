"""The months of many contracts, for lists: of their wordings the moments alone are read, all in one question."""

from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from gwarant.contracts.models import Contract, ContractVersion
from gwarant.reports.month import months_held
from gwarant.sla.civil import CivilPeriod
from gwarant.sla.contract.model.frame import Defaults

UNSAID = Defaults().timezone  # a wording that says none is stored without


def held_by(contracts: QuerySet[Contract] | Collection[Contract], at: datetime) -> dict[int, tuple[CivilPeriod, ...]]:
    """By the number of the contract's row: the months from its first day to the moment, the newest first."""
    held = {pk: list(own) for pk, own in groupby(_moments(contracts), key=lambda row: row.contract)}
    return {pk: months_held(own, own[0].zone or UNSAID, at) for pk, own in held.items()}


def _moments(contracts: QuerySet[Contract] | Collection[Contract]) -> Any:
    """The accepted wordings by contract: from when to when they hold, when they were accepted, their zone."""
    found = ContractVersion.objects.accepted().filter(contract__in=contracts).order_by("contract", "version")
    zoned = found.annotate(zone=KT("document__defaults__timezone"))
    return zoned.values_list("contract", "holds_from_at", "holds_to_at", "accepted_at", "zone", named=True)
