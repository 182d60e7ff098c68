"""All that people read exists in Polish, with its plural forms, and the compiled catalogues are the written ones."""

import re
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from gwarant.mail.quotes import MARKERS

PACKAGE = Path(__file__).parents[2] / "gwarant"
CATALOGUES = sorted(PACKAGE.glob("**/django.po"))
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Said = tuple[str, str | tuple[str, ...], str]


pytestmark = pytest.mark.together


@cache
def said() -> tuple[Said, ...]:
    return (*said_in_code(), *said_in_templates())


def said_in_code() -> Iterator[Said]:
    for file in sorted(PACKAGE.glob("**/*.py")):
        if "migrations" not in file.parts:
            yield from _extracted(file, file.read_bytes())


def said_in_templates() -> Iterator[Said]:
    for file in sorted(PACKAGE.glob("**/templates/**/*.html")):
        source = templatize(file.read_text(encoding="utf-8"))
        yield from _extracted(file, "\n".join(line.strip() for line in source.splitlines()).encode())


def _extracted(file: Path, source: bytes) -> Iterator[Said]:
    for line, message, _, context in extract("python", BytesIO(source), KEYWORDS):
        if message:
            yield f"{file.relative_to(PACKAGE)}:{line}", message, context or ""


def in_polish() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for file in CATALOGUES:
        for message in read_po(BytesIO(file.read_bytes())):
            texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
            singular = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
            if all(texts) and "fuzzy" not in message.flags:
                found[message.context or "", singular] = tuple(texts)
    return found


def test_everything_that_is_said_has_polish_words() -> None:
    polish = in_polish()
    missing = [
        f"{where}: {message!r}"
        for where, message, context in said()
        if (context, message[0] if isinstance(message, tuple) else message) not in polish
        and not _comes_with_django(message)
    ]
    assert missing == []


def test_whatever_is_counted_has_three_polish_forms() -> None:
    polish = in_polish()
    counted = [(where, message[0], context) for where, message, context in said() if isinstance(message, tuple)]
    assert counted
    wrong = [where for where, message, context in counted if len(polish.get((context, message), ())) != 3]
    assert wrong == []


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: str(file.relative_to(PACKAGE).parts[:-3]))
def test_a_compiled_catalogue_is_the_written_one(file: Path) -> None:
    written = BytesIO()
    write_mo(written, read_po(BytesIO(file.read_bytes())))
    assert _words(file.with_suffix(".mo").read_bytes()) == _words(written.getvalue())


def _words(compiled: bytes) -> dict[object, str]:
    catalogue = GNUTranslations(BytesIO(compiled))._catalog  # type: ignore[attr-defined]
    return {key: text for key, text in catalogue.items() if key}


def _comes_with_django(message: str | tuple[str, ...]) -> bool:
    return message in ("English", "Polish")


OTHER_FORMS = re.compile(r"\bPaństw(?:o|a|u|em)\b|\bpro(?:szę|simy)\b(?<!o które prosimy)", re.IGNORECASE)
SMALL = re.compile(r"\b(?:twój|twoj(?:a|e|ej|ego|emu|ą|im|ich|imi)|twym|ciebie|tobie|tobą|cię)\b")
GUESSES = re.compile(r"(?<!\w)\w+(?:łeś|łaś|łbyś|łabyś)\b|\bpowin(?:ieneś|naś)\b", re.IGNORECASE)


def polish_texts() -> Iterator[tuple[str, str]]:
    """All that is written in Polish: the catalogues, and what stands in the code for readers without a framework."""
    yield from ((context or singular, text) for (context, singular), texts in in_polish().items() for text in texts)
    for file in (PACKAGE / "pictures").glob("**/*.py"):
        yield str(file.relative_to(PACKAGE)), file.read_text(encoding="utf-8")
    yield from (("the line above which an answer is written", text) for text in MARKERS.values())


@pytest.mark.parametrize("other", [OTHER_FORMS, SMALL, GUESSES], ids=["Państwo, prosimy", "in small letters", "a man"])
def test_polish_addresses_whoever_reads_in_one_way(other: re.Pattern[str]) -> None:
    wrong = [
        f"{where!r}: {found[0]!r} in {text[:200]!r}" for where, text in polish_texts() if (found := other.search(text))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("text", ["Pytanie do Państwa", "prosimy o odpowiedź", "to twój wpis", "gdzie byłeś"])
def test_the_other_forms_of_address_are_found(text: str) -> None:
    assert any(one.search(text) for one in (OTHER_FORMS, SMALL, GUESSES))
