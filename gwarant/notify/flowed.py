"""Plain text for a line of a terminal: broken after words, and whole again where a mail reader knows how (RFC 3676)."""

from collections.abc import Iterator
from textwrap import wrap

WIDTH = 72  # signs, so that a mark of a quote or two still fits into 78
MOST = 78  # a line of so many is left as it is
SIGNATURE = "-- "
_AS_IT_IS = (" ", "\t", ">", "|")  # a table, a listing, a quote: broken it could not be read


def flowed(text: str) -> str:
    """The text in lines that end with a space where they were broken."""
    return "\n".join(one for line in text.split("\n") for one in _broken(line))


def _broken(line: str) -> Iterator[str]:
    if line == SIGNATURE:
        yield line
        return
    bare = line.rstrip(" \t\r")
    if len(bare) <= MOST or bare.startswith(_AS_IT_IS):
        yield _stuffed(bare, is_quote=bare.startswith(">"))
        return
    parts = _parts(bare)
    for part in parts[:-1]:
        yield f"{_stuffed(part)} "
    yield _stuffed(parts[-1])


def _parts(line: str) -> list[str]:
    """The line broken after words; where spaces stand alone, as nearly everywhere, without a look at each sign."""
    words = line.split(" ")
    if "" in words or len(line.split()) != len(words):
        return wrap(line, WIDTH - 1, break_long_words=False, break_on_hyphens=False, replace_whitespace=False)
    parts, part = list[str](), words[0]
    for word in words[1:]:
        if len(part) + 1 + len(word) < WIDTH:
            part = f"{part} {word}"
        else:
            parts.append(part)
            part = word
    return [*parts, part]


def _stuffed(line: str, *, is_quote: bool = False) -> str:
    """A line that would be taken for a quote or an envelope is kept from it by a space, which readers take away."""
    needs = line.startswith((" ", "From ")) or (line.startswith(">") and not is_quote)
    return f" {line}" if needs else line
