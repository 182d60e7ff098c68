"""A contract told in plain sentences, for the page on which the client accepts it."""

from collections.abc import Iterator

from gwarant.pictures.clauses import told_money, told_promises
from gwarant.pictures.clauses.spelled import day_words, time_words, week_words
from gwarant.pictures.clauses.tables import CHOICES, GROUPS
from gwarant.pictures.clauses.teller import Teller
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import Notice, NoticeEnd
from gwarant.sla.contract.model.hours_of_service import Phase

Sentences = tuple[tuple[str, tuple[str, ...]], ...]


def sentences(contract: Contract, lang: str) -> Sentences:
    """The contract's sections with their titles; a word that is not known here stands as the contract has it."""
    teller = Teller(contract, lang)
    told = (
        ("parties", _parties(teller)),
        ("money", told_money.fee(teller)),
        ("services", _services(teller)),
        ("hours_of_service", _calendars(teller)),
        ("targets", told_promises.targets(teller)),
        ("pauses", told_promises.pauses(teller)),
        ("availability", told_promises.availability(teller)),
        ("work", told_money.work(teller)),
        ("remedies", told_money.remedies(teller)),
        ("duties", told_promises.duties(teller)),
        ("people", _people(teller)),
        ("reopening", told_promises.reopening(teller)),
    )
    sections = ((GROUPS[lang][name][0], tuple(found)) for name, found in told)
    return tuple((title, found) for title, found in sections if found)


def _parties(teller: Teller) -> Iterator[str]:
    contract, say = teller.contract, teller.say
    parties, start, end = contract.parties, contract.effective.from_, contract.effective.to
    yield say("between", provider=teller.or_blank(parties.provider.name), client=teller.or_blank(parties.client.name))
    if contract.metadata.id:
        yield say("number", id=contract.metadata.id, version=contract.metadata.version)
    if start:
        since = day_words(str(start), teller.lang)
        until = day_words(str(end), teller.lang) if end else ""
        yield say("dated", start=since, end=until) if end else say("open_ended", start=since)
    if contract.term.minimum:
        yield say("minimum", length=teller.length(contract.term.minimum))
    if contract.term.notice:
        yield _notice(teller, "notice", contract.term.notice)
    change = contract.term.change_notice
    yield _notice(teller, "change_notice", change) if change else say("no_change")
    yield from (_phase(teller, one) for one in contract.phases)


def _notice(teller: Teller, key: str, notice: Notice) -> str:
    ends = teller.say("month_end") if notice.ends is NoticeEnd.MONTH_END else ""
    return teller.say(key, length=teller.length(notice.length), ends=ends)


def _phase(teller: Teller, phase: Phase) -> str:
    name = phase.label or teller.known(f"phase: {phase.id}", phase.id)
    effects = "; ".join(teller.effect(key, value) for key, value in phase.effect.items()) or "–"
    if phase.every:
        return teller.say("season", name=name, days=phase.every, effects=effects)
    start = day_words(str(phase.from_), teller.lang)
    return teller.say(
        "phase", name=name, start=start, length=time_words(str(phase.length), teller.lang), effects=effects
    )


def _calendars(teller: Teller) -> Iterator[str]:
    for name, terms in teller.contract.calendars.items():
        calendar = teller.capital(teller.named("calendar", name, ""))
        if terms.week != "24/7" or terms.holidays != "none":
            country = CHOICES[teller.lang].get(terms.holidays, terms.holidays)
            free = teller.say("holidays", country=country) if terms.holidays != "none" else ""
            yield teller.say("week", calendar=calendar, week=week_words(terms.week, teller.lang), holidays=free)
        for day, hours in terms.exceptions.items():
            said = teller.say("closed") if hours == "closed" else hours
            yield teller.say("exception", calendar=calendar, day=day_words(day, teller.lang), hours=said)


def _services(teller: Teller) -> Iterator[str]:
    for one in teller.contract.services:
        name = one.name or teller.named("service", one.id, "")
        if one.covered_from:
            yield teller.say("service_from", name=name, day=day_words(str(one.covered_from), teller.lang))
        else:
            yield teller.say("service", name=name)
        if one.critical_paths:
            yield teller.say("critical_paths", name=name, flows=teller.all_of(one.critical_paths))


def _people(teller: Teller) -> Iterator[str]:
    contract, labels = teller.contract, CHOICES[teller.lang]
    for role, name in contract.contacts.caretaker.items():
        key = {"provider": "caretaker", "deputy": "deputy"}.get(role, "person")
        yield teller.say(key, role=role, name=name)
    for key, counts in (("channels", True), ("no_start", False)):
        names = [labels.get(one.id, one.id) for one in contract.intake.channels if one.counts is counts]
        if names:
            yield teller.say(key, names=teller.all_of(names))
    yield teller.say("set_by", who=labels.get(contract.classification.set_by, contract.classification.set_by))
