"""What people type, as it is kept: nothing that no page can show, within limits, never cut."""

import re
import unicodedata
from collections.abc import Mapping

NAME, TITLE = 120, 200  # letters of a person's name, of anything else's
# Control characters but tab and line feed, and those that turn the direction of what follows.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
# Letters that no font draws: fillers, the blank of braille, joiners, selectors of variants and tags.
_BLANK = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_BEFORE_STOP = re.compile(r"%\((\w+)\)s\.(?!\.)")


class BadName(ValueError):
    """A name that is not kept: nobody sees it, or it has `letters` letters where `most` are kept."""

    def __init__(self, letters: int, most: int) -> None:
        super().__init__(f"a name of {letters} letters, of 1 to {most}")
        self.letters, self.most = letters, most


def cleaned(text: str) -> str:
    """The text without characters that nobody sees; empty where nothing is left that somebody sees."""
    found = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return found if is_seen(found) else ""


def is_seen(text: str) -> bool:
    """Whether anything of it is drawn: accents without a letter, private and unknown characters are nothing."""
    return any(unicodedata.category(one)[0] not in "MCZ" for one in _BLANK.sub("", text))


def line_of(text: str) -> str:
    """The text as one line."""
    return " ".join(cleaned(text).split())


def words_of(text: str) -> str:
    """The text as so many lines as it takes."""
    return cleaned(text).strip()


def name_of(text: str, most: int) -> str:
    """A name as one line; BadName where nobody sees one, or it is too long."""
    found = line_of(text)
    if not 0 < len(found) <= most:
        raise BadName(len(found), most)
    return found


def name_if_any(text: str, most: int) -> str:
    """The same for a name that may be left out."""
    return name_of(text, most) if line_of(text) else ""


def in_sentence(sentence: str, facts: Mapping[str, object]) -> str:
    """The sentence with the facts set in; a name such as "House sp. z o.o." brings its own full stop at the end."""

    def closed(found: re.Match[str]) -> str:
        return found[0][:-1] if str(facts.get(found[1], "")).endswith(".") else found[0]

    return _BEFORE_STOP.sub(closed, sentence) % facts
