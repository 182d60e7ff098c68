"""Kinds of work in words."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.pictures.told.words import WORDS
from gwarant.pictures.words import duration, known
from gwarant.sla.contract.model.money import ChargedTo, WorkKind
from gwarant.web.templatetags.look import lang


def work_word(work: str) -> str:
    """What people call the kind of work; one that only a contract knows speaks for itself."""
    told = WORDS[lang()].get(f"work: {work}", "")
    return {
        "support": pgettext("work", "Support"),
        "change": pgettext("work", "Change"),
        "own_defect": pgettext("work", "Our own defect"),
        "warranty": pgettext("work", "Warranty"),
        "travel": pgettext("work", "Travel"),
    }.get(work, told[:1].upper() + told[1:] or work.replace("_", " "))


def work_choice(kind: WorkKind, *, is_charged: bool) -> str:
    """The kind of work with what it means for the customer, where a contract says so."""
    name = known(kind.label, lang()) if kind.label else work_word(kind.id)
    return f"{name} – {_meaning(kind)}" if is_charged else name


def _meaning(kind: WorkKind) -> str:
    first = _borne(kind.charge)
    if kind.at_most is None:
        return first
    length = duration(kind.at_most.seconds, lang())
    words = _("%(first)s up to %(length)s on a ticket, then %(rest)s")
    return words % {"first": first, "length": length, "rest": _borne(kind.beyond)}


def _borne(charge: ChargedTo) -> str:
    return {
        ChargedTo.POOL: _("from the pool, then at the rate"),
        ChargedTo.RATE: _("at the rate, beside the pool"),
        ChargedTo.NEVER: _("not charged"),
        ChargedTo.APART: _("quoted by itself"),
    }[charge]
