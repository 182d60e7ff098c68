"""Which clauses a package has: where each stands, what kind it is, by which texts it is explained."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gwarant.pictures.clauses.kinds import NONE, Kind
from gwarant.pictures.clauses.tree import Tree, at, key_in, rows
from gwarant.pictures.lands import LANDS

CURRENCIES = ("PLN", "EUR", "USD", "GBP", "CHF")
_NEAR = ("PL", "CZ", "SK", "AT", "GB", "GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR", "DE")
_FURTHER = sorted((one for one in LANDS if one not in (*_NEAR, "UK")), key=lambda one: (not one.startswith("DE-"), one))
COUNTRIES = (*_NEAR, *_FURTHER, "none")
_ALWAYS = ("around_the_clock", "24/7")  # says all by its name; office hours that were made so keep their clause
_COMMON_LAWS = (
    *("PL", "CZ", "SK", "DE", "AT", "CH", "FR", "BE", "NL", "IE", "DK", "SE", "GB-ENG", "GB-SCT", "US-NY", "US-DE"),
)
LAWS = (*_COMMON_LAWS, *sorted(one for one in LANDS if one not in (*_COMMON_LAWS, "UK")))
SECTORS = ("ecommerce", "medical", "education", "manufacturing", "media", "finance", "public", "other")
WORK_KINDS = ("own_defect", "rejected_fix", "critical_incident", "warranty")
PERIODS = ("calendar_month", "calendar_quarter", "calendar_year", "contract_year")
NOTICE_ENDS = ("exact", "month_end")
GROUPS = (
    *("parties", "money", "hours_of_service", "services", "targets", "pauses", "availability"),
    *("work", "remedies", "duties", "people", "reopening"),
)
_RARE = {
    *("parties.provider.address", "parties.client.address", "parties.client.sector", "metadata.language", "law"),
    *("term.minimum", "defaults.currency", "defaults.amounts", "holidays", "service.covered_from", "calendar", "ends"),
    *("working_day_count.start_day", "pause.cap", "up.over", "up.probe.min_outage", "up.maintenance.notice"),
    *("hours.pool.carry.cap", "hours.round.unit", "hours.approve.single_task_over", "remedy.unit", "remedy.pay_after"),
    *("remedy_rules.fault", "duty.rpo", "duty.rto", "duty.due", "classification.set_by", "reopen.budget"),
    *("clock.holding", "clock.on_reject"),
}


@dataclass(frozen=True)
class Spec:
    """One clause: its path and kind, the topic of its texts, the names that these speak of."""

    path: str
    kind: Kind
    group: str
    topic: str = ""
    choices: tuple[str, ...] = ()
    is_blank: bool = False
    may_be_none: bool = False
    how: str = "plain"  # how the YAML holds it
    beside: "Spec | None" = None
    otherwise: str = ""  # what holds when the package says nothing
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_rare(self) -> bool:
        """Whether most contracts leave it as the package has it."""
        return self.path in _RARE or self.text in _RARE

    @property
    def text(self) -> str:
        """The key of its texts."""
        return self.topic or self.path


def specs_of(shape: Tree) -> tuple[Spec, ...]:
    """The clauses of a package, or of a contract over it, in the order in which a person fills them in."""
    found = [
        *_parties(), *_money(), *_calendars(shape), *_services(shape), *_targets(shape), *_pauses(shape),
        *_availability(shape), *_work(shape), *_remedies(shape), *_duties(shape), *_people(shape), *_reopening(shape),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: GROUPS.index(one.group)))


def every(specs: "tuple[Spec, ...]") -> Iterator[Spec]:
    """The clauses with those that stand beside them."""
    for one in specs:
        yield one
        if one.beside:
            yield one.beside


def _parties() -> Iterator[Spec]:
    group = "parties"
    for side in ("provider", "client"):
        yield Spec(f"parties.{side}.name", Kind.TEXT, group, is_blank=True)
        yield Spec(f"parties.{side}.nip", Kind.TAX_NUMBER, group)
        yield Spec(f"parties.{side}.address", Kind.TEXT, group)
    yield Spec("parties.client.sector", Kind.CHOICE, group, choices=SECTORS)
    yield Spec("metadata.language", Kind.CHOICE, group, choices=("pl", "en"))
    yield Spec("law", Kind.CHOICE, group, choices=LAWS)
    yield Spec("effective.from", Kind.DATE, group, is_blank=True)
    yield Spec("effective.to", Kind.DATE, group)
    yield Spec("term.minimum", Kind.PERIOD, group)
    yield _notice("term.notice")
    yield _notice("term.change_notice")
    yield Spec("phases.onboarding.from", Kind.DATE, group)
    yield Spec("phases.onboarding.length", Kind.PERIOD, group)


def _notice(path: str) -> Spec:
    ends = Spec(f"{path}.ends", Kind.CHOICE, "parties", "ends", choices=NOTICE_ENDS, how="pair", otherwise="exact")
    return Spec(path, Kind.PERIOD, "parties", how="pair", beside=ends)


def _money() -> Iterator[Spec]:
    yield Spec("fee.monthly", Kind.MONEY, "money", is_blank=True)
    yield Spec("defaults.currency", Kind.CHOICE, "money", choices=CURRENCIES)
    yield Spec("defaults.amounts", Kind.CHOICE, "money", choices=("net", "gross"), otherwise="net")
    yield Spec("fee.due", Kind.PERIOD, "money")


def _calendars(shape: Tree) -> Iterator[Spec]:
    for name, terms in rows(shape, "calendars"):
        if (name, at(terms, "week")) != _ALWAYS:
            names = {"calendar": name}
            path = f"calendars.{key_in(name)}"
            yield Spec(f"{path}.week", Kind.WEEK, "hours_of_service", "week", names=names)
            yield Spec(f"{path}.holidays", Kind.CHOICE, "hours_of_service", "holidays", COUNTRIES, names=names)


def _services(shape: Tree) -> Iterator[Spec]:
    for name, _ in rows(shape, "services"):
        path, names = f"services.{key_in(name)}", {"service": name}
        yield Spec(f"{path}.name", Kind.TEXT, "services", "service.name", is_blank=True, names=names)
        yield Spec(f"{path}.critical_paths", Kind.LINES, "services", "service.critical_paths", names=names)
        yield Spec(f"{path}.covered_from", Kind.DATE, "services", "service.covered_from", names=names)


def _targets(shape: Tree) -> Iterator[Spec]:
    calendars = tuple(name for name, _ in rows(shape, "calendars"))
    stops = {name: str(at(row, "stop")) for name, row in rows(shape, "clocks")}
    for class_, targets in rows(shape, "targets"):
        for clock, _ in rows(targets, ""):
            path, names = f"targets.{key_in(class_)}.{key_in(clock)}", {"class": class_, "clock": clock}
            beside = Spec(f"{path}.calendar", Kind.CHOICE, "targets", "calendar", calendars, how="pair", names=names)
            topic = f"target: {stops.get(clock, '')}"
            yield Spec(path, Kind.TARGET, "targets", topic, may_be_none=True, how="pair", beside=beside, names=names)
    yield Spec(
        "working_day_count.start_day", Kind.CHOICE, "targets", choices=("not_counted", "counted"),
        otherwise="not_counted",
    )  # fmt: skip


def _pauses(shape: Tree) -> Iterator[Spec]:
    for name, row in rows(shape, "pauses"):
        names = {"pause": name}
        yield Spec(f"pauses.{key_in(name)}", Kind.YES_NO, "pauses", "pause", how="row", names=names)
        if at(row, "cap") is not None:
            yield Spec(f"pauses.{key_in(name)}.cap", Kind.TIME, "pauses", "pause.cap", names=names)


def _availability(shape: Tree) -> Iterator[Spec]:
    calendars = tuple(name for name, _ in rows(shape, "calendars"))
    for name, row in rows(shape, "availability"):
        path, names = f"availability.{key_in(name)}", {"service": str(at(row, "service"))}
        table: tuple[tuple[str, Kind, tuple[str, ...]], ...] = (
            ("over", Kind.CHOICE, calendars),
            ("probe.min_outage", Kind.LENGTH, ()),
            ("maintenance.window", Kind.WEEK, ()),
            ("maintenance.notice", Kind.TIME, ()),
            ("maintenance.cap.minutes", Kind.MINUTES, ()),
        )
        yield Spec(
            f"{path}.target", Kind.PERCENT, "availability", "up.target", may_be_none=True, how="bound", names=names
        )
        for key, kind, choices in table:
            if at(row, key) is not None:
                yield Spec(f"{path}.{key}", kind, "availability", f"up.{key}", choices, names=names)


def _work(shape: Tree) -> Iterator[Spec]:
    if at(shape, "hours.pool") is not None:
        yield Spec("hours.pool.amount", Kind.HOURS, "work", may_be_none=True)
        yield Spec("hours.pool.carry.periods", Kind.WHOLE, "work", otherwise="0")
        yield Spec("hours.pool.carry.cap", Kind.PERCENT, "work", otherwise="100")
    yield Spec("hours.rates.above", Kind.MONEY, "work", is_blank=True)
    yield Spec("hours.rates.multipliers", Kind.FACTORS, "work")
    yield Spec("hours.round.unit", Kind.LENGTH, "work", otherwise="1m")
    yield Spec("hours.not_charged", Kind.MANY, "work", choices=WORK_KINDS)
    yield Spec("hours.approve.single_task_over", Kind.LENGTH, "work")


def _remedies(shape: Tree) -> Iterator[Spec]:
    for name, row in rows(shape, "remedies"):
        path, kind, names = f"remedies.{key_in(name)}", at(row, "kind"), {"remedy": name}
        if kind == "bands":
            yield Spec(f"{path}.bands", Kind.BANDS, "remedies", "remedy.bands", may_be_none=True, names=names)
        elif kind in ("per_unit", "flat") and at(row, "pct") is not None:
            yield Spec(f"{path}.pct", Kind.SHARE, "remedies", f"remedy.{kind}", may_be_none=True, names=names)
        for key in ("unit", "pay_after"):
            if at(row, key) is not None:
                yield Spec(f"{path}.{key}", Kind.LENGTH, "remedies", f"remedy.{key}", names=names)
    if not any(True for _ in rows(shape, "remedies")) and at(shape, "remedy_rules") is None:
        return
    rules = "remedy_rules"
    for per in ("month", "contract_year"):
        yield Spec(f"{rules}.caps.{per}", Kind.SHARE, "remedies", may_be_none=True, how="cap", otherwise=NONE)
    settled = ("price_reduction", "contractual_penalty", "term_extension")
    yield Spec(f"{rules}.settle", Kind.CHOICE, "remedies", choices=settled, is_blank=True)
    yield Spec(f"{rules}.fault", Kind.CHOICE, "remedies", choices=("zwloka", "opoznienie"), otherwise="zwloka")
    yield Spec(f"{rules}.mode", Kind.CHOICE, "remedies", choices=("automatic", "on_claim"), otherwise="automatic")
    yield Spec(f"{rules}.claim.deadline", Kind.WINDOW, "remedies")


def _duties(shape: Tree) -> Iterator[Spec]:
    for name, row in rows(shape, "duties"):
        path, names = f"duties.{key_in(name)}", {"duty": name}
        yield Spec(f"{path}.every", Kind.EVERY, "duties", "duty.every", names=names)
        for key in ("rpo", "rto", "due"):
            if at(row, key) is not None:
                yield Spec(f"{path}.{key}", Kind.TIME, "duties", f"duty.{key}", names=names)


def _people(shape: Tree) -> Iterator[Spec]:
    channels = tuple(name for name, _ in rows(shape, "intake.channels"))
    yield Spec("contacts.caretaker.provider", Kind.TEXT, "people")
    yield Spec("contacts.caretaker.deputy", Kind.TEXT, "people")
    if channels:
        yield Spec("intake.channels", Kind.MANY, "people", choices=channels, how="channels")
    yield Spec("classification.set_by", Kind.CHOICE, "people", choices=("client", "provider"), otherwise="client")


def _reopening(shape: Tree) -> Iterator[Spec]:
    group = "reopening"
    yield Spec("reopen.within", Kind.PERIOD, group, otherwise="P14D")
    yield Spec("reopen.budget", Kind.CHOICE, group, choices=("remaining", "fresh"), otherwise="remaining")
    for name, row in rows(shape, "clocks"):
        names = {"clock": name}
        if at(row, "holding") is not None:
            yield Spec(f"clocks.{key_in(name)}.holding", Kind.LENGTH, group, "clock.holding", names=names)
        if any(at(row, f"acceptance.{key}") is not None for key in ("deemed_after", "on_reject")):
            path, choices = f"clocks.{key_in(name)}.acceptance", ("resume_from_delivery", "resume_from_rejection")
            yield Spec(f"{path}.deemed_after", Kind.TIME, group, "clock.deemed_after", names=names)
            yield Spec(f"{path}.on_reject", Kind.CHOICE, group, "clock.on_reject", choices, names=names)


def known_names(shape: Tree) -> dict[str, dict[str, Any]]:
    """The rows whose labels the texts speak of, by section."""
    sections = {"class": "classes", "clock": "clocks", "service": "services", "pause": "pauses"}
    sections |= {"duty": "duties", "remedy": "remedies", "calendar": "calendars"}
    return {key: dict(rows(shape, section)) for key, section in sections.items()}
