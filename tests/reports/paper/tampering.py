"""Every way in which somebody could make another report of one: what it carries, its chain, its pages, its bytes.

Who sets a report anew seals it with a key: their own, or the house's, where the house itself forges.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, NameObject

from gwarant.ledger.chain import genesis, link
from gwarant.reports.checked.carried import Carried, hash_of, read_json
from gwarant.reports.paper.drawing import Beside, Ground, drawn_of, without_pictures
from gwarant.reports.paper.typeset import Attached, pdf_of
from gwarant.reports.sealing.keys import Sealer
from gwarant.reports.sealing.sealing import sealed
from gwarant.sla.assessment import assess, to_bytes
from gwarant.sla.assessment.model import Assessment
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.form import FORMS
from gwarant.sla.evidence.jsonl import read_lines, row_line
from gwarant.sla.restored import restored

MADE = datetime(2026, 7, 3, 8, 0, tzinfo=UTC)
Change = Callable[[Carried], Carried]


@dataclass(frozen=True)
class Way:
    """A way to tamper: its kind, its name, and the bytes that come of an honest report."""

    kind: str
    name: str
    make: Callable[[bytes, Carried, Sealer], bytes]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


def ways(report: Carried) -> Iterator[Way]:
    """All of them, for a report with these parts."""
    for name, change in (*_of_rows(report), *_of_chain(report), *_of_words(report)):
        if change(report) != report:
            yield Way(name.partition(":")[0], name.partition(": ")[2], _set_anew(change))
    for name, change in _consistent(report):
        yield Way("rewritten", name, _set_anew(change))
    yield Way("key", "the same report under another key", lambda _, one, key: sealed(written(one), forger(), MADE))
    yield Way("seal", "the same report without a seal", lambda _, one, key: written(one))
    yield from (Way("pdf", name, _on(make)) for name, make in PDF.items())
    yield from _flips(report.file)


def _of_rows(report: Carried) -> Iterator[tuple[str, Change]]:
    """Each row of evidence left out, moved, said twice or dated otherwise, and the tail cut at each place."""
    lines = report.evidence[1].splitlines(keepends=True)
    for at, line in enumerate(lines):
        if b'"type": "header"' in line:
            continue
        yield f"row: {at} left out", _evidence(lambda rows, at=at: [*rows[:at], *rows[at + 1 :]])
        yield f"row: {at} dated otherwise", _evidence(lambda rows, at=at: _edited(rows, at))
        yield f"row: {at} under another id", _evidence(lambda rows, at=at: [*rows, _renamed(rows[at])])
        if at + 1 < len(lines):
            yield f"row: {at} after the next", _evidence(lambda rows, at=at: _swapped(rows, at))
            yield f"row: cut off after {at}", _evidence(lambda rows, at=at: rows[: at + 1])


def _of_chain(report: Carried) -> Iterator[tuple[str, Change]]:
    """Each line of the chain left out, moved or with another hash; its tail cut at each place, with a fitting end."""
    lines = report.chain.splitlines(keepends=True)
    for at in range(1, len(lines)):
        yield f"chain: {at} left out", _chain(lambda rows, at=at: [*rows[:at], *rows[at + 1 :]])
        if at + 1 < len(lines):
            yield f"chain: {at} after the next", _chain(lambda rows, at=at: _swapped(rows, at))
            yield f"chain: cut off after {at}", _chain(lambda rows, at=at: _ended(rows[: at + 1]))
            yield f"chain: {at} with another hash", _chain(lambda rows, at=at: _rehashed(rows, at))


def _of_words(report: Carried) -> Iterator[tuple[str, Change]]:
    """Figures, wordings, envelope and the text of the pages, each by itself."""
    for key in ("kept", "readings", "months", "notes", "inputs", "wordings"):
        yield f"figure: {key} left out", _assessment(lambda told, key=key: told.pop(key))
    yield "figure: a breach becomes kept", _assessment(lambda told: told["kept"][0].update(met=1, breached=0))
    yield "wording: another target", _wording(b'"1h"', b'"9h"')
    yield "wording: another price", _wording(b'"5400"', b'"5499"')
    yield (
        "envelope: of another one",
        lambda one: replace(one, envelope=one.envelope.replace(b'"sha256:', b'"sha256:0', 1)),
    )
    yield "said: another cause", lambda one: replace(one, pages=one.pages.replace(b"A full disk.", b"Nothing."))
    for old, new in ((b'"revision": 1', b'"revision": 3'), (b"47 godz.", b"7 godz."), (b"Zamkni", b"Nie zamkni")):
        yield f"pages: {new.decode()}", lambda one, old=old, new=new: replace(one, pages=one.pages.replace(old, new))


def _consistent(report: Carried) -> Iterator[tuple[str, Change]]:
    """A day rewritten, with figures, pages and every hash that follow from it: nothing in the file contradicts."""
    rows = [*enumerate(report.evidence[1].splitlines(keepends=True))]
    for at, line in rows:
        if b'"type": "ticket"' in line and b'"reported"' not in line:
            yield f"row {at} at another hour, all hashes fit", lambda one, at=at: all_anew(one, edited(at))
            yield f"row {at} gone, all hashes fit", lambda one, at=at: all_anew(one, without(at))


def without(at: int) -> Callable[[list[bytes]], list[bytes]]:
    """The lines but one."""
    return lambda rows: [*rows[:at], *rows[at + 1 :]]


Chaining = Callable[[bytes, Mapping[str, str], tuple[str, str]], tuple[bytes, str]]


def all_anew(
    report: Carried, change: Callable[[list[bytes]], list[bytes]], chaining: Chaining | None = None
) -> Carried:
    """What somebody who may write everything makes of it."""
    changed = _evidence(change)(report)
    rows = read_lines(changed.evidence[1].decode().splitlines())
    versions = _versions(changed)
    told = read_json(report.assessment)
    anew = assess(versions, rows, told["period"]["name"])
    assessment = to_bytes(anew) + b"\n"
    lines = {row.id: row_line(row) for form in FORMS for row in getattr(rows, form.part)}
    digest = hash_of(assessment)
    chain, head = (chaining or _chained)(report.chain, lines, (hash_of(report.assessment), digest))
    envelope = read_json(report.envelope) | {"assessment": digest}
    beside = read_json(report.pages)["beside"] | {"head": head}
    drawn = without_pictures(drawn_of(Ground(anew, tuple(versions), rows), Beside(**beside)))
    pages = read_json(report.pages) | {"beside": beside, "drawn": drawn}
    return replace(
        changed,
        assessment=assessment,
        chain=chain,
        envelope=_json(envelope),
        pages=_json(pages),
        wordings=report.wordings,
    )


def _chained(chain: bytes, lines: Mapping[str, str], digests: tuple[str, str]) -> tuple[bytes, str]:
    """The extract with rows as they are now, every hash computed again."""
    made: list[dict[str, Any]] = []
    hash_ = position = block = 0
    for text in chain.decode().splitlines():
        one = json.loads(text)
        if "schema" in one:
            hash_ = genesis(one["customer"])
        elif "id" in one and "line" not in one and one["id"] not in lines:
            continue
        elif "id" in one:
            if "line" in one:
                one["line"] = one["line"].replace(*(digest.removeprefix("sha256:") for digest in digests))
            hash_ = one["hash"] = link(str(hash_), one.get("line") or lines[one["id"]], one.get("text_hash", ""))
            position += 1
        elif "gap" in one:
            position += one["gap"]
            hash_ = one["hash"]
        elif "block" in one:
            one["head"], block = hash_, one["block"]
        else:
            one["rows"] = position
        made.append(one)
    customer = made[0]["customer"]
    return _lines(made), f"{customer}:{block}:{hash_}"


def behind_a_gap(chain: bytes, lines: Mapping[str, str], digests: tuple[str, str]) -> tuple[bytes, str]:
    """The extract with every true head: rows of the first block as they are now, what was stated moved in among them,
    and a gap that claims to lead from there to the block's true end.
    """
    old, new = (digest.removeprefix("sha256:") for digest in digests)
    told = [json.loads(one) for one in chain.decode().splitlines()]
    own = next(one for one in told if old in one.get("line", ""))
    end = next(at for at, one in enumerate(told) if "block" in one)
    count = sum(one.get("gap", 1) for one in told[1:end])
    shown = [one for one in told[1:end] if "id" in one and ("line" in one or one["id"] in lines)]
    made, hash_ = [told[0]], genesis(told[0]["customer"])
    for one in (*shown, {**own, "line": own["line"].replace(old, new)}):
        hash_ = link(hash_, one.get("line") or lines[one["id"]], one.get("text_hash", ""))
        made.append({**one, "hash": hash_})
    made.append({"gap": count - len(shown) - 1, "hash": told[end]["head"]})
    made += [{"gap": 1, "hash": one["hash"]} if one is own else one for one in told[end:]]
    last = next(one for one in reversed(told) if "block" in one)
    return _lines(made), f"{told[0]['customer']}:{last['block']}:{last['head']}"


def _evidence(change: Callable[[list[bytes]], list[bytes]]) -> Change:
    def changed(one: Carried) -> Carried:
        name, text = one.evidence
        return replace(one, evidence=(name, b"".join(change(text.splitlines(keepends=True)))))

    return changed


def _chain(change: Callable[[list[bytes]], list[bytes]]) -> Change:
    return lambda one: replace(one, chain=b"".join(change(one.chain.splitlines(keepends=True))))


def _assessment(change: Callable[[dict[str, Any]], object]) -> Change:
    def changed(one: Carried) -> Carried:
        document = read_json(one.assessment)
        change(document)
        text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        return replace(one, assessment=text)

    return changed


def _wording(old: bytes, new: bytes) -> Change:
    return lambda one: replace(one, wordings={name: text.replace(old, new, 1) for name, text in one.wordings.items()})


def _edited(rows: Sequence[bytes], at: int) -> list[bytes]:
    """The row at another hour of its day."""
    other = re.sub(
        rb'("(?:at|from)": "[^T]+T\d)(\d)', lambda m: b"%b%d" % (m[1], (int(m[2]) + 1) % 4), rows[at], count=1
    )
    return [*rows[:at], other, *rows[at + 1 :]]


def edited(at: int) -> Callable[[list[bytes]], list[bytes]]:
    """The lines with one at another hour."""
    return lambda rows: _edited(rows, at)


def _renamed(row: bytes) -> bytes:
    return re.sub(rb'"id": "', b'"id": "x', row, count=1)


def _swapped(rows: Sequence[bytes], at: int) -> list[bytes]:
    return [*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]


def _ended(rows: Sequence[bytes]) -> list[bytes]:
    """The lines with an end that counts them."""
    told = [json.loads(one) for one in rows]
    count = sum(one.get("gap", 1) for one in told if "id" in one or "gap" in one)
    blocks = sum("block" in one for one in told)
    return [*rows, _lines([{"end": True, "rows": count, "blocks": blocks}])]


def _rehashed(rows: Sequence[bytes], at: int) -> list[bytes]:
    other = re.sub(rb'("(?:hash|head)": ")(.)', lambda m: m[1] + (b"1" if m[2] == b"0" else b"0"), rows[at], count=1)
    return [*rows[:at], other, *rows[at + 1 :]]


def _versions(report: Carried) -> list[Contract]:
    return [parse(text.decode(), name, {}).required() for name, text in report.wordings.items()]


def _set_anew(change: Change) -> Callable[[bytes, Carried, Sealer], bytes]:
    """The report with something changed, set again and sealed by whoever forges it."""
    return lambda _, one, key: sealed(written(change(one)), key, MADE)


def set_anew(report: Carried, sealer: Sealer | None = None) -> bytes:
    """A report of these parts, under the forger's key or another."""
    return sealed(written(report), sealer or forger(), MADE)


