"""Signs at which PyYAML ends a line, as YAML 1.1 did and 1.2 does not: letters of a text, and no line more."""

from collections.abc import Mapping

SIGNS = "\x85\u2028\u2029"
_PRIVATE = range(0xE000, 0xF900)


def kept_apart(text: str) -> tuple[str, Mapping[int, str]]:
    """The text with a sign of its own in place of each, letter for letter, and what turns these back."""
    held = [sign for sign in SIGNS if sign in text]
    free = (number for number in _PRIVATE if chr(number) not in text) if held else iter(())
    stand_ins = dict(zip(held, free, strict=False))
    return text.translate({ord(sign): number for sign, number in stand_ins.items()}), {
        number: sign for sign, number in stand_ins.items()
    }
