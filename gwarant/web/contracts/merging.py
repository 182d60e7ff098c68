"""Two people at one draft: what each touched, field by field, and where both touched the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from gwarant.pictures.clauses import Draft, draft_of, meant, touched_in
from gwarant.sla.problem import InputError

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
    """The draft that a form was made from: the stored text, else the one sent along if it has the mark; else None."""
    if seen in ("", mark):
        return draft_of(stored)
    lines = sent.replace("\r\n", "\n")
    for text in (lines, lines.replace("\n", "\r\n")):
        if sha256(text.encode("utf-8", "replace")).hexdigest()[:16] == seen:
            try:
                return draft_of(text)
            except InputError:
                return None
    return None