def in_other_words(report: Carried, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The report with pages that say something else, as if another build had drawn them."""
    pages, told = read_json(report.pages), _drawn(report)
    change(told)
    other = pages | {"build": "sha256:other", "drawn": without_pictures(told)}
    return sealed(_set(replace(report, pages=_json(other)), told), forger(), MADE)


def _drawn(one: Carried) -> dict[str, Any]:
    rows = read_lines(one.evidence[1].decode().splitlines())
    return drawn_of(Ground(_restored(one), tuple(_versions(one)), rows), Beside(**read_json(one.pages)["beside"]))


def written(one: Carried) -> bytes:
    try:
        told = _drawn(one)
    except Exception:  # what can no more be read is set as it was: the file says something else than its pages
        told = {**read_json(one.pages)["drawn"], "parts": [], "annex": []}
    return _set(one, told)


def _set(one: Carried, told: dict[str, Any]) -> bytes:
    texts = {**one.wordings, one.evidence[0]: one.evidence[1]}
    name = one.evidence[0].removesuffix(".jsonl")
    texts |= {f"{name}.json": one.assessment, f"{name}.envelope.json": one.envelope}
    texts |= {f"{name}.chain.jsonl": one.chain, f"{name}.pages.json": one.pages}
    texts |= {f"{name}.r1.json": one.former} if one.former else {}
    files = tuple(Attached(file, text.decode(), "text/plain", "a file") for file, text in texts.items())
    return pdf_of(told, files, MADE)


def _restored(one: Carried) -> Any:
    from_bytes = read_json(one.assessment)
    return restored(from_bytes, Assessment)


@cache
def forger() -> Sealer:
    """A key that somebody made for themselves, under the house's name."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Softhouse Example sp. z o.o.")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
    made = made.serial_number(7).not_valid_before(MADE).not_valid_after(MADE.replace(year=2046))
    return Sealer(private, made.sign(private, SHA256()), (), MADE)


def _on(make: Callable[[PdfWriter], object]) -> Callable[[bytes, Carried, Sealer], bytes]:
    """Something done to the PDF behind its seal, as any editor of PDFs does it."""

    def changed(pdf: bytes, _: Carried, key: Sealer) -> bytes:
        writer = PdfWriter(BytesIO(pdf), incremental=True)
        make(writer)
        out = BytesIO()
        writer.write(out)
        return out.getvalue()

    return changed


def _over(writer: PdfWriter) -> None:
    """White paper and other words over the first page."""
    page = writer.pages[0]
    drawn = DecodedStreamObject()
    drawn.set_data(b"q 1 1 1 rg 0 600 600 100 re f Q")
    writer._add_object(drawn)
    contents = page["/Contents"]
    page[NameObject("/Contents")] = writer._add_object(drawn) if contents is None else drawn.indirect_reference


def _note(writer: PdfWriter) -> None:
    writer.add_annotation(0, FreeText(text="All was kept.", rect=(50, 500, 300, 600)))


def _glyphs(writer: PdfWriter) -> None:
    """Another meaning of the glyphs: what is read aloud or copied is not what is seen."""
    for page in writer.pages:
        for font in page["/Resources"]["/Font"].values():
            there = font.get_object().get("/ToUnicode")
            if there is not None:
                stream = there.get_object()
                stream.set_data(re.sub(rb"<0030>\n?", b"<0031>", stream.get_data()))


def _without_pages(writer: PdfWriter) -> None:
    writer.remove_page(len(writer.pages) - 1)


PDF: dict[str, Callable[[PdfWriter], object]] = {
    "another page over the first": _over,
    "a note upon a page": _note,
    "another meaning of its glyphs": _glyphs,
    "the last page gone": _without_pages,
    "another file attached": lambda writer: writer.add_attachment("more.txt", b"more"),
    "another title": lambda writer: writer.add_metadata({"/Title": "Another"}),
}


def _flips(pdf: bytes) -> Iterator[Way]:
    """A bit turned at places all over the file, bytes added at its end, and the end cut off."""
    for part in range(40):
        at = len(pdf) * part // 40
        yield Way(
            "bytes",
            f"a bit of byte {at}",
            lambda data, _, key, at=at: data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :],
        )
    for name, more in (("a line", b"\n"), ("a comment", b"% all was kept\n"), ("its beginning", pdf[:500])):
        yield Way("bytes", f"{name} behind its end", lambda data, _, key, more=more: data + more)
    yield Way("bytes", "the last byte gone", lambda data, _, key: data[:-1])


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _json(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _lines(rows: Sequence[Mapping[str, Any]]) -> bytes:
    return b"".join(json.dumps(one, sort_keys=True, ensure_ascii=False).encode() + b"\n" for one in rows)
