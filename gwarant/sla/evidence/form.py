"""The row types of an evidence file, each derived from its record: one more type is one more line in FORMS."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from types import UnionType
from typing import Any, get_args, get_type_hints

from gwarant.sla.civil import is_period
from gwarant.sla.evidence.model import (
    Agreement,
    AmountDecision,
    AmountStatus,
    Check,
    Closing,
    DutyProof,
    Exclusion,
    FileRecord,
    Kind,
    Looks,
    MaintenanceWindow,
    MeasureValue,
    ObjectionAct,
    ObjectionRecord,
    Role,
    Row,
    SealedLooks,
    StateInterval,
    Statement,
    TicketEvent,
    TimeEntry,
    Unread,
    Void,
)
from gwarant.sla.evidence.packed import PackRefused
from gwarant.sla.evidence.sides import SIDES, Sides
from gwarant.sla.evidence.unpacking import opened
from gwarant.sla.evidence.value import (
    Unfit,
    Value,
    ascii_safe,
    choice,
    exact,
    flag,
    moment,
    nearest,
    optional,
    text,
    whole,
)

MOMENTS = frozenset({"at", "received", "start", "end", "announced", "decided", "slot", "known", "seen_from"})
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KINDS = tuple(kind.value for kind in Kind)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
KEYS = {"start": "from", "end": "to", "class_": "class"}


@dataclass(frozen=True)
class Fault:
    """What is wrong at one key of a row; the key is empty for the row as a whole."""

    key: str
    message: str
    hint: str = ""


class Faulty(ValueError):
    """A row that cannot be built; carries every fault found in it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.message for fault in self.faults))


@dataclass(frozen=True)
class Field:
    """One field of a row: its name in the record, its key in the file, and its default (MISSING when required)."""

    name: str
    key: str
    value: Value
    default: object


@dataclass(frozen=True)
class Form:
    """One row type: `part` of Evidence holds it, `first` orders it, `received` defaults to the field `known`."""

    name: str
    row: Callable[..., Row]
    part: str
    per_second: int
    first: str
    known: str
    check: Callable[[Any], Iterable[Fault]]

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The fields by their key."""
        hints = get_type_hints(self.row)
        made = (_field(self, one.name, hints[one.name], one.default) for one in fields(self.row))  # type: ignore[arg-type]
        return {one.key: one for one in made}

    @cached_property
    def parsers(self) -> dict[str, tuple[str, Callable[[object], object]]]:
        """Of each key, the name in the record and what reads its value."""
        return {key: (field.name, field.value.parse) for key, field in self.fields.items()}

    @cached_property
    def required(self) -> frozenset[str]:
        """The names of the fields that a line must give."""
        return frozenset(one.name for one in self.fields.values() if one.default is MISSING) - {"received"}

    @cached_property
    def sides(self) -> Sides | None:
        """Which of these rows only one side can make."""
        return SIDES.get(self.name)

    def faults(self, row: Any) -> Iterable[Fault]:
        """What is wrong with a row of values that are right each by itself."""
        yield from self.check(row)
        done = str(getattr(row, self.sides.field)) if self.sides else ""
        side = self.sides.whose(done) if self.sides else None
        if self.sides and side and row.by not in (side, Role.SYSTEM):
            told = f"is {row.by.value!r}, but `{done}` is said by {self.sides.of[done][1]}"
            yield Fault("by", told, f"leave it out, or write {side.value}")

    @cached_property
    def order(self) -> Callable[[Row], tuple[int, int, str]]:
        """The key by which rows of this type are sorted."""
        return attrgetter(self.first, "received", "id")


def row_of(form: Form, record: Mapping[str, object]) -> Row:
    """The row that a record of keys and JSON values describes; raises Faulty with every fault."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    parsers = form.parsers
    for key, raw in record.items():
        if key not in parsers:
            faults.append(Fault(ascii_safe(key[:60]), "unknown key", nearest(key, tuple(parsers))))
            continue
        name, parse = parsers[key]
        try:
            values[name] = parse(raw)
        except Unfit as unfit:
            faults.append(Fault(key, unfit.message, unfit.hint))
    if faults or not form.required <= values.keys():
        raise Faulty([*faults, *_missing(form, record)])
    values.setdefault("received", values[form.known])
    row = form.row(**with_side(form, values))
    if found := tuple(form.faults(row)):
        raise Faulty(found)
    return row


def with_side(form: Form, values: dict[str, Any]) -> dict[str, Any]:
    """The values with who made the row, where nothing says it and only one side can."""
    if form.sides and "by" not in values and (side := form.sides.whose(values[form.sides.field])):
        values["by"] = side
    return values


def record_of(form: Form, row: Row) -> dict[str, object]:
    """The keys and JSON values of a row, without those at their defaults."""
    record: dict[str, object] = {}
    for key, field in form.fields.items():
        value = getattr(row, field.name)
        if value != field.default:
            record[key] = field.value.write(value)
    if getattr(row, form.known) == row.received:
        del record["received"]
    return record


