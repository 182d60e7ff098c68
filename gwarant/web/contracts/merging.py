"""Two people at one draft: what each touched, field by field, and where both touched the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from gwarant.pictures.clauses import Draft, changed, draft_of, meant, touched_in
from gwarant.sla.contract.splice import CannotSplice
from gwarant.sla.problem import InputError
from gwarant.web.contracts.lines import Joined, as_written, join

Rows = list[tuple[str, str, str]]  # what, before, now


@dataclass(frozen=True)
class Clash:
    """A clause that both touched: what stood there, and what the other person wrote."""

    path: str
    before: str
    theirs: str


@dataclass(frozen=True)
class Merge:
    """What is to be written over the text as it stands now, and what somebody must decide first."""

    touched: dict[str, str]
    clashes: tuple[Clash, ...] = ()


def merge(base: Draft | None, theirs: Draft, typed: Mapping[str, str]) -> Merge:
    """The fields that were touched since `base`; without a base each that differs from theirs has to be decided."""
    if base is None:
        touched = touched_in(theirs, typed)
        return Merge(touched, tuple(Clash(path, "", theirs.held(path)) for path in touched))
    touched, clashes = {}, []
    for path, text in touched_in(base, typed).items():
        before, now = base.held(path), theirs.held(path) if path in theirs.clauses else ""
        is_there = path in theirs.clauses and path not in theirs.locked
        if is_there and meant(theirs.clauses[path], text) == meant(theirs.clauses[path], now):
            continue
        touched[path] = text
        if not is_there or meant(base.clauses[path], before) != meant(theirs.clauses[path], now):
            clashes.append(Clash(path, before, theirs.locked.get(path, now)))
    return Merge(touched, tuple(clashes))


def base_of(stored: str, mark: str, seen: str, sent: str) -> Draft | None:
    """The draft that a form was made from; None when its text is not known, or none that a form can be made of."""
    text = base_text(stored, mark, seen, sent)
    try:
        return None if text is None else draft_of(text)
    except InputError:
        return None


def base_text(stored: str, mark: str, seen: str, sent: str) -> str | None:
    """The text that a form was made from: the stored one, else the one sent along if it has the mark; else None."""
    if seen == mark:
        return stored
    lines = sent.replace("\r\n", "\n")
    for text in (lines, lines.replace("\n", "\r\n"), as_written(stored, sent)):
        if sha256(text.encode("utf-8", "replace")).hexdigest()[:16] == seen:
            return text
    return None


def join_texts(base: str | None, mine: str, theirs: str, labels: tuple[str, str]) -> Joined:
    """The changes of both by lines; by fields where both wrote in one line and all of mine is in the fields."""
    joined = join(base, mine, theirs, labels)
    if not joined.places or base is None:
        return joined
    text = _by_field(base, mine, theirs)
    return joined if text is None else Joined(text)


def _by_field(base: str, mine: str, theirs: str) -> str | None:
    try:
        before, after, latest = draft_of(base), draft_of(mine), draft_of(theirs)
        typed = {path: after.held(path) for path in after.clauses if path not in after.locked}
        if changed(before, touched_in(before, typed)) != mine:
            return None
        merged = merge(before, latest, typed)
        return None if merged.clashes else changed(latest, merged.touched)
    except (InputError, CannotSplice):
        return None
