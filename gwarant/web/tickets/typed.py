"""What people type about tickets: texts without what no page can show, and forms that are sent once."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gwarant.accounts.models import User
from gwarant.tickets.models import Ticket

TITLE, BODY, SHORT = 200, 20_000, 500
# Control characters but tab and line feed, and those that turn the direction of what follows.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


# Letters that no font draws: fillers, the blank of braille, joiners, selectors of variants and tags.
_BLANK = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)


def cleaned(text: str) -> str:
    """The text without characters that nobody sees; empty where nothing is left that somebody sees."""
    found = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return found if is_seen(found) else ""


def is_seen(text: str) -> bool:
    """Whether anything of it is drawn: accents without a letter, private and unknown characters are nothing."""
    return any(unicodedata.category(one)[0] not in "MCZ" for one in _BLANK.sub("", text))


class LineField(forms.CharField):
    """One line."""

    def to_python(self, value: Any) -> str:
        return " ".join(cleaned(str(value or "")).split())


class WordsField(forms.CharField):
    """As many lines as it takes."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Please write something.")})
        super().__init__(**{"max_length": BODY, **kwargs})
        self.widget.attrs.pop("maxlength", None)  # browsers count line ends twice, and cut what is pasted

    def to_python(self, value: Any) -> str:
        return cleaned(str(value or "")).strip()


class OnceForm(forms.Form):
    """A form that is done once; `key` is its own name."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4().hex, **kwargs.get("initial", {})}
        super().__init__(data, **kwargs)

    def once(self, by: User, place: str) -> str:
        """The same for the same form with the same content sent by the same person to the same place."""
        if not self.cleaned_data.get("key"):
            return ""
        told = [f"{name}={value}" for name, value in sorted(self.cleaned_data.items()) if name != "seen"]
        return sha256("\x1f".join([str(by.pk), place, *told]).encode()).hexdigest()[:40]


class TicketForm(OnceForm):
    """A form about a ticket, sent to `noun` below it; `seen` is the number of its events when the form was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

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
