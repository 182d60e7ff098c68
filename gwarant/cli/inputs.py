"""Contracts and evidence from files, ready for the core."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path, PurePosixPath

from gwarant.cli.terminal import read_text, text_in, unusable
from gwarant.packages import library
from gwarant.sla.bounds import FIRST_DAY, LAST_DAY, is_kept
from gwarant.sla.calendar import zone
from gwarant.sla.contract.layers import path_of, references, refused
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.nodes import Node, compose
from gwarant.sla.contract.parse import Parsed, parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.contract.versions import agreed, check_change
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import Agreement, Evidence
from gwarant.sla.evidence.value import FIRST_YEAR, LAST_YEAR
from gwarant.sla.lines import lines_of
from gwarant.sla.problem import InputError, Problem, Severity

LANGUAGES = ("en", "pl")


def wording_of(file: str, further: Sequence[str] = ()) -> Parsed:
    """A contract from its file, with what it extends: packages, files beside or below it, further files by id."""
    shelf = {**library(), **_by_id(further)}
    text = read_text(file)
    try:
        refusals = list(_collected(compose(text, file, []), PurePosixPath(file).parent, shelf))
    except InputError as error:
        return Parsed(None, error.problems)
    parsed = parse(text, file, shelf)
    said = {one.line for one in refusals}
    others = (one for one in parsed.problems if one.code != "extends" or one.line not in said)
    return replace(parsed, contract=None if refusals else parsed.contract, problems=(*refusals, *others))


def contracts_of(files: Sequence[str]) -> tuple[Contract, ...]:
    """All versions of one contract, resolved, in the order of their versions; InputError with every problem."""
    return in_order(wordings_of(files))


def wordings_of(files: Sequence[str]) -> list[tuple[Contract, str]]:
    """The wordings with the files that they come from; InputError for what is no contract that holds from some day."""
    return _holding([wording_of(file) for file in files], files)


def wordings_in(texts: Mapping[str, bytes]) -> list[tuple[Contract, str]]:
    """The same of wordings that lie in no files, by what they are called; they extend packages alone."""
    return _holding([parse(text_in(raw, name), name, library()) for name, raw in texts.items()], [*texts])


def _holding(parsed: Sequence[Parsed], files: Sequence[str]) -> list[tuple[Contract, str]]:
    found = [(one.required(), file) for one, file in zip(parsed, files, strict=True)]
    if left := [problem for one in parsed for problem in one.open]:
        raise InputError(left)
    for contract, file in found:
        if contract.kind != "Contract":
            raise unusable(file, "is a package; a contract must extend it", "gwarant contract new --package …")
        if contract.effective.from_ is None:
            raise unusable(file, "does not say from when it holds", "effective: {from: 2026-12-01}")
    return found


def in_order(wordings: Sequence[tuple[Contract, str]], agreements: Sequence[Agreement] = ()) -> tuple[Contract, ...]:
    """The wordings of one contract, resolved, in the order of their versions; InputError where one does not follow.

    A wording that the agreements say was accepted needs no signature of its own.
    """
    versions = sorted(wordings, key=lambda row: row[0].metadata.version)
    problems = _problems_between([(agreed(one, agreements), file) for one, file in versions])
    if problems:
        raise InputError(problems)
    return tuple(resolve(contract) for contract, _ in versions)


def evidence_of(files: Sequence[str]) -> Evidence:
    """The rows of all files together; ids are unique across them."""
    lines = (line for file in files for line in lines_of(read_text(file)))
    return read_lines(lines, files[0] if len(files) == 1 else "")


def evidence_in(raw: bytes, name: str) -> Evidence:
    """The rows of bytes that are called so."""
    return read_lines(lines_of(text_in(raw, name)), name)


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
    if not is_kept(moment):
        raise unusable(option, f"{text!r} lies outside the years {FIRST_YEAR} to {LAST_YEAR}", "look at the year")
    return int((moment if moment.tzinfo else moment.replace(tzinfo=zone(zone_name))).timestamp())


def day_in(text: str) -> date:
    """The day, which a contract can know; ValueError says what is wrong."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a day; write 2026-12-31") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"{text!r} lies outside the years {FIRST_YEAR} to {LAST_YEAR}; look at the year")
    return day


def _by_id(files: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in files:
        text = read_text(file)
        metadata = compose(text, file).entries.get("metadata")
        name = metadata.entries.get("id") if metadata else None
        if name is None or not name.text:
            raise unusable(file, "has no id to extend it by", "metadata: {id: package/house@1}")
        found[name.text] = text
    return found


def _collected(node: Node, folder: PurePosixPath, shelf: dict[str, str]) -> Iterator[Problem]:
    """Put every file on the shelf that the document extends by its path; what stands outside the folder is refused."""
    for reference in references(node):
        name = path_of(reference)
        if name is None or name in shelf:
            if PurePosixPath(reference.text).is_absolute():
                message = "a file is extended by its path from here"
                yield from refused(reference, message, "extends: ./base.yaml").problems
            continue
        if not PurePosixPath(name).is_relative_to(folder) or ".." in PurePosixPath(name).relative_to(folder).parts:
            hint = "use --library FILE for it"
            yield from refused(reference, f"{reference.text!r} leaves the contract's folder", hint).problems
        elif not Path(name).is_file():
            yield from refused(reference, f"there is no file {name!r} to extend").problems
        else:
            shelf[name] = read_text(name)
            yield from _collected(compose(shelf[name], name), folder, shelf)


def _problems_between(versions: list[tuple[Contract, str]]) -> list[Problem]:
    found: list[Problem] = []
    for (former, _), (amended, file) in pairwise(versions):
        if former.metadata.id != amended.metadata.id:
            found += unusable(file, f"is another contract than {former.metadata.id}: {amended.metadata.id}").problems
            continue
        found += (one for one in check_change(former, amended, file) if one.severity is Severity.ERROR)
    return found
