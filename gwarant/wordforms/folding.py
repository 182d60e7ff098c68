"""Letters without diacritics and capitals."""

import unicodedata

_USUAL = zip("ąćęłńóśźż", "acelnoszz", strict=True)  # without the longer way
_APART = {"ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"}
_PLAIN = str.maketrans(dict(_USUAL) | _APART)


def folded(text: str) -> str:
    """The text in small letters without diacritics: Zażółć is zazolc, Straße strasse."""
    plain = text.casefold().translate(_PLAIN)
    if plain.isascii():
        return plain
    apart = unicodedata.normalize("NFKD", plain)
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold().translate(_PLAIN)
