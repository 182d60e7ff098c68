"""Incidents as people name them."""

import re

from gwarant.pictures.words import full, say

_OUTAGE = re.compile(r"(.+) outage (\d{1,11})")
_SLOT = re.compile(r"(\S+) (\d{9,11})")


def incident_text(incident: str, zone: str, lang: str) -> str:
    """An incident as people name it: an outage by its promise and beginning, a duty by the end of its time, all else
    as it stands."""
    for pattern, key in ((_OUTAGE, "outage_of"), (_SLOT, "slot_of")):
        if found := pattern.fullmatch(incident):
            return say(key, lang, promise=found[1], at=full(int(found[2]), zone, lang))
    return incident
