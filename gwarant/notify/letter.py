"""What is to be told, in one language: the mail, the push and the inbox are all made from it."""

from dataclasses import dataclass

from gwarant.notify.enclosed import Enclosed
from gwarant.pictures.names import Names
from gwarant.sla.clocks.reading import Reading

LONGEST_SUBJECT = 140  # signs: a list of mails shows half of them


@dataclass(frozen=True)
class Letter:
    """What happened, and paragraphs of plain text. `path` leads into the product, `action` are the words of that link.

    `key` and `title` are the ticket's, where it is about one: letters with the same key stand together in a mail
    reader. A reading gives the mail its promise bar, and `due` is the line that says only what its words say too;
    `files` came with the words. `is_word`: somebody wrote it, and no program by itself. `is_alarm`: something that
    carries messages is broken, so it goes by the second way out where the first fails. `matter` are the words that it
    all began with, for whoever never heard of it.
    """

    what: str
    lines: tuple[str, ...]
    key: str = ""
    title: str = ""
    path: str = ""
    action: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # further links into the product, each its words and its path
    tone: str = ""
    due: str = ""
    is_word: bool = False
    is_alarm: bool = False
    reading: Reading | None = None
    names: Names | None = None
    files: tuple[Enclosed, ...] = ()
    matter: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """What happened to what, whole and in one line."""
        what, title = " ".join(self.what.split()), " ".join(self.title.split())
        return f"{what}{_joint(what)}{title}" if title else what

    @property
    def subject(self) -> str:
        """The heading behind the ticket's key, in one line that is not too long."""
        return cut(f"[{self.key}] {self.heading}" if self.key else self.heading, LONGEST_SUBJECT)


def cut(text: str, most: int) -> str:
    """The text in so many signs at most: cut after a word, or within one that has no end, it ends with …."""
    if len(text) <= most:
        return text
    fits = text[:most].rpartition(" ")[0]
    return (fits if len(fits) > most // 2 else text[: most - 1]).rstrip(" ,;:–-") + "…"


def _joint(what: str) -> str:
    """What stands between that which happened and the title."""
    if what.endswith(("?", "!", ".")):
        return " "
    return ", " if ": " in what else ": "
