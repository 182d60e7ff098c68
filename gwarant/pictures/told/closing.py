"""People, conventions and annexes, told in sentences."""

from collections.abc import Iterator
from typing import Any

from gwarant.pictures.told.free import data_words
from gwarant.pictures.told.model import Told
from gwarant.pictures.told.teller import Teller, plain
from gwarant.pictures.words import known
from gwarant.sla.contract.checks.blanks import names_money
from gwarant.sla.contract.kept import uncounted_in
from gwarant.sla.contract.law import POLAND, law_of
from gwarant.sla.contract.model.frame import Fee


def people(teller: Teller) -> Iterator[Told]:
    """Who answers for the client, and who is told when a promise is at risk."""
    contacts = teller.contract.contacts
    for role, name in contacts.caretaker.items():
        key = {"provider": "caretaker", "deputy": "deputy"}.get(role, "person")
        yield teller.told(f"contacts.caretaker.{role}", key, role=plain(role), name=name)
    for at, step in enumerate(contacts.ladder):
        who, length = teller.term("step", step.to), teller.length_of(step.after)
        text = teller.say("ladder" if step.after.seconds else "ladder_at_once", length=length, who=who)
        after = teller.length(step.after) if step.after.seconds else teller.say("at_once")
        yield Told(f"contacts.ladder.{at}", text, "", "ladder", (after, who))


def conventions(teller: Teller) -> Iterator[Told]:
    """In which zone and currency it is counted, and how figures are rounded."""
    terms, path = teller.contract.defaults, "defaults"
    yield teller.told(f"{path}.timezone", "zone", zone=terms.timezone)
    yield teller.told(f"{path}.intervals", "half_open")
    if terms.currency or names_money(teller.contract):
        yield from _money(teller, path)
    places = teller.count(terms.percent_scale, "decimal_of")
    yield teller.told(f"{path}.percent_scale", "percent_scale", places=places)
    if kept := uncounted_in(teller.contract):
        names = "; ".join(known(one, teller.lang) for one in kept)
        yield teller.told("", "uncounted", names=names)


def _money(teller: Teller, path: str) -> Iterator[Told]:
    """In what amounts are, and what of tax they hold: value added tax is named under Polish law, or where they do."""
    terms = teller.contract.defaults
    yield teller.told(f"{path}.currency", "currency", currency=teller.or_blank(terms.currency))
    has_vat = law_of(teller.contract) == POLAND or teller.contract.fee.vat != Fee().vat
    tax = "" if has_vat else " of tax"
    yield teller.told(f"{path}.amounts", f"amounts{tax}: {terms.amounts}")
    places = teller.count(terms.money.scale, "decimal_of")
    yield teller.told(f"{path}.money", f"money: {terms.money.round}", places=places)


def documents(teller: Teller) -> Iterator[Told]:
    """The annexes, and which document wins."""
    contract = teller.contract
    for at, annex in enumerate(contract.annexes):
        yield _annex(teller, annex, at)
    if not contract.annexes:
        yield teller.told("annexes", "no_annexes")
    order = ", ".join(teller.term("document", one) for one in contract.precedence)
    yield teller.told("precedence", "precedence", documents=order)
    own = teller.term("document", contract.metadata.document)
    yield teller.told("metadata.document", "this_document", document=own)


def _annex(teller: Teller, annex: dict[str, Any], at: int) -> Told:
    path, number = f"annexes.{at}", at + 1
    kind = annex.get("kind")
    rest = {key: value for key, value in annex.items() if key != "kind"} if kind else annex
    terms = data_words(teller, rest)
    if not kind:
        return teller.told(path, "annex", n=number, terms=terms)
    more = f"; {terms}" if terms else ""
    return teller.told(path, "annex_kind", n=number, kind=teller.term("kind", kind), terms=more)
