"""The files from which a month is computed again, by their names, and the command that does it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from gwarant.contracts.models import ContractVersion
from gwarant.reports.month import Month
from gwarant.sla.civil import civil_period


@dataclass(frozen=True)
class Names:
    """What the files of a month are called; `wordings` with their own."""

    assessment: str
    envelope: str
    evidence: str
    chain: str
    pages: str
    wordings: tuple[tuple[str, ContractVersion], ...]


def file_name(month: Month, kind: str) -> str:
    """The name under which a file is saved: the contract, the month, and the moment of a month that runs."""
    at = f"-{datetime.fromtimestamp(month.until, UTC):%Y%m%dT%H%M%SZ}" if month.is_running else ""
    return f"{month.contract.number}-{month.period.name}{at}.{kind}"


def file_names(month: Month) -> Names:
    """The names of all files of the month."""
    wordings = tuple((f"{one.contract.number}-{one.version}.json", one) for one in month.versions)
    kinds = ("json", "envelope.json", "jsonl", "chain.jsonl", "pages.json")
    assessment, envelope, evidence, chain, pages = (file_name(month, kind) for kind in kinds)
    return Names(assessment, envelope, evidence, chain, pages, wordings)


def command_of(month: Month) -> str:
    """What gives the same assessment where those files lie beside each other."""
    names = file_names(month)
    (first, _), *rest = names.wordings
    more = "".join(f" --version-file {name}" for name, _ in rest)
    is_cut = month.until < civil_period(month.period.name, month.assessment.zone).end
    until = f" --until {written(datetime.fromtimestamp(month.until, UTC))}" if is_cut else ""
    known = f" --known {written(month.report.known_at)}" if month.report and month.report.revision > 1 else ""
    return f"gwarant assess {first} {names.evidence}{more} --period {month.period.name}{until}{known} --json"


def written(at: datetime) -> str:
    """A moment as addresses and commands write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
