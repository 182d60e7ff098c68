"""Forms that store only what was touched: each field goes along as the page showed it, and is compared with that."""

from collections.abc import Mapping
from typing import Any

from django import forms

Changes = list[tuple[Any, str, str]]


def touched(form: forms.Form) -> dict[str, Any]:
    """The cleaned values of the fields that say something else than the page showed."""
    return {name: form.cleaned_data[name] for name in form.changed_data if name != "seen" and name in form.cleaned_data}


def compared(form: forms.Form, *names: str) -> None:
    """Have these fields compared with what the page showed, not with what is stored by now."""
    for name in names:
        form.fields[name].show_hidden_initial = True


def conflict(form: Any, stored: Mapping[str, Any], mark: str) -> tuple[Any, Changes]:
    """The form once more, over what somebody else has stored; what was touched stays as typed.

    Rows of (what, as it is now, as it was typed) for what differs.
    """
    data, own = form.data.copy(), touched(form)
    changes: Changes = []
    for name, value in stored.items():
        if name not in form.fields:
            continue
        field = form.fields[name]
        if name not in own:
            data[name] = _sent(field, value)
        elif own[name] != value:
            changes.append((field.label, _words(field, value), _words(field, own[name])))
        data[f"initial-{name}"] = _sent(field, value)
    data["seen"] = mark
    return form.remade(data), changes


def _sent(field: forms.Field, value: Any) -> str:
    return str(field.prepare_value(value) if value is not None else "")


def _words(field: forms.Field, value: Any) -> str:
    """A value as the form names it."""
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return "" if value is None else str(field.prepare_value(value))
