"""What people type about tickets: fields that clean as the actions do, and forms that are sent once."""

import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gwarant.accounts.models import User
from gwarant.tickets.models import Ticket
from gwarant.web.files.field import FilesField
from gwarant.web.typed import WordsField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Lazy


def mark(field: forms.Field, text: str = "") -> None:
    """What the label says in place of "(optional)", where it depends on something else whether a field is needed."""
    field.mark = text  # type: ignore[attr-defined]


class OnceForm(forms.Form):
    """A form that is done once; `key` is its own name. `apart`: what is no content of it."""

    apart: tuple[str, ...] = ("seen",)
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4().hex, **kwargs.get("initial", {})}
        super().__init__(data, **kwargs)

    def once(self, by: User, place: str) -> str:
        """The same for the same form with the same content sent by the same person to the same place."""
        if not self.cleaned_data.get("key"):
            return ""
        told = [f"{name}={value}" for name, value in sorted(self.cleaned_data.items()) if name not in self.apart]
        return sha256("\x1f".join([str(by.pk), place, *told]).encode()).hexdigest()[:40]


class SayingForm(OnceForm):
    """Words, files or both: a picture of what is wrong says something too."""

    needs_words = True  # where no file comes

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.need_words(self.fields["text"].required)

    def need_words(self, needed: bool) -> None:
        """Whether something has to be said at all; else words and files are both left to who writes."""
        field = self.fields["text"]
        self.needs_words, field.required = needed, False
        if needed:
            mark(field)
        elif hasattr(field, "mark"):
            del field.mark

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if self.needs_words and "text" in told and not (told["text"] or told.get("files")):
            self.add_error("text", self.fields["text"].error_messages["required"])
        return told


class TicketForm(OnceForm):
    """A form about a ticket, sent to `noun` below it; `seen` is the number of its events when the form was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    takes: "Lazy | str" = (
        ""  # said beforehand where nobody holds the ticket and whoever sends this becomes its assignee
    )

    def __init__(
        self, data: Any = None, *, ticket: Ticket, noun: str = "", now: datetime | None = None, **kwargs: Any
    ) -> None:
        self.ticket, self.noun, self.now = ticket, noun, now
        kwargs["initial"] = {"seen": ticket.events_count, **kwargs.get("initial", {})}
        super().__init__(data, **kwargs)

    def clean_seen(self) -> int | None:
        told = self.cleaned_data["seen"]
        return int(told) if re.fullmatch(r"[0-9]{1,9}", told) else None

    def told(self) -> Mapping[str, Any]:
        """What was typed, as the action takes it."""
        return self.cleaned_data

    def again(self, seen: int) -> "TicketForm":
        """The same words in a form that has seen more."""
        return self.remade({**dict(self.data.items()), "seen": str(seen)})

    def remade(self, told: dict[str, Any]) -> "TicketForm":
        """The same form with other values."""
        return type(self)(told, ticket=self.ticket, noun=self.noun, now=self.now, auto_id=self.auto_id)


class PlainForm(TicketForm):
    """A button alone."""


class TextForm(TicketForm):
    """A button with words."""

    text = WordsField(label=_("Message"))


class FilingForm(SayingForm, TicketForm):
    """A form with which files can be sent; they stand below the words."""

    files = FilesField()  # type: ignore[assignment]
    field_order = ("text", "files")
