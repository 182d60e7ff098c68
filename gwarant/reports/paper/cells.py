"""How words stand in a report: verdicts with their tone, sentences with their capital, what stands back."""

from gwarant.pictures.faces import SHAPES, Face, Tone
from gwarant.reports.paper.blocks import Cell


def faced(found: Face) -> Cell:
    """How something stands; green only what was judged."""
    tone = found.tone if found.tone is not Tone.FINE or found.shape == SHAPES[Tone.FINE] else ""
    return Cell(face_text(found), tone)


def face_text(found: Face) -> str:
    """The shape, and the word with a capital."""
    return f"{found.shape} {sentence_case(found.word)}"


def sentence_case(text: str) -> str:
    """The text with its first letter as a sentence begins."""
    return f"{text[:1].upper()}{text[1:]}"


def stopped(text: str) -> str:
    """The text as a sentence: with a capital, and an end."""
    return sentence_case(text if text.endswith((".", "?", "!")) else f"{text}.")


def quiet(text: str) -> Cell:
    """Words that stand back."""
    return Cell(text, "quiet")


def clause_of(text: str) -> str:
    """The paper's clause; the name of a section of the contract's file tells a reader nothing."""
    return "" if text.isidentifier() else text
