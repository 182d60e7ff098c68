"""What is to be told, in one language: the mail and the inbox are both made from it."""

from dataclasses import dataclass

from gwarant.pictures.names import Names
from gwarant.sla.clocks.reading import Reading


@dataclass(frozen=True)
class Letter:
    """Paragraphs of plain text. `path` leads into the product, `action` are the words of that link.

    A reading gives the mail its promise bar; letters with the same `thread` stand together in a mail reader.
    """

    subject: str
    lines: tuple[str, ...]
    path: str = ""
    action: str = ""
    tone: str = ""
    reading: Reading | None = None
    names: Names | None = None
    thread: str = ""
