"""One field of the form changed: what else differs is against the law, said in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from as_browser import sent_by
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from gwarant.packages import library
from gwarant.pictures.clauses import Draft, changed, complaints, draft_of, sheet_of, titles_of
from gwarant.pictures.clauses.draft import default_of
from gwarant.pictures.clauses.kinds import NONE, Kind
from gwarant.pictures.clauses.places import place_in_text, places_of
from gwarant.pictures.clauses.spec import Spec
from gwarant.pictures.clauses.tree import at, keys_in, rows
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.splice import Spot, spots_of
from gwarant.web.contracts.clause_form import clause_form, parts_of, typed_in
from gwarant.web.contracts.differences import clauses_changed, sentences_changed
from gwarant.web.contracts.merging import base_of, merge

Keys = tuple[str, ...]
_BESIDE = " \t\r\n,"  # what parts two entries


@dataclass(frozen=True)
class Page:
    """The form of a text, as a browser has it."""

    text: str

    @cached_property
    def draft(self) -> Draft:
        return draft_of(self.text)

    @cached_property
    def html(self) -> str:
        with translation.override("en"):
            groups = sheet_of(self.draft, "en")
            form = clause_form(groups, "mark", self.text)
            return render_to_string("contracts/_fields.html", {"parts": parts_of(groups, form), "form": form})

    @cached_property
    def sent(self) -> QueryDict:
        return sent_by(self.html)

    @cached_property
    def contract(self) -> Contract | None:
        return parse(self.text, "", library()).contract

    @cached_property
    def fields(self) -> list[str]:
        """The paths of the fields that a person can change."""
        return [path for path in self.draft.clauses if path in self.sent]

    def with_field(self, path: str, typed: str) -> dict[str, str]:
        """What saving would touch after one field was typed in."""
        data = self.sent.copy()
        is_many = self.draft.clauses[path].kind is Kind.MANY
        data.setlist(path, typed.split(", ") if is_many else [typed])  # type: ignore[arg-type]
        base = base_of(self.text, "mark", data["seen"], data["base"])
        assert base is not None
        return merge(base, self.draft, typed_in(base, data)).touched


def likely(spec: Spec, held: str) -> list[str]:
    """Values that people might choose or type, other than what stands there."""
    if spec.kind is Kind.MANY:
        found = [", ".join(spec.choices[:1]), ", ".join(spec.choices), ""]
    elif spec.choices or spec.kind is Kind.YES_NO:
        found = [*(spec.choices or ("yes", "no")), *([] if spec.kind is Kind.YES_NO else [""])]
    else:
        found = [_TYPED.get(spec.kind, "Other: #1 [x], 'y'"), *(["none"] if spec.may_be_none else []), ""]
    return [one for one in dict.fromkeys(found) if one != held]


_TYPED = {
    Kind.DATE: "2027-02-01", Kind.MONEY: "1234.50", Kind.PERCENT: "99.7", Kind.SHARE: "12", Kind.WHOLE: "2",
    Kind.TIME: "3h", Kind.TARGET: "3h", Kind.LENGTH: "20m", Kind.PERIOD: "P2M", Kind.EVERY: "P2M", Kind.HOURS: "7h",
    Kind.MINUTES: "77", Kind.WEEK: "Mon-Thu 07:00-15:00", Kind.BANDS: "98-99: 4%\n<98: 9%",
    Kind.FACTORS: "Sat: 1.7", Kind.LINES: "one\ntwo", Kind.TAX_NUMBER: "5260250274",
}  # fmt: skip


def breaches(page: Page, path: str, typed: str) -> Iterator[str]:
    """How a change of one field does more, less or something else than it should; nothing where it does that."""
    touched = page.with_field(path, typed)
    told = changed(page.draft, touched)
    if not touched:
        yield from [] if told == page.text else ["not touched, and the text differs"]
        return
    if set(touched) != {path}:
        yield f"touched: {sorted(touched)}"
    if told == page.text:
        is_refused = any(one.path == path for one in complaints(page.draft, touched, "en"))
        is_so = is_refused or _is_said_by_a_rule(page.draft, path, typed)
        yield from [] if is_so else ["touched, and the text is the same"]
        return
    after, owned = draft_of(told), owned_by(page.draft, path, typed)
    yield from letters_elsewhere(page.text, told, owned)
    yield from (f"the value of {'.'.join(one)}" for one in _leaves_beyond(page.draft.own, after.own, owned))
    if path in after.clauses and typed not in ("", NONE) and page.draft.clauses[path].kind is not Kind.MANY:
        yield from [] if after.holds(path) == typed else [f"it holds {after.holds(path)!r}"]
    yield from _misnamed(page, after, path, owned)
    yield from _untold(page, Page(told), path)


def _is_said_by_a_rule(draft: Draft, path: str, typed: str) -> bool:
    """Whether what was emptied has to be said all the same.

    The half of a pair whose other half is the contract's own; the first day of a phase that has a length.
    """
    is_half = draft.clauses[path].how == "pair" and draft.holds(path) == default_of(draft, draft.clauses[path])
    is_first_day = path == "phases.onboarding.from" and draft.holds(path) == draft.holds("effective.from")
    return typed == "" and (is_half or is_first_day)


def owned_by(draft: Draft, path: str, typed: str) -> list[Keys]:
    """The places of the text that a field may change: its own, and what goes or comes with it by a rule."""
    spec = draft.clauses[path]
    row = path.split(".")[:2]
    if draft.is_absent(path):  # a row that is only offered comes whole
        return [tuple(keys_in(".".join(row)))]
    if path.startswith("phases.onboarding."):  # a phase has a first day and an effect
        return [("phases", "onboarding")]
    if typed in (NONE, "") and places_of(spec) and spec.how != "cap":
        gone = [tuple(keys_in(one)) for one in places_of(spec)]
        return gone + (_remedies_of(draft, row[1]) if row[0] == "availability" else [])
    return [tuple(place_in_text(spec))]


def _remedies_of(draft: Draft, promise: str) -> list[Keys]:
    """A remedy falls with the promise that it is for."""
    found = rows(draft.shape, "remedies")
    return [("remedies", name) for name, row in found if at(row, "of.promise") == keys_in(promise)[0]]


def letters_elsewhere(before: str, after: str, owned: list[Keys]) -> Iterator[str]:
    """The letters that differ outside the places owned."""
    for old, new in _stretches(before, after):
        for text, stretch, other in ((before, old, new), (after, new, old)):
            is_cut = other[0] == other[1]
            spans = _regions(text, owned, is_cut)
            if not any(_is_within(text, one, spans) for one in (_slides(text, *stretch) if is_cut else [stretch])):
                yield f"letters elsewhere: {text[stretch[0] : stretch[1]]!r}"


def _stretches(before: str, after: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where the texts differ, as narrow as can be."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [[sum(map(len, lines[:number])) for number in range(len(lines) + 1)] for lines in (old, new)]
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            yield _narrowed(before, after, (starts[0][a], starts[0][b]), (starts[1][c], starts[1][d]))


def _narrowed(
    before: str, after: str, old: tuple[int, int], new: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    (a, b), (c, d) = old, new
    while a < b and c < d and before[a] == after[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and before[b - 1] == after[d - 1]:
        b, d = b - 1, d - 1
    return (a, b), (c, d)


def _slides(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """All places from which the same letters may have been taken to leave the same text."""
    yield start, end
    a, b = start, end
    while a > 0 and text[a - 1] == text[b - 1]:
        a, b = a - 1, b - 1
        yield a, b
    a, b = start, end
    while b < len(text) and text[a] == text[b]:
        a, b = a + 1, b + 1
        yield a, b


def _is_within(text: str, stretch: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    start, end = stretch
    while start < end and text[start] in _BESIDE:
        start += 1
    while end > start and text[end - 1] in _BESIDE:
        end -= 1
    return start == end or any(a <= start and end <= b for a, b in spans)


def _regions(text: str, owned: list[Keys], with_comments: bool) -> list[tuple[int, int]]:
    """The spans of the places in a text: of the highest entry in which nothing stands that is not owned.

    An entry that goes takes the comment behind it along.
    """
    spans = sorted(span for keys in owned if (span := _region(text, spots_of(text), keys)))
    found: list[tuple[int, int]] = []
    for start, last in spans:
        end = _behind_comment(text, last) if with_comments else last
        is_next = found and not text[found[-1][1] : start].strip(_BESIDE)
        found.append((found.pop()[0] if is_next else start, end))
    return found


def _region(text: str, spot: Spot, keys: Keys) -> tuple[int, int] | None:
    found: tuple[int, int] | None = None
    for number, key in enumerate(keys):
        index = _index(spot, key)
        if index is None:  # nothing stands there: a value that has no entries may become one that has
            return found if found or spot.children else (spot.start, spot.end)
        start = spot.keys[index][1] if spot.is_mapping else _dash_of(text, spot.children[index].start)
        end = spot.children[index].end
        if found is None and (number == len(keys) - 1 or _is_all(spot.children[index], keys[number + 1 :])):
            found = start, max(end, start)
        spot = spot.children[index]
    return found


def _dash_of(text: str, start: int) -> int:
    """Where an entry of a list begins: with its dash, where it has one."""
    before = text[:start].rstrip(" ")
    return len(before) - 1 if before.endswith("-") else start


def _is_all(spot: Spot, keys: Keys) -> bool:
    """Whether what stands there is nothing but the place of these keys."""
    if not keys or not spot.children:
        return True
    if len(spot.children) > 1 or (spot.is_sequence and not isinstance(spot.children[0].value, dict)):
        return False
    index = _index(spot, keys[0])
    return index is not None and _is_all(spot.children[index], keys[1:])


def _index(spot: Spot, key: str) -> int | None:
    names = [name for name, _ in spot.keys] if spot.is_mapping else [_id(one) for one in spot.children]
    return names.index(key) if key in names and spot.children else None


def _id(spot: Spot) -> str:
    return str(spot.value.get("id")) if isinstance(spot.value, dict) else ""


def _behind_comment(text: str, end: int) -> int:
    line = text.find("\n", end)
    rest = text[end : line if line >= 0 else len(text)]
    return end + len(rest) if rest.strip(" ,").startswith("#") else end


def _leaves_beyond(before: Any, after: Any, owned: list[Keys]) -> list[Keys]:
    old, new = dict(_leaves(before, ())), dict(_leaves(after, ()))
    differ = [one for one in {**old, **new} if old.get(one) != new.get(one)]
    return [one for one in differ if not any(one[: len(keys)] == keys or keys[: len(one)] == one for keys in owned)]


def _leaves(value: Any, keys: Keys) -> Iterator[tuple[Keys, str]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _leaves(inner, (*keys, key))
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            own = inner.get("id") if isinstance(inner, dict) else None
            yield from _leaves(inner, (*keys, own if isinstance(own, str) else str(number)))
    else:
        yield keys, repr(value)


def _misnamed(page: Page, after: Draft, path: str, owned: list[Keys]) -> Iterator[str]:
    """Where the page before saving names too much, too little or something else."""
    titles = titles_of(page.draft, "en") | titles_of(after, "en")
    named = [title for title, _was, _now in clauses_changed(page.draft, after, "en")]
    clauses = {**page.draft.clauses, **after.clauses}
    place = place_in_text(clauses[path])
    allowed = {titles[one] for one in clauses
               if place_in_text(clauses[one]) == place or _is_in(tuple(keys_in(one)), owned)}  # fmt: skip
    mine = {titles[one] for one in clauses if place_in_text(clauses[one]) == place}
    if not mine & set(named):
        yield f"the page does not name it: {named}"
    if others := [one for one in named if one not in allowed]:
        yield f"the page names {others}"
    if len(owned) == 1 and len(named) > 1 and not path.startswith("phases.onboarding."):
        yield f"the page names more than one: {named}"


def _is_in(keys: Keys, owned: list[Keys]) -> bool:
    return any(keys[: len(one)] == one for one in owned)


def _untold(page: Page, after: Page, path: str) -> Iterator[str]:
    """Where the contract differs and no sentence does, or the other way round."""
    was, now = page.contract, after.contract
    if was is None or now is None:
        return
    told = sentences_changed(was, now, "en")
    if was == now and told:
        yield f"the same contract, other sentences: {told[:2]}"
    if was != now and not told and not _is_the_usual(page, after, path):
        yield "another contract, the same sentences"


def _is_the_usual(page: Page, after: Page, path: str) -> bool:
    """What a contract leaves unsaid may be what its sentences tell anyway.

    Of a carry-over of nothing no sentence tells, nor of how remedies are settled where there are none.
    """
    if path.startswith("remedy_rules."):
        return page.contract is not None and not page.contract.remedies
    if path == "hours.pool.carry.cap":
        return page.draft.holds("hours.pool.carry.periods") in ("", "0")
    return "" in (page.draft.holds(path), after.draft.holds(path))
