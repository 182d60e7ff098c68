"""The parties, the term and the fee, told in sentences."""

from collections.abc import Iterator
from typing import Any

from gwarant.pictures.lands import land_words
from gwarant.pictures.phrases import MONTHS_ALONE
from gwarant.pictures.told.free import data_words
from gwarant.pictures.told.model import Told
from gwarant.pictures.told.teller import Teller, capital, plain
from gwarant.sla.contract.checks.blanks import has_no_fee, speaks_of_fee
from gwarant.sla.contract.law import POLAND, law_of
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import Fee, Notice, NoticeEnd, Party


def parties(teller: Teller) -> Iterator[Told]:
    """Who signs, and which document this is."""
    contract, metadata = teller.contract, teller.contract.metadata
    both = contract.parties
    names = {"provider": teller.or_blank(both.provider.name), "client": teller.or_blank(both.client.name)}
    yield teller.told("parties", "between", **names)
    yield from _party(teller, "provider", both.provider)
    yield from _party(teller, "client", both.client)
    if metadata.title:
        yield teller.told("metadata.title", "called", title=metadata.title)
    if contract.kind == "Package":
        yield teller.told("kind", "template")
    yield teller.told("metadata.id", "number", id=teller.or_blank(metadata.id), version=metadata.version)
    if metadata.supersedes is not None:
        yield teller.told("metadata.supersedes", "supersedes", version=metadata.supersedes)
    if metadata.based_on:
        yield teller.told("metadata.based_on", "based_on", template=_template(teller, metadata.based_on))
    yield teller.told("metadata.level", f"level: {metadata.level}")
    if metadata.language:
        yield _language(teller)
    if teller.contract.law:
        yield teller.told("law", "law", land=land_words(teller.contract.law, teller.lang))
    yield from _signed(teller)


def term(teller: Teller) -> Iterator[Told]:
    """From when to when, and how it ends or changes."""
    contract, terms = teller.contract, teller.contract.term
    start, end = contract.effective.from_, contract.effective.to
    key = ("dated" if end else "open_ended") + ("" if start else "_blank")
    since = teller.day(start) if start else teller.or_blank("")
    yield teller.told("effective", key, start=since, end=teller.day(end) if end else "")
    if terms.minimum:
        yield teller.told("term.minimum", "minimum", length=teller.length_of(terms.minimum))
    if terms.notice:
        yield _notice(teller, "notice", terms.notice)
    elif not end:
        yield teller.told("term.notice", "no_notice")
    if terms.change_notice:
        yield _notice(teller, "change_notice", terms.change_notice)
    else:
        yield teller.told("term.change_notice", "no_change")
    yield teller.told("term.judged_by", f"judged_by: {terms.judged_by}")


def fee(teller: Teller) -> Iterator[Told]:
    """What the contract costs a month, and when it is paid."""
    terms = teller.contract.fee
    yield teller.told(
        "fee.monthly", _fee_key(teller.contract), money=teller.money(terms.monthly), amounts=teller.amounts
    )
    for name, amount in terms.parts.items():
        part = teller.term("part", name)
        yield teller.told(f"fee.parts.{name}", "fee_one", money=teller.money(amount), name=part)
    if terms.due:
        yield teller.told("fee.due", "due", length=teller.length(terms.due))
    if terms.vat != Fee().vat:
        yield teller.told("fee.vat", "vat", rate=terms.vat)
    elif law_of(teller.contract) == POLAND:  # elsewhere the default would say what nobody agreed
        yield teller.told("fee.vat", "vat: standard")
    if teller.contract.term.rebase:
        yield teller.told("term.rebase", "rebase", terms=data_words(teller, _rebase(teller)))


def _fee_key(contract: Contract) -> str:
    """Which sentence tells the monthly fee; one that nothing in the contract rests on is not awaited."""
    if has_no_fee(contract):
        return "fee_none"
    if contract.fee.monthly:
        return "fee"
    return "fee_blank" if speaks_of_fee(contract) else "fee_unnamed"


def _rebase(teller: Teller) -> dict[str, Any]:
    """The terms of indexation with the month by its name."""
    terms = teller.contract.term.rebase
    month = terms.get("month")
    if isinstance(month, int) and 1 <= month <= 12:
        return {**terms, "month": MONTHS_ALONE[teller.lang][month - 1]}
    return terms


def _party(teller: Teller, role: str, party: Party) -> Iterator[Told]:
    path, of = f"parties.{role}", teller.say(f"{role}_of")
    if party.nip:
        yield teller.told(f"{path}.nip", "nip", role=of, nip=party.nip)
    if party.address:
        yield teller.told(f"{path}.address", "address", role=of, address=party.address.rstrip("."))
    if party.sector:
        yield teller.told(f"{path}.sector", "sector", role=of, sector=teller.term("sector", party.sector))
    if party.regulated:
        is_polish = law_of(teller.contract) == POLAND
        named = ("public_elsewhere" if one == "public" and not is_polish else one for one in party.regulated)
        regimes = teller.terms("regime", named)
        yield teller.told(f"{path}.regulated", "regulated", role=teller.say(f"{role}_who"), regimes=regimes)


def _template(teller: Teller, based_on: str) -> str:
    """The template by its name and edition: `package/business@2026.1` is “Business”, edition 2026.1."""
    name, _, edition = based_on.removeprefix("package/").partition("@")
    named = teller.quoted(capital(plain(name)))
    return teller.say("template_edition", name=named, edition=edition) if edition else named


def _language(teller: Teller) -> Told:
    language = teller.contract.metadata.language
    if language == teller.lang:
        return teller.told("metadata.language", "language_same")
    return teller.told("metadata.language", "language_other", language=teller.term("language", language))


def _signed(teller: Teller) -> Iterator[Told]:
    signed, announced = teller.contract.metadata.signed, teller.contract.metadata.announced
    if signed:
        yield teller.told("metadata.signed", "signed", day=teller.day(signed.date_))
        if signed.document:
            yield teller.told("metadata.signed.document", "signed_document", document=signed.document)
    if announced:
        who, day = teller.term("who", announced.by), teller.day(announced.date_)
        yield teller.told("metadata.announced", "announced", who=who, day=day)


def _notice(teller: Teller, key: str, notice: Notice) -> Told:
    ends = teller.say("month_end") if notice.ends is NoticeEnd.MONTH_END else ""
    return teller.told(f"term.{key}", key, length=teller.length(notice.length), ends=ends)