def _missing(form: Form, record: Mapping[str, object]) -> Iterable[Fault]:
    for key, field in form.fields.items():
        if field.name in form.required and key not in record:
            yield Fault(key, f"is missing from this {form.name} row")


def _field(form: Form, name: str, hint: object, default: object) -> Field:
    value = moment(form.per_second) if name in MOMENTS else _value(hint, default is MISSING)
    if isinstance(hint, UnionType):
        value = optional(value)
    return Field(name, KEYS.get(name, name), value, default)


def _value(hint: object, required: bool) -> Value:
    plain = get_args(hint)[0] if isinstance(hint, UnionType) else hint
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return choice(plain)
    if plain is bool:
        return flag()
    if plain is Decimal:
        return exact()
    return whole() if plain is int else text(required)


def _ticket(row: TicketEvent) -> Iterable[Fault]:
    if row.kind is Kind.CLASSIFIED and not row.class_:
        return (Fault("class", "is missing: a `classified` event names the class that was set"),)
    if row.kind is Kind.PAUSE_DECIDED and row.approved is None:
        return (Fault("approved", "is missing: a `pause_decided` event says true or false"),)
    if row.kind is Kind.ADOPTED and not row.contract:
        return (Fault("contract", "is missing: an `adopted` event names the contract that judges it now"),)
    if row.kind is Kind.LEFT and not row.leaver:
        return (Fault("leaver", "is missing: a `left` event names who is gone"),)
    if row.kind is Kind.RECOGNISED and not row.reporter:
        return (Fault("reporter", "is missing: a `recognised` event names the person whose address it was"),)
    if row.kind in (Kind.FOLLOWED, Kind.UNFOLLOWED) and not row.follower:
        return (Fault("follower", f"is missing: a `{row.kind.value}` event names who of the customer it is"),)
    if row.kind is Kind.DISMISSED and not row.reason:
        return (Fault("reason", "is missing: a `dismissed` event says why it is no report"),)
    if row.kind is Kind.MOVED and not row.service:
        return (Fault("service", "is missing: a `moved` event names the system that the ticket concerns now"),)
    return _of_the_report(row) if row.snapshot or row.seen_from is not None else ()


def _of_the_report(row: TicketEvent) -> Iterable[Fault]:
    for key in ("snapshot", "seen_from") if row.kind is not Kind.REPORTED else ():
        if getattr(row, key):
            yield Fault(key, "stands in another event than the report", "give it to the `reported` event")
    if row.seen_from is not None and row.seen_from < row.at:
        yield Fault("seen_from", "lies before the report", "leave it out where the log holds all since the report")
    for odd in [one for one in row.snapshot.split() if one not in _KINDS][:1]:
        yield Fault("snapshot", f"{ascii_safe(odd[:60])!r} is no kind of event", nearest(odd[:60], _KINDS))


def _value_row(row: MeasureValue) -> Iterable[Fault]:
    shared = row.good is not None and row.total is not None
    if (row.value is None) != shared or (row.good is None) != (row.total is None):
        yield Fault("value", "gives neither or both of a value and a share", "give `value`, or `good` and `total`")
    elif row.total is not None and (not 0 <= (row.good or 0) <= row.total):
        yield Fault(
            "good", "is not a part of `total`", "`good` is from zero to `total`; 0 of 0 where there was no case"
        )
    yield from _ordered(row)


def _month(row: AmountDecision | Closing | ObjectionRecord) -> Iterable[Fault]:
    if not _MONTH.fullmatch(row.month):
        yield Fault("month", f"{ascii_safe(row.month[:60])!r} is not a month", "write it as 2026-03")


def _decision(row: AmountDecision) -> Iterable[Fault]:
    yield from _month(row)
    if row.status is AmountStatus.REDUCED and row.amount is None:
        yield Fault("amount", "is missing: a reduced amount says to what")
    if row.status is AmountStatus.ELECTED and not (row.remedy and row.incident):
        yield Fault("remedy", "is missing: an election names the remedy and the incident")
    if row.amount is not None and row.amount < 0:
        yield Fault("amount", "is below zero", "an amount of a decision is not negative")


def _window(row: MaintenanceWindow) -> Iterable[Fault]:
    if row.of == row.id:
        yield Fault("of", "is the row's own id", "name the window that is shortened or taken back")
    yield from _ordered(row)


def _ordered(
    row: StateInterval
    | Looks
    | SealedLooks
    | MaintenanceWindow
    | TimeEntry
    | Exclusion
    | MeasureValue
    | ObjectionRecord,
) -> Iterable[Fault]:
    if row.end < row.start:
        return (Fault("to", "lies before `from`", "the end of a stretch is not before its start"),)
    return ()


def _looks(row: Looks) -> Iterable[Fault]:
    try:
        opened(row)
    except PackRefused as refused:
        yield Fault(
            "packed", f"is no block of looks: {refused}", "the bytes that the page of the format lays out, in base64"
        )
    yield from _ordered(row)


