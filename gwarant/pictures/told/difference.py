"""The difference between two wordings in words: sentences matched by the fields that they come from."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest

from gwarant.pictures.told.model import Section, Told
from gwarant.pictures.told.telling import SECTIONS, tell
from gwarant.pictures.told.words.changes import change_word
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import Status


@dataclass(frozen=True)
class Change:
    """What a field said and says; one of the two is empty where a sentence was added or taken away."""

    section: str
    path: str
    was: str
    now: str

    @property
    def kind(self) -> str:
        return "changed" if self.was and self.now else "added" if self.now else "removed"


@dataclass(frozen=True)
class Difference:
    """Every change between two wordings in the order of the articles, and how many there are in which."""

    changes: tuple[Change, ...]

    @property
    def sections(self) -> dict[str, int]:
        """The titles of the articles that differ, each with its number of changes."""
        titles = dict.fromkeys(one.section for one in self.changes)
        return {title: sum(one.section == title for one in self.changes) for title in titles}


def difference(former: Contract, amended: Contract, lang: str, *, with_days: bool = False) -> Difference:
    """What differs in words. Which version it is and who signed it is no difference of terms.

    Nor is the day from which it holds, unless `with_days`: for two texts of one version.
    """
    old = _terms(former, former if with_days else amended, amended)
    new = _terms(amended, amended, former)
    before, after = ({one.name: one for one in tell(contract, lang)} for contract in (old, new))
    found = [change for name in SECTIONS for change in _changes(before.get(name), after.get(name))]
    return Difference((*found, *_clauses(former.text, amended.text, change_word("clauses", lang))))


def _terms(contract: Contract, amended: Contract, other: Contract) -> Contract:
    """The contract without what every version has of its own; another contract keeps its version beside its number."""
    version = contract.metadata.version if contract.metadata.id != other.metadata.id else amended.metadata.version
    metadata = replace(
        contract.metadata, version=version, supersedes=None, status=Status.DRAFT, signed=None, announced=None
    )
    return replace(contract, metadata=metadata, effective=replace(contract.effective, from_=amended.effective.from_))


def _changes(before: Section | None, after: Section | None) -> Iterator[Change]:
    """What stands in both is no change, wherever it stands; the rest is matched by field."""
    title = (after or before or Section("", "", ())).title
    old, new = (one.told if one else () for one in (before, after))
    shared = Counter(one.text for one in old) & Counter(one.text for one in new)
    was, now = (_by_path(_without(told, shared)) for told in (old, new))
    for path in _merged(list(was), list(now)):
        for pair in zip_longest(was.get(path, []), now.get(path, []), fillvalue=""):
            yield Change(title, path, *pair)


def _without(told: tuple[Told, ...], shared: "Counter[str]") -> Iterator[Told]:
    left = Counter(shared)
    for one in told:
        if left[one.text]:
            left[one.text] -= 1
        else:
            yield one


def _by_path(told: Iterable[Told]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in told:
        found.setdefault(one.path, []).append(one.text)
    return found


def _merged(old: list[str], new: list[str]) -> Iterator[str]:
    """The fields of both in the order in which they are told, those taken away where they stood."""
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield from new[c:d]
        yield from (path for path in old[a:b] if path not in new)


def _clauses(old: dict[str, str], new: dict[str, str], title: str) -> Iterator[Change]:
    """The clauses of the signed text that now stand for another part of the contract."""
    for clause in dict.fromkeys([*new, *old]):
        was, now = (f"{clause}: {rows[clause]}" if clause in rows else "" for rows in (old, new))
        if was != now:
            yield Change(title, f"text.{clause}", was, now)
