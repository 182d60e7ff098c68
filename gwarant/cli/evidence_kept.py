"""The evidence of an instance, for the command line."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from gwarant.customers.models import Customer, Service
from gwarant.database.scope import ENGINE, scoped
from gwarant.engine.checks import record_check
from gwarant.ledger.anchor import Known
from gwarant.ledger.export import export
from gwarant.ledger.models import Row
from gwarant.ledger.report import Report
from gwarant.monitoring.evidence import every_look_of
from gwarant.reports.verifying import verify_all
from gwarant.sla.evidence.jsonl import row_line


def customers() -> list[str]:
    """The keys of all customers."""
    with scoped(ENGINE):
        return list(Customer.objects.order_by("key").values_list("key", flat=True))


def chain(key: str) -> Iterator[str]:
    """A customer's sealed rows with their hashes."""
    with scoped(ENGINE):
        yield from export(Customer.objects.get(key=key))


def rows(key: str) -> Iterator[str]:
    """Each row of a customer's evidence as it was written, in that order; then the looks, a row a day."""
    with scoped(ENGINE):
        found = Row.objects.filter(customer__key=key).order_by("pk").values_list("line", flat=True)
        for line in found.iterator(chunk_size=2000):
            yield f"{line}\n"
        for service in Service.objects.filter(customer__key=key).select_related("customer").order_by("pk"):
            yield from (f"{row_line(one)}\n" for one in every_look_of(service))


def verify(key: str, heads: Iterable[Known] = ()) -> Report:
    """What the chains of a customer, or of all, say; `heads` are those that somebody noted."""
    with scoped(ENGINE):
        chosen, now = Customer.objects.filter(key=key) if key else None, datetime.now(UTC)
        report = verify_all(chosen, heads, now=now)
        if not key:
            record_check(report, now)
        return report
