"""Targets as they stand: the contract's table, and that of each service that has targets of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from gwarant.sla.contract.lint.case import Case
from gwarant.sla.contract.model.desk import Target

Rows = dict[str, dict[str, Target]]


@dataclass(frozen=True)
class Table:
    """Class → clock → target: `rows` what holds, `own` what this table itself states."""

    prefix: str
    rows: Rows
    own: Rows

    def path(self, name: str, *clocks: str) -> str:
        """Where the first of the clocks that this table states itself stands; "" when it inherits all of them."""
        stated = self.own.get(name, {})
        return next((f"{self.prefix}.{name}.{clock}" for clock in clocks if clock in stated), "")


def tables(case: Case) -> Iterator[Table]:
    """The contract's table, then those of services, each laid over the contract's."""
    common = case.contract.targets
    yield Table("targets", common, common)
    for service in case.contract.services:
        if service.targets:
            names = dict.fromkeys((*common, *service.targets))
            rows = {name: {**common.get(name, {}), **service.targets.get(name, {})} for name in names}
            yield Table(f"services.{service.id}.targets", rows, service.targets)


def targets(case: Case) -> Iterator[tuple[str, Target]]:
    """Every target that is written down, with its path."""
    for table in tables(case):
        for name, row in table.own.items():
            for clock, target in row.items():
                yield f"{table.prefix}.{name}.{clock}", target


def promised(case: Case, name: str, clock: str) -> bool:
    """Whether some service or the contract promises the clock to the class."""
    return any(clock in table.rows.get(name, {}) for table in tables(case))
