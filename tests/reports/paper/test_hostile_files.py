"""Files that were made to break or to fool whoever checks them: each is told in a sentence, none in a traceback."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from papers import Papers, made
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)
from tampering import MADE, forger, written
from typer.testing import CliRunner

from gwarant.cli.main import app
from gwarant.cli.verifying import carried_by, verified
from gwarant.demo.cast import World
from gwarant.reports.checked import carried as carrying
from gwarant.reports.checked.carried import Lacks, carried
from gwarant.reports.checked.sealed import check_shape
from gwarant.reports.sealing.sealing import sealed

pytestmark = pytest.mark.together
Upon = Callable[[PdfWriter], DictionaryObject]


@pytest.fixture
def papers(house: World) -> Papers:
    return made(house)


@pytest.fixture
def file(papers: Papers, tmp_path: Path) -> Path:
    """An honest report."""
    path = tmp_path / "report.pdf"
    path.write_bytes(papers.first)
    return path


def edited(pdf: bytes, make: Callable[[PdfWriter], object]) -> bytes:
    writer, out = PdfWriter(BytesIO(pdf), incremental=True), BytesIO()
    make(writer)
    writer.write(out)
    return out.getvalue()


def named(**told: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in told.items()})


def lying(subtype: str, **told: PdfObject) -> Upon:
    """Something that lies upon the first page, with a picture of its own."""

    def on(writer: PdfWriter) -> DictionaryObject:
        drawn = DecodedStreamObject()
        drawn.set_data(b"q 1 1 1 rg 0 0 500 300 re f Q")
        drawn.update(named(Type=NameObject("/XObject"), Subtype=NameObject("/Form"), BBox=numbers(0, 0, 500, 300)))
        picture = {"AP": named(N=writer._add_object(drawn))} if "Border" not in told else {}
        there = {"Rect": numbers(40, 400, 540, 700), **picture, **told}
        return named(Type=NameObject("/Annot"), Subtype=NameObject(subtype), F=NumberObject(4), **there)

    return on


def numbers(*told: int) -> ArrayObject:
    return ArrayObject(map(NumberObject, told))


def put_upon(make: Upon) -> Callable[[PdfWriter], object]:
    def change(writer: PdfWriter) -> None:
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(make(writer))])

    return change


def in_root(key: str, value: PdfObject) -> Callable[[PdfWriter], object]:
    return lambda writer: writer._root_object.update({NameObject(key): value})


SHOWN = {
    "a field": put_upon(lying("/Widget", FT=NameObject("/Tx"), T=TextStringObject("x"))),
    "a seal with a picture": put_upon(lying("/Widget", FT=NameObject("/Sig"), Rect=numbers(0, 0, 0, 0))),
    "a seal with an extent": put_upon(lying("/Widget", FT=NameObject("/Sig"), Border=numbers(0, 0, 0))),
    "a link with a picture": put_upon(lying("/Link")),
    "a link with a thick border": put_upon(lying("/Link", Border=numbers(0, 0, 200))),
    "a note": put_upon(lying("/FreeText")),
    "a script": in_root("/OpenAction", named(S=NameObject("/JavaScript"), JS=TextStringObject("1"))),
    "layers": in_root("/OCProperties", named(OCGs=ArrayObject())),
    "a form of its own": in_root("/AcroForm", named(Fields=ArrayObject(), XFA=TextStringObject("x"))),
}


@pytest.mark.parametrize("what", SHOWN)
def test_whatever_else_a_sealed_file_shows_is_told(file: Path, what: str) -> None:
    raw = edited(written(carried_by(str(file))), SHOWN[what])
    file.write_bytes(sealed(raw, forger(), MADE))
    failing = [one.what for one in verified(carried_by(str(file))).checks if not one.holds]
    assert failing == ["the pages say what was drawn, and nothing else"]


def test_a_link_that_draws_nothing_is_none_of_it(file: Path) -> None:
    link = put_upon(lying("/Link", Border=numbers(0, 0, 0)))
    file.write_bytes(sealed(edited(written(carried_by(str(file))), link), forger(), MADE))
    assert verified(carried_by(str(file))).holds


def verify(file: Path) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["verify", str(file)])
    assert found.exception is None or isinstance(found.exception, SystemExit)
    return found.exit_code, found.output


@pytest.mark.parametrize("told", [b"/A /B /C /D", b"null null 1 1", b"0.5 2 3 4", b"0 10", b""])
def test_a_seal_over_no_range_is_told(file: Path, told: bytes) -> None:
    pdf = file.read_bytes()
    there = re.search(rb"/ByteRange\s*\[[^\]]*\]", pdf)
    assert there
    new = (b"/ByteRange[" + told + b"]").ljust(len(there[0]))
    file.write_bytes(pdf[: there.start()] + new + pdf[there.end() :])
    code, said = verify(file)
    assert (code, "in four numbers" in " ".join(said.split())) == (2, True), said


@pytest.mark.parametrize("fields", [NumberObject(3), NullObject(), ArrayObject([NumberObject(3)]), FloatObject(1)])
def test_a_form_without_fields_is_told(file: Path, fields: PdfObject) -> None:
    pdf = edited(file.read_bytes(), lambda writer: writer._root_object["/AcroForm"].update({"/Fields": fields}))
    with pytest.raises(ValueError, match="its form has"):
        check_shape(PdfReader(BytesIO(pdf)))
    file.write_bytes(pdf)
    assert verify(file)[0] == 2


@pytest.mark.parametrize("name", ["a\0b.json", "x" * 400 + ".json", "\x1b[2J.txt", "\u202eabc.txt"])
def test_a_name_that_no_report_gives_is_told_and_not_shown(file: Path, name: str) -> None:
    file.write_bytes(edited(file.read_bytes(), lambda writer: [writer.add_attachment(name, b"{}") for _ in "ab"]))
    code, said = verify(file)
    assert (code, "of a name that no report gives" in " ".join(said.split())) == (2, True), said
    assert not {"\0", "\x1b", "\u202e"} & {*said}


def test_what_is_no_file_with_an_end_is_not_read() -> None:
    assert verify(Path("/dev/zero"))[0] == 2
    assert verify(Path("/"))[0] == 2


def test_files_that_are_larger_together_than_any_report_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "MOST", 100)
    with pytest.raises(Lacks, match="carries files of more than"):
        carried({f"{n}.json": [b" " * 60] for n in range(2)}, b"")
