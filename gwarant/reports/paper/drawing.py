"""All that a report says, from its assessment and the little that stands beside it. It needs no Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from re import compile as pattern
from typing import Any

from gwarant.pictures.names import names_under
from gwarant.pictures.opening import is_empty, lead
from gwarant.pictures.summary import breaches, period_name
from gwarant.pictures.words import day_of, long_day
from gwarant.reports.paper.blocks import plain
from gwarant.reports.paper.sections import ANNEX, SECTIONS, facts_of, parts_of
from gwarant.reports.paper.stated import Stated
from gwarant.reports.paper.words import said
from gwarant.sla.assessment.model import Assessment
from gwarant.sla.assessment.revised import revised
from gwarant.sla.civil import CivilPeriod
from gwarant.sla.contract.model import Contract
from gwarant.sla.decisions import CLIENT, PROVIDER, Decision, decisions_of
from gwarant.sla.decisions import Ground as Deciding
from gwarant.sla.document import plain as document
from gwarant.sla.evidence.model import Evidence, MaintenanceWindow
from gwarant.sla.evidence.voids import counting
from gwarant.sla.restored import restored
from gwarant.sla.terms import Terms

SCHEMA = "gwarant.pages/1"
MS = 1000
_IN_SVG = pattern(r"<text[^>]*>([^<]*)</text>")


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What a report says and its assessment does not hold. `stated_at` in UTC seconds; `causes` by ticket; `note` is
    the caretaker's word; `waiting` are documents of decisions that no row of evidence tells of yet.
    """

    lang: str
    number: str
    revision: int
    customer: str
    house: str
    stated_at: int
    command: str
    head: str
    causes: Mapping[str, str]
    note: str = ""
    waiting: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Ground:
    """What a report is drawn from: the assessment, its wordings and rows, and what was stated before it."""

    assessment: Assessment
    wordings: tuple[Contract, ...]
    rows: Evidence
    former: Assessment | None = None


def drawn_of(ground: Ground, beside: Beside) -> dict[str, Any]:
    """All that is drawn: the same code where the report is made and where it is checked."""
    found, lang, n = ground.assessment, beside.lang, beside.revision
    zone = found.zone
    period, when = period_name(found.period, lang), long_day(day_of(beside.stated_at, zone), lang)
    needed = _needed(ground, beside)
    stated = said("closed", lang, when=when) if n == 1 else said("revision", lang, n=n, when=when)
    told = Stated(
        assessment=found,
        names=names_under(list(ground.wordings)).said_in(lang),
        lang=lang,
        causes=beside.causes,
        command=beside.command,
        head=beside.head,
        note=beside.note,
        revised=revised(ground.former, found) if ground.former else None,
        planned=_planned(ground.rows, found.period),
        decisions=needed,
        promised=_promised(ground.wordings),
        unread=len(counting(ground.rows).unread),
        tickets={row.id: row.ticket for row in ground.rows.entries},
        rounding={Terms(one).name: one.hours.round for one in ground.wordings},
        sides={CLIENT: beside.customer, PROVIDER: beside.house},
    )
    return {
        "title": f"{beside.customer} · {period} · {beside.number}",
        "house": beside.house,
        "lang": lang,
        "kicker": " · ".join(part for part in (beside.house, said("kicker", lang, number=beside.number)) if part),
        "name": f"{beside.customer} · {period}",
        "about": f"{stated[:1].upper()}{stated[1:]}. {said('state_of', lang, zone=zone)}",
        "lead": said("nothing", lang) if is_empty(found) else lead(found, lang, told.names),
        "facts": [list(one) for one in facts_of(told)],
        "parts": [plain(part) for part in parts_of(told, SECTIONS)],
        "annex": [plain(part) for part in parts_of(told, ANNEX)],
        "decisions": [document(one) for one in needed],
        "annex-title": said("annex", lang),
        "footer": said("footer" if n == 1 else "footer_revised", lang, number=beside.number, period=period, n=n),
    }


def _promised(wordings: Sequence[Contract]) -> frozenset[str]:
    """The parts of a report that the wordings have something for: one without evidence says so."""
    parts = {
        "targets": any(one.targets for one in wordings),
        "availability": any(one.availability for one in wordings),
        "duties": any(one.duties for one in wordings),
        "hours": any(one.hours.pool for one in wordings),
    }
    return frozenset(name for name, there in parts.items() if there)


def _needed(ground: Ground, beside: Beside) -> tuple[Decision, ...]:
    """What needs a decision as of the statement, with what waits beside the evidence. NotRestored."""
    without = {one.ticket for one in breaches(ground.assessment)} - beside.causes.keys()
    own = Deciding(ground.assessment, ground.wordings, ground.rows, beside.stated_at, len(without))
    return decisions_of(own, (restored(one, Decision) for one in beside.waiting))


def _planned(evidence: Evidence, period: CivilPeriod) -> list[MaintenanceWindow]:
    """The windows that touch the period and were not taken back."""
    rows, span = counting(evidence).maintenance, (period.start * MS, period.end * MS)
    gone = {one.of for one in rows if one.of and one.start >= one.end}
    found = (one for one in rows if not one.of and one.id not in gone)
    return sorted((one for one in found if one.start < span[1] and one.end > span[0]), key=lambda one: one.start)


def without_pictures(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same with no drawing but the words that stand in it."""
    return {**data, **{key: [_told(part) for part in data[key]] for key in ("parts", "annex")}}


def _told(part: Mapping[str, Any]) -> dict[str, Any]:
    return {**part, "blocks": [_in_words(one) for one in part["blocks"]]}


def _in_words(block: Mapping[str, Any]) -> dict[str, Any]:
    shows = [unescape(one) for one in _IN_SVG.findall(block.get("svg", ""))]
    return {**{key: value for key, value in block.items() if key != "svg"}, **({"shows": shows} if shows else {})}
