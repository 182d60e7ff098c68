"""State as people see it: a word, a shape and a tone, never a colour alone."""

from dataclasses import dataclass
from enum import StrEnum

from gwarant.pictures.words import say
from gwarant.sla.clocks.reading import ClockState, Reading, Verdict

AT_RISK_PERCENT = 75


class Tone(StrEnum):
    FINE = "fine"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    PAUSED = "paused"
    UNKNOWN = "unknown"


SHAPES = {Tone.FINE: "✓", Tone.AT_RISK: "▲", Tone.BREACHED: "✕", Tone.PAUSED: "‖", Tone.UNKNOWN: "?"}

_SHAPES_BY_WORD = {"running": "•", "excluded": "–", "not_reached": "–"}


@dataclass(frozen=True)
class Face:
    tone: Tone
    word: str
    shape: str

    @property
    def text(self) -> str:
        return f"{self.shape} {self.word}"


def face(tone: Tone, key: str, lang: str) -> Face:
    """The face of a tone with the phrase of that name as its word."""
    return Face(tone, say(key, lang), _SHAPES_BY_WORD.get(key, SHAPES[tone]))


def face_of(reading: Reading, lang: str) -> Face:
    """The face of a reading."""
    match reading.verdict:
        case Verdict.MET:
            return face(Tone.FINE, "met" if reading.holds_until is None else "met_so_far", lang)
        case Verdict.BREACHED:
            return face(Tone.BREACHED, "breached" if reading.stopped_at is not None else "breached_running", lang)
        case Verdict.EXCLUDED | Verdict.NOT_REACHED | Verdict.COULD_NOT_CHECK:
            return face(Tone.UNKNOWN, reading.verdict.value, lang)
    if reading.state is ClockState.PAUSED:
        return face(Tone.PAUSED, "paused", lang)
    if reading.used * 100 >= reading.target * AT_RISK_PERCENT:
        return face(Tone.AT_RISK, "at_risk", lang)
    return face(Tone.FINE, "running", lang)
