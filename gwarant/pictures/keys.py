"""Keys of documents as people read them: a month by its name, a wording by its number and its version."""

import re
from datetime import date

from gwarant.pictures.phrases import MONTHS_ALONE
from gwarant.pictures.words import long_day, say
from gwarant.sla.assessment.model import Wording

MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
PART = re.compile(r"([0-9]{4}-[0-9]{2})-[0-9]{2}\.\.([0-9]{4}-[0-9]{2})-[0-9]{2}")
NAMED = re.compile(r"([^@\s]+)@([0-9]+)")


def month_text(name: str, lang: str) -> str:
    """The month written 2026-03 by its name, a part of one with its first day, anything else as it stands."""
    part = PART.fullmatch(name)
    if part and part[1] == part[2]:
        day = long_day(date.fromisoformat(name.partition("..")[0]), lang)
        return say("part_of_month", lang, month=month_text(part[1], lang), day=day)
    if not MONTH.fullmatch(name):
        return name
    return f"{MONTHS_ALONE[lang][int(name[5:]) - 1]} {name[:4]}"


def wording_text(name: str, lang: str) -> str:
    """The wording of that name ("SHOP-1@2") by its contract's number and its version, anything else as it stands."""
    found = NAMED.fullmatch(name)
    return say("wording_named", lang, number=found[1], version=found[2]) if found else name


def wording_titled(one: Wording, lang: str) -> str:
    """A wording with what its contract is called."""
    return f"{wording_text(one.name, lang)} {one.title}".strip()


def key_text(name: str, lang: str) -> str:
    """A month or a wording as people read it, anything else as it stands."""
    return wording_text(month_text(name, lang), lang)
