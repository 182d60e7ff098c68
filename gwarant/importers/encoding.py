"""The text of an export, whatever wrote its bytes: told by an option, or found by them, and said which was taken."""

import codecs
import re
from dataclasses import dataclass

from gwarant.sla.evidence.value import shown
from gwarant.sla.problem import InputError, Problem, did_you_mean

UTF_8, UTF_16 = "utf-8", "utf-16"
CENTRAL, WESTERN, LATIN_2 = "windows-1250", "windows-1252", "iso-8859-2"
ONE_BYTE = (CENTRAL, WESTERN, LATIN_2)
ENCODINGS = (UTF_8, UTF_16, "utf-16-le", "utf-16-be", *ONE_BYTE, "iso-8859-1", "iso-8859-15")
MARKS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as the mark of UTF-16 does
    (codecs.BOM_UTF16_LE, UTF_16),
    (codecs.BOM_UTF16_BE, UTF_16),
)
EXPORT = "export as CSV, or as JSON where the importer reads that"
OTHER_FILES = (
    (b"PK\x03\x04", "is a workbook of Excel or another packed file, no text", "save the sheet as CSV UTF-8"),
    (b"\xd0\xcf\x11\xe0", "is a workbook of an old Excel, no text", "save the sheet as CSV UTF-8"),
    (b"%PDF", "is a PDF, no text", EXPORT),
    (b"\x1f\x8b", "is packed by gzip", "unpack it first: gunzip FILE"),
    (b"BZh", "is packed by bzip2", "unpack it first: bunzip2 FILE"),
    (b"SQLite format 3", "is a database of SQLite, no text", EXPORT),
)
_PAGE = re.compile(r"\s*<(!doctype html|html|\?xml|rss|table)\b", re.IGNORECASE)
_RUN = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
# The letters beyond ours of languages that are written in each; a file is taken to be in one of them.
_MIDDLE = ("ąćęłńóśźż", "áčďéěíňóřšťúůýžäĺľôŕ", "áéíóöőúüű", "ăâîșşțţ", "čćđšž", "äöüß")
_WEST = ("äöüßéàè", "àâçéèêëîïôûùüÿœ", "áéíóúüñºª", "ãõáâàçéêíóôúüºª", "àèéìíòóù", "åäöøæéü", "þðæöáéíóúý")
_LETTERS = {CENTRAL: _MIDDLE, WESTERN: _WEST, LATIN_2: _MIDDLE}
_WITHIN = "€‚„…†‡‰‹‘’“”•–—™›«»\u00a0\u00ad"  # signs that may stand between letters
_PUNCTUATION = "§©°±µ¶·®¬¤¦¨´×÷"


@dataclass(frozen=True)
class Decoded:
    """The text, the name of its encoding, and a sentence that says why that one."""

    text: str
    encoding: str
    note: str


def decoded(raw: bytes, told: str = "", file: str = "") -> Decoded:
    """The text of a file's bytes; raises InputError for what is no text, or not in the encoding that was told."""
    name = _named(told)
    if not raw:
        raise _wrong(file, "is empty", "export again; an export without any row has its header at least")
    for begin, what, hint in OTHER_FILES:
        if raw.startswith(begin):
            raise _wrong(file, what, hint)
    found = _decoded(raw, name, file)
    _check(found.text, file)
    return found


def _decoded(raw: bytes, told: str, file: str) -> Decoded:
    marked = next((name for mark, name in MARKS if raw.startswith(mark)), "")
    if marked:
        if told and told[:6] != marked[:6]:
            raise _wrong(file, f"begins with the mark of {_title(marked)}, and {_title(told)} was told", "leave it out")
        return _as(raw, marked, "as the mark at its beginning says", file)
    if told:
        _check_told(raw, told, file)
        return _as(raw, _unmarked(told), "as told", file)
    if sixteen := _sixteen(raw):
        return _as(raw, sixteen, "found by its zero bytes", file)
    try:
        return Decoded(raw.decode("utf-8"), UTF_8, "read as UTF-8")
    except UnicodeDecodeError as error:
        return _one_byte(raw, error.start, file)


def _check_told(raw: bytes, told: str, file: str) -> None:
    """InputError where the bytes are surely in another encoding, which the one that was told would read as nonsense."""
    is_wide = told.startswith(UTF_16)
    surely = UTF_16 if _sixteen(raw) and not is_wide else ""
    plain = _try(raw, UTF_8)
    if not surely and plain is not None and told != UTF_8 and "\x00" not in plain and (is_wide or not raw.isascii()):
        surely = UTF_8
    if surely:
        raise _wrong(
            file, f"is {_title(surely)}, and {_title(told)} was told", f"leave --encoding out, or say {surely}"
        )


