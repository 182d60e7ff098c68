"""What stands above the difference between two wordings: how much changes, where, from when, with which notice."""

from collections.abc import Iterator

from gwarant.pictures.clauses.spelled import day_words, time_words
from gwarant.pictures.told.difference import Difference
from gwarant.pictures.told.teller import Teller
from gwarant.pictures.told.words.changes import change_word
from gwarant.pictures.words import count
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import NoticeEnd


def headline(former: Contract, amended: Contract, lang: str) -> str:
    """Which wording is held against which."""
    names = {name: _name(one, lang) for name, one in (("former", former), ("amended", amended))}
    return change_word("from_to", lang, **names)


def summary(former: Contract, amended: Contract, found: Difference, lang: str) -> Iterator[str]:
    """How many changes in which articles, from when they hold, and what notice there had to be."""
    yield _counted(found, lang)
    if former.metadata.id != amended.metadata.id:
        ids = {"former": former.metadata.id or "–", "amended": amended.metadata.id or "–"}
        yield change_word("others", lang, **ids)
    yield from _dates(amended, lang)
    yield _notice(former, lang)


def _counted(found: Difference, lang: str) -> str:
    if not found.changes:
        return change_word("same", lang)
    where = ", ".join(f"{title} ({number})" for title, number in found.sections.items())
    return f"{count(len(found.changes), 'change', lang)}: {where}."


def _dates(amended: Contract, lang: str) -> Iterator[str]:
    start, signed, announced = amended.effective.from_, amended.metadata.signed, amended.metadata.announced
    key = "effective" if start else "effective_blank"
    yield change_word(key, lang, day=day_words(str(start), lang))
    if signed:
        yield change_word("signed", lang, day=day_words(str(signed.date_), lang))
    if announced:
        who = Teller(amended, lang).term("who", announced.by)
        yield change_word("announced", lang, day=day_words(str(announced.date_), lang), who=who)


def _notice(former: Contract, lang: str) -> str:
    notice = former.term.change_notice
    if notice is None:
        return change_word("no_notice", lang)
    ends = Teller(former, lang).say("month_end") if notice.ends is NoticeEnd.MONTH_END else ""
    return change_word("notice", lang, length=time_words(str(notice.length), lang), ends=ends)


def _name(contract: Contract, lang: str) -> str:
    return change_word("wording", lang, id=contract.metadata.id or "–", version=contract.metadata.version)
