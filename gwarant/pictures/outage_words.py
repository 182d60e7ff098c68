"""What may be said where no outage stands: that none was seen, as far as anybody looked."""

from gwarant.pictures.summary import milliseconds
from gwarant.pictures.words import say
from gwarant.sla.availability import Figure


def none_seen(figure: Figure, lang: str) -> str:
    """That no outage was seen, for how much of the time nobody knows, or that nothing was measured at all."""
    if not figure.downtime.of:
        return say("no_outages_uncounted", lang)
    if figure.point is None or figure.downtime.unknown >= figure.downtime.of:
        return say("no_outages_unmeasured", lang)
    if figure.time.unknown:
        return say("no_outages_measured", lang, unknown=milliseconds(figure.time.unknown, lang))
    return say("no_outages", lang)
