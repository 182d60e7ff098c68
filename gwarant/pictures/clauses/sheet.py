"""The form of a contract: each clause of a package with what it means and what the package says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gwarant.pictures.clauses.draft import Draft, default_of, package_draft
from gwarant.pictures.clauses.kinds import NONE, Kind
from gwarant.pictures.clauses.places import shown
from gwarant.pictures.clauses.spec import GROUPS, Spec, known_names
from gwarant.pictures.clauses.spelled import (
    band_words,
    day_words,
    every_words,
    factor_words,
    minutes_words,
    money_words,
    percent_words,
    time_words,
    week_words,
)
from gwarant.pictures.clauses.tables import CLAUSES, choice, named, word
from gwarant.pictures.clauses.tables import GROUPS as TITLES
from gwarant.pictures.clauses.tree import Tree, at, key_in
from gwarant.pictures.clauses.typed import example, localised
from gwarant.sla.contract.merge import Library


@dataclass(frozen=True)
class Choice:
    """One word of a closed list: what is stored and what people read."""

    value: str
    label: str


@dataclass(frozen=True)
class Clause:
    """One clause as a form shows it; `beside` stands in the same line, such as the calendar of a time."""

    path: str
    title: str
    meaning: str
    kind: Kind
    default: str
    default_text: str
    example: str
    value: str = ""  # what its input shows
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    is_blank: bool = False
    may_be_none: bool = False
    is_rare: bool = False  # most contracts leave it as the package has it
    is_stated: bool = False  # the contract says it itself
    locked: str = ""  # the YAML of what no input can show or change
    beside: "Clause | None" = None


@dataclass(frozen=True)
class Group:
    """Clauses that belong together."""

    id: str
    title: str
    meaning: str
    clauses: tuple[Clause, ...]


def clauses_of(package: str, lang: str, library: Library | None = None) -> tuple[Group, ...]:
    """The clauses of a package; ValueError for a package that is not there."""
    return sheet_of(package_draft(package, library), lang)


def sheet_of(draft: Draft, lang: str, typed: Mapping[str, str] | None = None) -> tuple[Group, ...]:
    """The form of a draft, with what was typed so far."""
    sheet = _Sheet(draft, dict(typed or {}), lang)
    found = [sheet.clause(spec) for spec in draft.specs]
    by_group = {name: tuple(one for group, one in found if group == name) for name in GROUPS}
    return tuple(Group(name, *TITLES[lang][name], rows) for name, rows in by_group.items() if rows)


def titles_of(draft: Draft, lang: str) -> dict[str, str]:
    """The titles of a draft's clauses by path; what stands beside another has that one's title before its own."""
    sheet, found = _Sheet(draft, {}, lang), {}
    for spec in draft.specs:
        found[spec.path] = sheet.texts(spec)[0]
        if spec.beside:
            found[spec.beside.path] = f"{found[spec.path]}: {sheet.texts(spec.beside)[0]}"
    return found


def text_in_words(draft: Draft, path: str, text: str, lang: str) -> str:
    """What an input of a clause says, in words; "" where nothing is said."""
    return in_words(draft.clauses[path], text, draft.shape, lang) if text else ""


_WORDS: dict[Kind, Callable[[str, str], str]] = {
    **dict.fromkeys((Kind.TARGET, Kind.TIME, Kind.LENGTH, Kind.PERIOD, Kind.WINDOW, Kind.HOURS), time_words),
    Kind.EVERY: every_words,
    Kind.MINUTES: minutes_words,
    Kind.WEEK: week_words,
    Kind.PERCENT: percent_words,
    Kind.SHARE: percent_words,
    Kind.DATE: day_words,
}
_LINES = {Kind.BANDS: band_words, Kind.FACTORS: factor_words}


def in_words(spec: Spec, text: str, shape: Tree, lang: str) -> str:
    """A clause's value in words."""
    if text == NONE and spec.may_be_none:
        return word("none", lang)
    if spec.kind in _WORDS:
        return _WORDS[spec.kind](text, lang)
    if spec.kind in _LINES:
        return "; ".join(_LINES[spec.kind](line, lang) for line in text.splitlines())
    if spec.kind is Kind.MONEY:
        return money_words(text, str(at(shape, "defaults.currency") or ""), lang)
    if spec.kind in (Kind.CHOICE, Kind.MANY, Kind.YES_NO):
        return ", ".join(choice(spec, one, lang) for one in text.split(", "))
    return text.replace("\n", "; ")


