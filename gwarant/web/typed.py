"""What people type into any form: fields that clean as the actions do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gwarant.texts import line_of, words_of
from gwarant.tickets.texts import BODY


class LineField(forms.CharField):
    """One line."""

    def to_python(self, value: Any) -> str:
        return line_of(str(value or ""))


class WordsField(forms.CharField):
    """As many lines as it takes."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Please write something.")})
        super().__init__(**{"max_length": BODY, **kwargs})
        self.widget.attrs.pop("maxlength", None)  # browsers count line ends twice, and cut what is pasted

    def to_python(self, value: Any) -> str:
        return words_of(str(value or ""))
