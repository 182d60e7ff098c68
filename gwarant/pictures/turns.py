"""Which turn of a clock a reading is."""

from gwarant.pictures.words import say
from gwarant.sla.clocks.reading import Reading


def turn(reading: Reading, lang: str) -> list[str]:
    """The cycle and the link, each from the second on."""
    cycle = [say("cycle", lang, n=reading.cycle)] if reading.cycle > 1 else []
    return cycle + ([say("link", lang, n=reading.link)] if reading.link > 1 else [])