@dataclass(frozen=True)
class _Sheet:
    draft: Draft
    given: Mapping[str, str]
    lang: str

    @property
    def shape(self) -> Tree:
        return self.draft.shape

    def clause(self, spec: Spec) -> tuple[str, Clause]:
        default = default_of(self.draft, spec)
        title, meaning = self.texts(spec)
        choices = ("yes", "no") if spec.kind is Kind.YES_NO else spec.choices
        return spec.group, Clause(
            spec.path,
            title,
            meaning,
            spec.kind,
            localised(spec, default, self.lang),
            self._default_text(spec, default),
            example(spec, self.lang),
            self.given.get(spec.path, self.draft.held(spec.path)),
            self._unit(spec),
            tuple(Choice(one, choice(spec, one, self.lang)) for one in choices),
            spec.is_blank and not default,
            spec.may_be_none,
            spec.is_rare,
            spec.path in self.draft.stated,
            self.draft.locked.get(spec.path, ""),
            self.clause(spec.beside)[1] if spec.beside else None,
        )

    def texts(self, spec: Spec) -> tuple[str, str]:
        """Title and meaning of a clause, with the names that they speak of."""
        table = CLAUSES[self.lang]
        own = f"{spec.text}: {spec.names.get('pause', '')}"
        title, meaning = table.get(own) or table.get(spec.text) or table["target"]
        names = {kind: self._name(kind, name) for kind, name in spec.names.items()}
        return title.format(**names), meaning.format(**names)

    def _name(self, kind: str, name: str) -> str:
        row = known_names(self.shape)[kind].get(name)
        typed = self.given.get(f"services.{key_in(name)}.name", "").strip() if kind == "service" else ""
        label = at(row, "name" if kind == "service" else "label") if isinstance(row, dict) else None
        said = typed or named(kind, name, str(label or ""), self.lang)
        up = at(row, "of.promise") if kind == "remedy" else None
        service = at(self.shape, f"availability.{key_in(up)}.service") if isinstance(up, str) else None
        return f"{said}: {self._name('service', service)}" if isinstance(service, str) else said

    def _default_text(self, spec: Spec, default: str) -> str:
        if not default:
            return word("fill_in" if spec.is_blank else "unstated", self.lang)
        said = in_words(spec, default, self.shape, self.lang)
        if spec.kind is not Kind.TARGET or spec.beside is None or default.partition(" ")[0].endswith("wd"):
            return said
        return word("with_calendar", self.lang, length=said, calendar=self._calendar(spec.beside))

    def _calendar(self, spec: Spec) -> str:
        name = shown(self.draft.inherited, spec, self.draft.inherited) or ""
        return calendar_words(name, str(at(self.shape, f"calendars.{key_in(name)}.week") or ""), self.lang)

    def _unit(self, spec: Spec) -> str:
        if spec.kind is Kind.MONEY:
            return self.given.get("defaults.currency", "").strip() or str(at(self.shape, "defaults.currency") or "")
        if spec.kind is Kind.MINUTES:
            return "min"
        if spec.kind is Kind.HOURS:
            return "godz." if self.lang == "pl" else "h"
        return "%" if spec.kind in (Kind.PERCENT, Kind.SHARE) else ""


def calendar_words(name: str, week: str, lang: str) -> str:
    """On which calendar a time counts, as it follows the time."""
    if week.strip() == "24/7":
        return word("always", lang)
    if name == "office":
        return word("in_hours", lang)
    return word("on_calendar", lang, name=name) if name else ""
