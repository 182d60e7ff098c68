"""Contracts and evidence from files, ready for the core."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from gwarant.cli.terminal import read_text, unusable
from gwarant.packages import library
from gwarant.sla.calendar import zone
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.contract.versions import check_change
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.problem import InputError, Problem, Severity

LANGUAGES = ("en", "pl")


def contracts_of(files: Sequence[str]) -> tuple[Contract, ...]:
    """All versions of one contract, resolved, in the order of their versions; InputError with every problem."""
    versions = [(parse(read_text(file), file, library()).required(), file) for file in files]
    for contract, file in versions:
        if contract.kind != "Contract":
            raise unusable(file, "is a package; a contract must extend it", "gwarant contract new --package …")
        if contract.effective.from_ is None:
            raise unusable(file, "does not say from when it holds", "effective: {from: 2026-12-01}")
    versions.sort(key=lambda row: row[0].metadata.version)
    problems = _problems_between(versions)
    if problems:
        raise InputError(problems)
    return tuple(resolve(contract) for contract, _ in versions)


def evidence_of(files: Sequence[str]) -> Evidence:
    """The rows of all files together; ids are unique across them."""
    lines = (line for file in files for line in read_text(file).splitlines())
    return read_lines(lines, files[0] if len(files) == 1 else "")


def language_of(name: str) -> str:
    """The language of the words; InputError for one that is not spoken here."""
    if name not in LANGUAGES:
        raise unusable("--lang", f"{name!r} is not a language here", " or ".join(LANGUAGES))
    return name


def moment_of(text: str, zone_name: str, option: str = "--at") -> int:
    """The moment given under the option (UTC seconds), in the contract's zone unless it names its offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise unusable(option, f"{text!r} is not a moment", "write 2026-06-12T15:00") from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=zone(zone_name))).timestamp())


def _problems_between(versions: list[tuple[Contract, str]]) -> list[Problem]:
    found: list[Problem] = []
    for (former, _), (amended, file) in pairwise(versions):
        if former.metadata.id != amended.metadata.id:
            found += unusable(file, f"is another contract than {former.metadata.id}: {amended.metadata.id}").problems
            continue
        found += (one for one in check_change(former, amended, file) if one.severity is Severity.ERROR)
    return found
