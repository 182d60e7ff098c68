"""The kinds of work of a month in words."""

from gwarant.pictures.summary import sum_text
from gwarant.pictures.words import duration, say
from gwarant.sla.contract.model.money import ChargedTo
from gwarant.sla.hours import Statement, Worked

TITLES = ("kind_of_work", "worked", "charged_time", "apart", "amount")
KNOWN = ("support", "change", "own_defect", "warranty", "travel")


def kinds_told(statement: Statement, currency: str, lang: str) -> list[tuple[str, ...]]:
    """Each kind with its times and amount, where they are not all charged to the pool alike; else nothing."""
    if all(one.charge is ChargedTo.POOL and not one.apart for one in statement.kinds):
        return []
    return [_told(one, currency, lang) for one in statement.kinds]


def _told(one: Worked, currency: str, lang: str) -> tuple[str, ...]:
    lengths = (duration(length, lang) if length else "–" for length in (one.real, one.charged, one.apart))
    free = one.charge is ChargedTo.NEVER and not one.amount
    return (
        work_named(one.work, one.label, lang),
        *lengths,
        say("uncharged", lang) if free else sum_text(one.amount, currency, lang),
    )


def work_named(work: str, label: str, lang: str) -> str:
    """What people call the kind of work: by the contract's own label, by a known word, else as it stands."""
    if label:
        return label
    word = work.replace("_", " ")
    return say(f"work_{work}", lang) if work in KNOWN else f"{word[:1].upper()}{word[1:]}"
