"""No dead link in any document, every document is led to, and what is named in them exists."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOP = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
DOCUMENTS = [*TOP, *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`((?:gwarant|bin|docs|tests|examples|bench)/[\w/.-]*)")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def prose(path: Path) -> str:
    """The document without its examples."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def links(path: Path) -> Iterator[tuple[Path, str]]:
    """Each link to a place in the repository: the file or folder, and the heading in it."""
    for target in LINK.findall(prose(path)):
        if "://" not in target and not target.startswith("mailto:"):
            file, _, heading = target.partition("#")
            yield (path.parent / file).resolve() if file else path, heading


def headings(path: Path) -> set[str]:
    """The anchors that a document's headings get."""
    found = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in found}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_leads_somewhere(document: Path) -> None:
    dead = [str(to) for to, heading in links(document) if not to.exists() or (heading and heading not in headings(to))]
    assert dead == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_file_that_is_named_exists(document: Path) -> None:
    missing = [one for one in FILE.findall(prose(document)) if not (ROOT / one.rstrip(".")).exists()]
    assert missing == []


def test_every_document_can_be_reached_from_the_first() -> None:
    found, waiting = set(TOP), list(TOP)
    while waiting:
        for to, _ in links(waiting.pop()):
            new = {one for one in ([*to.glob("*.md")] if to.is_dir() else [to]) if one.suffix == ".md"} - found
            found, waiting = found | new, [*waiting, *new]
    assert [name(one) for one in DOCUMENTS if one not in found] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_no_place_of_one_machine_is_named(document: Path) -> None:
    assert re.findall(r"/(?:root|home)/\w+", document.read_text(encoding="utf-8")) == []
