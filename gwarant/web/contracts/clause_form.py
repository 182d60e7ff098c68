"""The form of a contract, made of the clauses of its draft."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from gwarant.pictures.clauses import Choice, Clause, Draft, Group
from gwarant.pictures.clauses.kinds import Kind

MOST_LETTERS = 30_000
MOST_FIELDS = 900
_TALL = (Kind.LINES, Kind.BANDS, Kind.FACTORS)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Row:
    """A clause with its inputs, as the page shows it; no input where it is locked."""

    clause: Clause
    input: Any
    beside: Any = None

    @property
    def is_own(self) -> bool:
        """Whether the contract says it itself."""
        beside = self.clause.beside
        return any(one and (one.is_stated or one.locked) for one in (self.clause, beside))

    @property
    def problems(self) -> int:
        return sum(len(one.errors) for one in (self.input, self.beside) if one is not None)

    @property
    def is_usual(self) -> bool:
        """Whether what the contract rests on says it, and nothing is wrong with it."""
        return bool(self.clause.default) and not self.is_own and not self.problems

    @property
    def is_shown(self) -> bool:
        return not self.clause.is_rare or self.is_own or bool(self.problems)


@dataclass(frozen=True)
class Part:
    """A group of clauses: those usually changed, those as the package has them, and the rare ones; the last unfold."""

    group: Group
    rows: list[Row] = field(default_factory=list)
    rare: list[Row] = field(default_factory=list)
    usual: list[Row] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        return sum(row.problems for row in self.rows)


def clause_form(groups: tuple[Group, ...], mark: str, base: str, typed: Mapping[str, str] | None = None) -> forms.Form:
    """A form with a field for each clause that can be changed; bound when something was typed.

    `base` is the text that it was made from and `mark` that text's: against it a save tells what was touched.
    """
    hidden = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    fields: dict[str, Any] = {"seen": hidden, "base": hidden}
    values: dict[str, Any] = {"seen": mark, "base": base}
    for clause in every_clause(groups):
        if not clause.locked:
            value = clause.value if typed is None else typed.get(clause.path, clause.value)
            fields[clause.path] = _field(clause, value)
            values[clause.path] = _ticked(value) if clause.kind is Kind.MANY else value
    made = type("ClauseForm", (forms.Form,), fields)
    return made(initial=values) if typed is None else made(_data(values))  # type: ignore[no-any-return]


def every_clause(groups: tuple[Group, ...]) -> Iterator[Clause]:
    """The clauses and those that stand beside them."""
    for group in groups:
        for clause in group.clauses:
            yield clause
            if clause.beside:
                yield clause.beside


def typed_in(draft: Draft, data: QueryDict) -> dict[str, str]:
    """What was sent for the draft's clauses; a field that was not sent is not there. Several choices by commas."""
    found = {}
    for path, spec in draft.clauses.items():
        if path in data:
            values = data.getlist(path)
            text = ", ".join(filter(None, values)) if spec.kind is Kind.MANY else values[-1]
            found[path] = text.replace("\r\n", "\n")[:MOST_LETTERS]
    return found


def parts_of(groups: tuple[Group, ...], form: forms.Form, *, folds_usual: bool = False) -> list[Part]:
    """The form in groups, for the page; an amendment folds what the package says."""
    return [_part(group, form, folds_usual) for group in groups]


def _part(group: Group, form: forms.Form, folds_usual: bool) -> Part:
    rows = [Row(one, _bound(form, one), _bound(form, one.beside)) for one in group.clauses]
    shown = [row for row in rows if row.is_shown]
    usual = [row for row in shown if folds_usual and row.is_usual]
    return Part(group, [row for row in shown if row not in usual], [row for row in rows if not row.is_shown], usual)


def _bound(form: forms.Form, clause: Clause | None) -> Any:
    return form[clause.path] if clause is not None and clause.path in form.fields else None


def _data(values: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def _ticked(value: str) -> list[str]:
    return [one for one in value.split(", ") if one]


def _field(clause: Clause, value: str) -> Any:
    choices = _choices(clause, value)
    if clause.kind is Kind.MANY:
        return _Loose(label=clause.title, required=False, choices=choices, widget=forms.CheckboxSelectMultiple)
    if clause.choices:
        widget: Any = forms.Select(choices=[*_unsaid(clause), *choices])
    elif clause.kind in _TALL or "\n" in value:
        widget = forms.Textarea(attrs={"rows": max(3, min(value.count("\n") + 1, 12)), "cols": "40"})
    else:
        is_day = clause.kind is Kind.DATE and (not value or _DAY.fullmatch(value))
        widget = forms.TextInput({"type": "date"} if is_day else {"autocomplete": "off"})
    return forms.CharField(label=clause.title, required=False, strip=False, widget=widget)


def _choices(clause: Clause, value: str) -> list[tuple[str, str]]:
    """The choices, and what stands there if it is none of them."""
    words = _ticked(value) if clause.kind is Kind.MANY else [value] if value else []
    strange = [Choice(one, one) for one in words if one not in {choice.value for choice in clause.choices}]
    return [(one.value, one.label) for one in (*clause.choices, *strange)]


def _unsaid(clause: Clause) -> list[tuple[str, str]]:
    """The choice to say nothing, for what may be left unsaid."""
    if clause.kind is Kind.YES_NO:
        return []
    usual = _("Usual: %(usual)s") % {"usual": clause.default_text} if clause.default else _("Not stated")
    return [("", usual)]


class _Loose(forms.MultipleChoiceField):
    """Several choices; the clause itself says which are known."""

    def validate(self, value: Any) -> None:
        return None
