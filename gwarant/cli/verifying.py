"""Checking a report from itself: its seal, its place in the chain, its figures and its pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from gwarant import __version__
from gwarant.cli.inputs import evidence_in, in_order, wordings_in
from gwarant.cli.terminal import FINE, FOUND, unusable
from gwarant.ledger.anchor import Known
from gwarant.ledger.extract import Extract
from gwarant.ledger.offline import verify_export
from gwarant.reports.checked import chained, figures, pages
from gwarant.reports.checked.carried import Carried, Lacks, carried, hash_of, read_json
from gwarant.reports.checked.differing import differences
from gwarant.reports.checked.sealed import Seal, check_shape, seal_of
from gwarant.reports.paper.build import build
from gwarant.reports.paper.drawing import Beside, Ground, drawn_of, without_pictures
from gwarant.sla.assessment import assess, to_bytes
from gwarant.sla.assessment.model import Assessment
from gwarant.sla.civil import civil_period
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.resolve import fingerprint
from gwarant.sla.contract.versions import lived
from gwarant.sla.counting import CHANGES, CURRENT
from gwarant.sla.evidence.model import Act, Evidence, Statement
from gwarant.sla.problem import InputError
from gwarant.sla.restored import NotRestored, restored

AS_IT_CAME = "take the file as it came by mail or from the portal"
MOST = 512 * 1024 * 1024  # bytes of a report
NOT_RECOMPUTED, NOT_REACHED, OTHER_WORDS = 3, 4, 5  # exit codes of what is open


@dataclass(frozen=True)
class Check:
    """One thing that was checked: what, whether it holds, and what differs."""

    what: str
    differs: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.differs


@dataclass(frozen=True)
class Given:
    """What somebody knows beside the report: fingerprints of the house's key, heads, and an exported chain."""

    keys: tuple[str, ...] = ()
    heads: tuple[Known, ...] = ()
    chain: tuple[str, ...] = ()


@dataclass(frozen=True)
class Open:
    """What keeps a report from holding and is no fault of it: the exit code, and what would decide it."""

    code: int
    why: str


@dataclass(frozen=True)
class Verdict:
    """What was checked, what the report says of itself, what cannot be known from what was given, and what is open."""

    checks: tuple[Check, ...]
    told: tuple[str, ...]
    unknown: tuple[str, ...]
    open: tuple[Open, ...] = ()

    @property
    def fails(self) -> bool:
        return not all(one.holds for one in self.checks)

    @property
    def holds(self) -> bool:
        return not self.fails and not self.open

    @property
    def code(self) -> int:
        """The exit code: of what is open the gravest."""
        return FOUND if self.fails else min((one.code for one in self.open), default=FINE)


@dataclass(frozen=True)
class Read:
    """A report as it was read: what it is judged by, what came out, and the chain that it carries."""

    versions: tuple[Contract, ...]
    rows: Evidence
    told: Assessment
    known: int | None
    extract: Extract
    own: Statement | None
    former: Assessment | None

    @property
    def number(self) -> str:
        """The contract's."""
        return self.versions[0].metadata.id or ""


def carried_by(file: str) -> Carried:
    """What the PDF carries; unusable with a sentence where it is no report, or lacks a part."""
    data = _bytes_of(file)
    try:
        reader = PdfReader(BytesIO(data))
        found = carried(reader.attachments, data)
        document = found.document
    except Lacks as error:
        raise unusable(file, str(error), AS_IT_CAME) from None
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, NotImplementedError):
        raise unusable(file, "is no PDF that can be read", AS_IT_CAME) from None
    try:
        check_shape(reader)
    except ValueError as error:
        raise unusable(file, str(error), AS_IT_CAME) from None
    _by_known_rules(file, document)
    return found


def _bytes_of(file: str) -> bytes:
    """The bytes of a file that has an end."""
    path = Path(file)
    try:
        if path.exists() and not path.is_file():
            raise unusable(file, "is no file", AS_IT_CAME)
        if path.stat().st_size > MOST:
            raise unusable(file, "is larger than any report", AS_IT_CAME)
        return path.read_bytes()
    except OSError as error:
        raise unusable(file, f"cannot be read: {error.strerror}") from None


def _by_known_rules(file: str, document: Mapping[str, Any]) -> None:
    told = document.get("counting")
    if type(told) is not int or told not in CHANGES:
        known = f"and this release knows the versions 1 to {CURRENT}"
        hint = "take a release that is as new as the one that made it; its envelope names that"
        raise unusable(file, f"says that its figures were counted by version {told!r:.40}, {known}", hint)


