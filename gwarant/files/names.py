"""The name of a file as it is kept and shown: nothing in it that hides, turns, leads elsewhere, or is too long."""

import re
import unicodedata

LONGEST = 120
WITHOUT_NAME = "file"
_SEPARATORS = re.compile(r"[\\/:*?\"<>|\u2044\u2215\u29f5\u29f8\ufe68\uff0f\uff1a\uff3c]")
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufffb]")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)


def name_of(told: str) -> str:
    """The name under which a file is kept: the last part of a path, one line, of LONGEST letters with its ending."""
    last = re.split(r"[\\/]", told)[-1]
    seen = "".join(one for one in unicodedata.normalize("NFC", last) if _is_seen(one))
    line = " ".join(_SEPARATORS.sub("_", _BLANK.sub("", seen)).split()).strip(" .")
    line = _DEVICE.sub(r"_\1", line, count=1) if _DEVICE.match(line) else line
    return _short(line) or WITHOUT_NAME


def _is_seen(letter: str) -> bool:
    """No controls, no marks of direction, no halves of characters, nothing unassigned; blanks become one later."""
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or letter in "\t\n\r"


def _short(line: str) -> str:
    if len(line) <= LONGEST:
        return line
    stem, dot, ending = line.rpartition(".")
    if not dot or len(ending) > 12:
        return line[:LONGEST].rstrip(" .")
    return f"{stem[: LONGEST - len(ending) - 1].rstrip(' .')}.{ending}"