def _exclusion(row: Exclusion) -> Iterable[Fault]:
    if not (row.service or row.ticket):
        yield Fault("", "names neither a service nor a ticket", "give `service` with `from` and `to`, or `ticket`")
        return
    whole = bool(row.start and row.end)
    if not whole and (row.start or row.end or not row.ticket):
        yield Fault("from" if row.end else "to", "is missing", "a stretch has both ends: `from` and `to`")
    if row.of == row.id:
        yield Fault("of", "is the row's own id", "name the exclusion that is taken back")
    yield from _ordered(row)


def _objection(row: ObjectionRecord) -> Iterable[Fault]:
    if (row.act is ObjectionAct.RAISED) == bool(row.of):
        told = ("is given", "leave it out") if row.of else ("is missing", "name the row of the objection")
        yield Fault("of", f"{told[0]}: an answer names the objection, and that names none", told[1])
    if row.of == row.id:
        yield Fault("of", "is the row's own id", "name the row of the objection")
    if bool(row.month) == bool(row.service):
        yield Fault("month", "or a service: an objection is about one of them", "name one, and leave the other out")
    elif row.month:
        yield from _disputed(row)
    elif not row.end:
        yield Fault("to", "is missing", "name the stretch of the service that it is about")
    else:
        yield from _ordered(row)


def _disputed(row: ObjectionRecord) -> Iterable[Fault]:
    """Of a month either a clock of a ticket, a remedy for an incident, or a figure; of a quarter or year a figure."""
    if not (row.figure and is_period(row.month)):
        yield from _month(row)
    named = [bool(row.ticket and row.clock), bool(row.remedy and row.incident), bool(row.figure)]
    if sum(named) != 1:
        yield Fault(
            "month",
            "alone says not what is disputed of it",
            "name a ticket and its clock, a remedy and its incident, or a figure",
        )


def _sealed(row: SealedLooks) -> Iterable[Fault]:
    yield from _hash(row.sha256)
    if row.receipts:
        yield from _hash(row.receipts, "receipts")
    yield from _ordered(row)


def _statement(row: Statement) -> Iterable[Fault]:
    if not is_period(row.period):
        told = "write it as 2026-03, 2026-Q1, 2026 or 2026-05-01..2027-04-30"
        yield Fault("period", f"{ascii_safe(row.period[:60])!r} is no period", told)
    yield from _hash(row.sha256)
    if row.former:
        yield from _hash(row.former, "former")
    if row.former and row.revision == 1:
        yield Fault("former", "is given of the first statement", "leave it out: nothing was stated before")
    if row.revision < 1:
        yield Fault("revision", "is below one", "the first statement is revision 1")


def _hash(sha256: str, key: str = "sha256") -> Iterable[Fault]:
    if not _SHA256.fullmatch(sha256):
        yield Fault(key, f"{ascii_safe(sha256[:70])!r} is not a SHA-256", "64 hexadecimal digits, small letters")


def _file(row: FileRecord) -> Iterable[Fault]:
    yield from _hash(row.sha256)
    if row.replaces == row.id:
        yield Fault("replaces", "is the row's own id", "name the row of the file whose place it takes")


def _void(row: Void) -> Iterable[Fault]:
    if row.row == row.id:
        yield Fault("row", "is the row's own id", "name the row that does not count")
    if row.approved_by and row.approved_by == row.person:
        yield Fault("approved_by", "is the person who asked for it", "a second person approves")


def _anything(row: Row) -> Iterable[Fault]:
    return ()


FORMS = (
    Form("ticket", TicketEvent, "events", 1, "at", "at", _ticket),
    Form("check", Check, "checks", 1000, "at", "at", _anything),
    Form("state", StateInterval, "states", 1000, "start", "end", _ordered),
    Form("looks", Looks, "looks", 1000, "start", "end", _looks),
    Form("sealed", SealedLooks, "sealed", 1000, "at", "at", _sealed),
    Form("maintenance", MaintenanceWindow, "maintenance", 1000, "start", "announced", _window),
    Form("exclusion", Exclusion, "exclusions", 1000, "decided", "decided", _exclusion),
    Form("time", TimeEntry, "entries", 1, "start", "end", _ordered),
    Form("proof", DutyProof, "proofs", 1, "at", "at", _anything),
    Form("value", MeasureValue, "values", 1, "start", "end", _value_row),
    Form("amount", AmountDecision, "amounts", 1, "at", "at", _decision),
    Form("closing", Closing, "closings", 1, "at", "at", _month),
    Form("statement", Statement, "statements", 1, "at", "at", _statement),
    Form("agreement", Agreement, "agreements", 1, "at", "at", _anything),
    Form("objection", ObjectionRecord, "objections", 1000, "at", "at", _objection),
    Form("file", FileRecord, "files", 1, "at", "at", _file),
    Form("void", Void, "voids", 1, "at", "at", _void),
    Form("unread", Unread, "unread", 1, "at", "at", _anything),
)
FORM_OF = {form.name: form for form in FORMS}
_FORM_OF_ROW: Mapping[object, Form] = {form.row: form for form in FORMS}


def form_of(row: Row) -> Form:
    """The form of the row's type."""
    return _FORM_OF_ROW[type(row)]