def verified(report: Carried, given: Given = Given()) -> Verdict:
    """Everything that can be checked from the report and what is given beside it."""
    seal = seal_of(report.file, PdfReader(BytesIO(report.file)))
    checks = [Check("the seal is over the whole file, and nothing was added after it", seal.faults)]
    checks += _pinned(seal, given.keys)
    try:
        document, envelope = report.document, read_json(report.envelope)
        said, made = envelope.get("assessment"), hash_of(report.assessment)
        checks.append(_same("the envelope is of this assessment", said, made))
        found = _read(report, document)
    except (Lacks, NotRestored, InputError) as error:
        checks.append(Check("what it carries can be read", tuple(str(error).splitlines())))
        return Verdict(tuple(checks), (), ())
    said_of = [*_figures(report, document, found), *_rows(report, found), *_heads(found, given), *_pages(report, found)]
    checks += [one for one in said_of if isinstance(one, Check)]
    unknown = [*(one for one in said_of if isinstance(one, str)), *_unknown(seal, found, given)]
    left = tuple(one for one in said_of if isinstance(one, Open))
    return Verdict(tuple(checks), tuple(_told(seal, found)), tuple(unknown), left)


def checks_of(report: Carried) -> tuple[Check, ...]:
    """What can be checked from the report alone."""
    return verified(report).checks


def _pinned(seal: Seal, keys: Sequence[str]) -> Iterator[Check]:
    if keys:
        there = seal.signed.fingerprints if seal.signed else ()
        lacks = (f"it is that of {there[0]}",) if there else ("there is no seal whose key could be told",)
        yield Check("the seal is by the key that you know", () if {*there} & {*keys} else lacks)


def _read(report: Carried, document: Mapping[str, Any]) -> Read:
    """The parts of the report. NotRestored, InputError."""
    told: Assessment = restored(document, Assessment)
    name, lines = report.evidence
    rows, versions = evidence_in(lines, name), wordings_in(report.wordings)
    extract = chained.extract_of(report.chain, rows)
    own = chained.stated(extract, versions[0][0].metadata.id or "", told.period.name, hash_of(report.assessment)).own
    known = own.known if own and own.revision > 1 else None
    former: Assessment | None = restored(read_json(report.former), Assessment) if report.former else None
    return Read(tuple(in_order(versions, rows.agreements)), rows, told, known, extract, own, former)


def _figures(report: Carried, document: Mapping[str, Any], found: Read) -> Iterator[Check | Open]:
    """Whether the figures come out again; open where they do not, and a former release counted them by other rules."""
    said = document.get("inputs", {}).get("evidence")
    yield _same("the evidence is the one that was seen", said, hash_of(report.evidence[1]))
    anew = to_bytes(assess(found.versions, found.rows, found.told.period.name, _until(found), found.known))
    is_former = found.told.counting in CHANGES and found.told.counting != CURRENT
    differs = tuple(differences(document, read_json(anew) | ({"counting": found.told.counting} if is_former else {})))
    if not differs and not is_former and anew + b"\n" != report.assessment:
        differs = ("the same figures are written in other bytes",)
    if differs and is_former:
        other = f"they were counted by version {found.told.counting}, and this release counts by {CURRENT}"
        release = read_json(report.envelope).get("release")
        yield Open(NOT_RECOMPUTED, f"whether every figure comes out again: {other}; release {release} would compute it")
    else:
        yield Check("every figure comes out again", differs)
    yield Check("the wordings are those that were accepted", tuple(_unagreed(found)))


def _until(found: Read) -> int:
    """The end of the period, or of the contract's last month where that comes first (UTC seconds)."""
    whole = civil_period(found.told.period.name, found.told.zone)
    return lived(whole, found.versions[-1]).end


def _unagreed(found: Read) -> Iterator[str]:
    """Wordings of which the rows say that another text was accepted, or none."""
    rows = [one for one in found.rows.agreements if one.act is Act.ACCEPTED]
    accepted = {(one.contract, one.version): one.fingerprint for one in rows}
    for one in found.versions:
        name = (one.metadata.id or "", one.metadata.version)
        if accepted.get(name) != (made := fingerprint(one)):
            yield f"{name[0]}@{name[1]} is {made}, and accepted was {accepted.get(name, 'nothing')}"


def _rows(report: Carried, found: Read) -> Iterator[Check]:
    yield Check("every row stands in its place of the chain", tuple(chained.out_of_place(found.extract, found.rows)))
    number, period = found.number, found.told.period.name
    if found.own is None:
        yield Check("the chain says that this was stated", (f"no row of it states this {period} of {number}",))
        return
    read = chained.stated(found.extract, number, period, f"sha256:{found.own.sha256}").all
    newer = max(one.revision for one in read)
    older = f"its own chain states revision {newer} of it, and this is revision {found.own.revision}"
    yield Check("the chain says that this was stated", (older,) if newer > found.own.revision else ())
    if found.own.revision > 1:
        before = {one.sha256 for one in read if one.revision == found.own.revision - 1}
        before |= {found.own.former} if found.own.former else set()
        said = " and ".join(f"sha256:{one}" for one in sorted(before)) or "nothing"
        yield _same("what was stated before it is what the chain says", said, hash_of(report.former))