def _as(raw: bytes, name: str, why: str, file: str) -> Decoded:
    codec = "utf-8-sig" if name == UTF_8 else name
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        line, what = _line(raw[: error.start], name), raw[error.start : error.end][:4].hex(" ")
        hint = "say its encoding with --encoding, or leave --encoding out to have it found"
        message = f"is not {_title(name)}: the bytes {what} of line {line} are no character of it"
        raise _wrong(file, message, hint, line) from None
    return Decoded(text.removeprefix("\ufeff"), name, f"read as {_title(name)}, {why}")


def _sixteen(raw: bytes) -> str:
    """UTF-16 without a mark: text in our letters has a zero in every other byte."""
    some = raw[:4000]
    even, odd = some[0::2].count(0), some[1::2].count(0)
    half = len(some) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.6 and odd < half * 0.1 else ""


def _one_byte(raw: bytes, wrong: int, file: str) -> Decoded:
    """In whichever encoding of one byte a letter the file makes words of one language; InputError where none is sure.

    What reads the same in several is in the first of them.
    """
    texts: dict[str, str] = {}
    for name in ONE_BYTE:
        text = _try(raw, name)
        if text is not None and text not in texts.values():
            texts[name] = text
    oddities = {name: _oddities(raw, name) for name in texts}
    best = [name for name in texts if oddities[name] == min(oddities.values())]
    if len(texts) == 1 or (len(best) == 1 and oddities[best[0]] <= len(_letters(raw, best[0])) // 10):
        name = best[0]
        how = f"found by words such as {_example(raw, name)}" if len(texts) > 1 else "which every other reads alike"
        return Decoded(texts[name], name, f"is not UTF-8: read as {_title(name)}, {how}")
    line = raw[:wrong].count(b"\n") + 1
    both = " or ".join(f"{_example(raw, name)} by {_title(name)}" for name in best)
    hint = "say --encoding windows-1250, --encoding windows-1252 or another"
    raise _wrong(file, f"is not UTF-8, and could be {both}" if both else "is not UTF-8", hint, line)


def _try(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except UnicodeDecodeError:
        return None


def _oddities(raw: bytes, name: str) -> int:
    """How many of its letters no language has of which the file has fewest such."""
    letters = _letters(raw, name)
    return min(sum(one not in alphabet for one in letters) for alphabet in _LETTERS[name])


def _letters(raw: bytes, name: str) -> list[str]:
    """What stands beyond our letters in words, each word once."""
    words = [run.decode(name).strip(_PUNCTUATION + _WITHIN).lower() for run in set(_RUN.findall(raw))]
    return [one for word in words for one in word if one > "\x7f" and one not in _WITHIN]


def _example(raw: bytes, name: str) -> str:
    """The longest of the words that others read otherwise."""
    words = {run for run in _RUN.findall(raw) if len({_try(run, one) for one in ONE_BYTE}) > 1}
    readable = [text for run in words if (text := _try(run, name)) is not None]
    return shown(min(readable, key=lambda one: (-len(one), one))) if readable else "its signs"


def _check(text: str, file: str) -> None:
    if _PAGE.match(text):
        hint = "a page where a login is asked for is no export; export as CSV, or as JSON where the importer reads that"
        raise _wrong(file, "is a web page or XML", hint)
    if not text.strip("\ufeff \t\r\n"):
        raise _wrong(file, "is empty", "export again; an export without any row has its header at least")
    at = text.find("\x00")
    if at >= 0:
        line = text.count("\n", 0, at) + 1
        raise _wrong(file, "holds zero bytes: it is no text", EXPORT, line)


def _named(told: str) -> str:
    """The encoding by its name here; InputError for one that is not read."""
    if not told:
        return ""
    plain = told.strip().lower().replace("_", "-").replace(" ", "-")
    known = {"utf8": UTF_8, "utf-8-sig": UTF_8, "utf16": UTF_16, "latin-1": "iso-8859-1", "latin-2": "iso-8859-2"}
    name = known.get(plain) or re.sub(r"^(cp|win|windows)-?(125[02])$", r"windows-\2", plain)
    if name not in ENCODINGS:
        problem = Problem("", 0, 0, "--encoding", f"{shown(told)} is not read", did_you_mean(name, ENCODINGS), "option")
        raise InputError([problem])
    return name


def _unmarked(name: str) -> str:
    """UTF-16 without a mark at the beginning, as Windows writes it."""
    return "utf-16-le" if name == UTF_16 else name


def _title(name: str) -> str:
    return name.upper() if not name.startswith("windows") else name.title()


def _line(before: bytes, name: str) -> int:
    return before.decode(name, "replace").count("\n") + 1 if name.startswith("utf-16") else before.count(b"\n") + 1


def _wrong(file: str, message: str, hint: str, line: int = 0) -> InputError:
    return InputError([Problem(file, line, 0, "", message, hint, "import")])
