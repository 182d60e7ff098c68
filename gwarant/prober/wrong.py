"""What is wrong with something typed: an English sentence, and the parts by which it is said in other languages."""

from typing import Any


def said(text: str) -> str:
    """Words that are translated where they are shown."""
    return text


_ = said
MISSING = _("it is missing: a name or an address")
NEGATIVE = _("0 for never, or a number of milliseconds")


class Wrong(str):
    """One fault, as `field: sentence`; the sentence names the value where it holds `%(value)s`."""

    field: str
    sentence: str
    value: str

    def __new__(cls, field: str, sentence: str, value: Any = "") -> "Wrong":
        named = repr(value)
        made = super().__new__(cls, f"{field}: {sentence % {'value': named}}")
        made.field, made.sentence, made.value = field, sentence, named
        return made


class Unfit(ValueError):
    """A value that no sense can be made of; its field is known to whoever asked."""

    def __init__(self, sentence: str, value: Any = "") -> None:
        super().__init__(sentence % {"value": repr(value)})
        self.sentence, self.value = sentence, value

    def of(self, field: str) -> Wrong:
        """The same as a fault of that field."""
        return Wrong(field, self.sentence, self.value)