def _heads(found: Read, given: Given) -> Iterator[Check | Open]:
    for head in given.heads:
        fault = chained.of_head(found.extract, head)
        if fault or not chained.is_later(found.extract, head):
            yield Check(f"its chain names the head {head}", (fault,) if fault else ())
    if not given.chain:
        yield from _reached(found, given.heads)
        return
    report = verify_export(given.chain, given.heads)
    yield Check("the exported chain holds, and has every head that you know", report.problems)
    whole = chained.whole_of(given.chain)
    yield Check("the report's chain is the beginning of it", tuple(chained.apart(found.extract, whole)))
    asked = chained.Asked(found.versions, found.told.period.name, found.told.period.end, found.known)
    last = found.extract.places.get(found.own.id, found.extract.position) if found.own else found.extract.position
    yield Check("no row of the contract is missing", tuple(chained.missing(whole, last, found.rows, asked)))
    number = found.number
    yield Check("no later revision was stated", tuple(chained.later(whole, found.own, number, found.told.period.name)))


def _reached(found: Read, heads: Sequence[Known]) -> Iterator[Check | Open]:
    """Whether the chain that the report carries leads to the heads by itself: from what was stated to one of them."""
    for head in heads:
        if chained.is_later(found.extract, head):
            yield Open(
                NOT_REACHED, f"whether its chain leads to {head}: it is none of the report's heads; give --chain"
            )
    there = [one for one in heads if not chained.is_later(found.extract, one)]
    digest = f"sha256:{found.own.sha256}" if found.own else ""
    read = chained.stated(found.extract, found.number, found.told.period.name, digest)
    if any(chained.proves(found.extract, one, read) for one in there):
        yield Check("what was stated leads to a head that you know")
    elif there:
        behind = "rows that the report does not show lie between it and what was stated"
        yield Open(NOT_REACHED, f"whether {there[0]} proves the report: {behind}; give --chain")


def _pages(report: Carried, found: Read) -> list[Check | Open]:
    """Whether the pages say what was drawn, and whether that follows; of other releases' words their figures."""
    try:
        told = read_json(report.pages)
        beside = Beside(**told["beside"])
        drawn = told["drawn"]
        said = pages.differences(PdfReader(BytesIO(report.file)), drawn)
        anew = without_pictures(drawn_of(Ground(found.told, found.versions, found.rows, found.former), beside))
        lacks = tuple(figures.lacking(anew, drawn))
    except (Lacks, TypeError, KeyError, ValueError, AttributeError, IndexError) as error:
        return [Check("the pages say what was drawn", (f"the text of the pages cannot be read: {error!r}",))]
    checks: list[Check | Open] = [Check("the pages say what was drawn, and nothing else", tuple(said))]
    checks.append(Check("what stands beside the figures is what was stated", tuple(_beside(beside, found))))
    if anew == drawn or told.get("build") == build():
        return [*checks, Check("what was drawn follows from the figures", tuple(differences(drawn, anew)))]
    checks.append(Check("the figures that stand first are on the pages", lacks))
    release = told["release"]
    which = f"of the same release, {release}" if release == __version__ else f"of {release}; this is {__version__}"
    other = f"another build wrote these pages ({which})"
    return [*checks, Open(OTHER_WORDS, f"whether each sentence follows from the figures: {other}")]


def _beside(beside: Beside, found: Read) -> Iterator[str]:
    """Revision, moment and head on the pages are those of the chain."""
    own = found.own
    if own and (beside.revision, beside.stated_at) != (own.revision, own.at):
        yield f"the pages say revision {beside.revision}, and the chain revision {own.revision}"
    if beside.number != found.number:
        yield f"the pages are of {beside.number}, and the wordings of {found.number}"
    if beside.head.rpartition(":")[2] not in found.extract.heads:
        yield "the head of the chain that the pages name is none of its heads"


def _told(seal: Seal, found: Read) -> Iterator[str]:
    if seal.signed:
        yield f"sealed by {seal.signed.name}, key {seal.signed.fingerprints[0]}"
    if seal.stamp:
        yield f"stamped {seal.stamp.at:%Y-%m-%d %H:%M:%S} UTC by {seal.stamp.by}"
    if found.own:
        yield f"revision {found.own.revision} of {found.own.period} under {found.own.contract}"
    chain = found.extract
    yield f"{len(chain.lines)} rows shown of {chain.position} in {chain.block} blocks of the chain {chain.customer}"


def _unknown(seal: Seal, found: Read, given: Given) -> Iterator[str]:
    if not given.keys:
        yield "whose seal it is: give --key, a fingerprint that you had from the house on another way"
    if seal.signed and not seal.stamp:
        yield "when it was sealed: no authority stamped it with the time"
    elif seal.stamp:
        yield f"whether {seal.stamp.by} is an authority that you trust"
    if not given.heads:
        yield "whether the chain was written anew since: give --head, a head that you noted at another time"
    if not given.chain:
        yield "whether it is the last revision, and whether a row is missing: that takes an export of it, --chain"
    if found.extract.hidden and not given.chain:
        yield f"what the {found.extract.hidden} rows of the chain say that the report does not rest on"
    if days := chained.unsealed(found.extract, found.rows):
        yield f"whether {days} days of looks are as they were: no row of the chain named them yet"


def _same(what: str, said: object, found: str) -> Check:
    return Check(what, () if said == found else (f"it says {said}, and it is {found}",))
