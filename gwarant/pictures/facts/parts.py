"""What the tables of all languages share."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from gwarant.pictures.facts.shown import Shown
from gwarant.sla.clocks.codes import EXCLUDED
from gwarant.sla.facts import Told

Values = Mapping[str, Shown]
Text = str | Callable[[Values], str]
"""A sentence with its values named, or a function where grammar needs one."""


def reading(values: Values) -> str:
    """A reading by its place: ticket, clock, cycle, and the link from the second on."""
    link = f".{values['link'].value}" if values["link"].value > 1 else ""
    return f"{values['ticket']}/{values['clock']}/{values['cycle']}{link}"


def pause(values: Values) -> str:
    """A pause by what the contract calls it."""
    return values["label"].text or values["reason"].text


def remark(of_excluded: str) -> Callable[[Values], str]:
    """What is remarked about a reading; an exclusion has a sentence of its own."""

    def text(values: Values) -> str:
        why: Told = values["why"].value
        return (of_excluded if EXCLUDED.is_of(why) else "{reading}: {why}").format_map(dict(values))

    return text


def by_word(name: str, words: Mapping[str, str], text: Text) -> Callable[[Values], str]:
    """The text with the word for one of its values in place of it; a value without a word stands as it is."""

    def told(values: Values) -> str:
        own = values[name]
        found = {**values, name: replace(own, value=words.get(str(own), str(own)))}
        return text.format_map(found) if isinstance(text, str) else text(found)

    return told


def broken_clock(cycle: str, link: str) -> Callable[[Values], str]:
    """A clock that ran out: which, of which class, on which ticket."""

    def text(values: Values) -> str:
        parts = [str(values[name].value) for name in ("clock", "class_", "ticket")]
        parts += [cycle.format(n=values["cycle"])] if values["cycle"].value > 1 else []
        parts += [link.format(n=values["link"])] if values["link"].value > 1 else []
        return " ".join(part for part in parts if part)

    return text


def stray(text: str, more: str) -> Callable[[Values], str]:
    """Names that lead nowhere, and how many more there are."""

    def told(values: Values) -> str:
        rest = more.format(n=values["more"]) if values["more"] else ""
        return text.format_map(dict(values)) + rest

    return told
