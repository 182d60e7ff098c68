"""What a telling consists of: sentences that know which field of the contract they come from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """A sentence and the dotted path of its field.

    `about` is what it begins with, before a colon, where several sentences are about one thing;
    `table` and `cells` are there where it may stand in a table instead.
    """

    path: str
    text: str
    about: str = ""
    table: str = ""
    cells: tuple[str, ...] = ()

    @property
    def rest(self) -> str:
        """The sentence without what it is about, as it stands under that heading."""
        text = self.text[len(self.about) + 2 :] if self.about else self.text
        return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Section:
    """An article: the sentences about one subject."""

    name: str
    title: str
    told: tuple[Told, ...]
