"""The form of a contract, made of the package's clauses."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from gwarant.pictures.clauses import Clause, Group, clauses_of
from gwarant.pictures.clauses.kinds import Kind

MOST_LETTERS = 3_000
_TALL = (Kind.LINES, Kind.BANDS, Kind.FACTORS)


@dataclass(frozen=True)
class Row:
    """A clause with its inputs, as the page shows it."""

    clause: Clause
    input: Any
    beside: Any = None

    @property
    def is_own(self) -> bool:
        """Whether the contract says it itself."""
        return any(one is not None and one.value() not in (None, "", []) for one in (self.input, self.beside))

    @property
    def is_shown(self) -> bool:
        return not self.clause.is_rare or self.is_own or bool(self.input.errors)


@dataclass(frozen=True)
class Part:
    """A group of clauses: those usually changed, and the rare ones that unfold."""

    group: Group
    rows: list[Row] = field(default_factory=list)
    rare: list[Row] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        return sum(len(row.input.errors) + (len(row.beside.errors) if row.beside else 0) for row in self.rows)


def clause_form(groups: tuple[Group, ...], data: QueryDict | None, answers: dict[str, str]) -> forms.Form:
    """A form with a field for each clause, named by its path."""
    fields: dict[str, Any] = {"seen": forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)}
    for clause in every_clause(groups):
        fields[clause.path] = _field(clause)
    made = type("ClauseForm", (forms.Form,), fields)
    return made(data, initial=initial_of(groups, answers))  # type: ignore[no-any-return]


def every_clause(groups: tuple[Group, ...]) -> Iterator[Clause]:
    """The clauses and those that stand beside them."""
    for group in groups:
        for clause in group.clauses:
            yield clause
            if clause.beside:
                yield clause.beside


def initial_of(groups: tuple[Group, ...], answers: dict[str, str]) -> dict[str, Any]:
    """What the contract says itself, as its inputs hold it."""
    kinds = {one.path: one.kind for one in every_clause(groups)}
    return {path: text.split(", ") if kinds.get(path) is Kind.MANY else text for path, text in answers.items() if text}


def answers_in(package: str, data: QueryDict, lang: str, base: str) -> dict[str, str]:
    """What was typed, by the clause's path; several choices parted by commas."""
    typed = {name: ", ".join(values)[: 10 * MOST_LETTERS] for name, values in data.lists() if "." in name}
    groups = clauses_of(package, lang, typed, base=base)
    return {one.path: typed.get(one.path, "") for one in every_clause(groups)}


def parts_of(groups: tuple[Group, ...], form: forms.Form) -> list[Part]:
    """The form in groups, for the page."""
    return [_part(group, form) for group in groups]


def _part(group: Group, form: forms.Form) -> Part:
    rows = [Row(one, form[one.path], form[one.beside.path] if one.beside else None) for one in group.clauses]
    shown = [row for row in rows if row.is_shown]
    return Part(group, shown, [row for row in rows if not row.is_shown])


def _field(clause: Clause) -> Any:
    label = clause.title
    if clause.kind is Kind.MANY:
        choices = [(one.value, one.label) for one in clause.choices]
        return _Loose(label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple)
    if clause.choices:
        usual = _("Usual: %(usual)s") % {"usual": clause.default_text} if clause.default else _("Not stated")
        choices = [("", usual), *((one.value, one.label) for one in clause.choices)]
        return forms.CharField(
            label=label, required=False, max_length=MOST_LETTERS, widget=forms.Select(choices=choices)
        )
    widget: Any = forms.Textarea(attrs={"rows": 3}) if clause.kind in _TALL else forms.TextInput(_attributes(clause))
    return forms.CharField(label=label, required=False, max_length=MOST_LETTERS, widget=widget)


def _attributes(clause: Clause) -> dict[str, str]:
    return {"type": "date"} if clause.kind is Kind.DATE else {"autocomplete": "off"}


class _Loose(forms.MultipleChoiceField):
    """Several choices; the clause itself says which are known."""

    def validate(self, value: Any) -> None:
        return None
