"""Words of closed lists that the records keep as text: a word outside its list would count for nothing."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.contract.model.contract import Contract
from gwarant.sla.contract.model.desk import Intake, Pause, WorkingDayCount
from gwarant.sla.contract.model.frame import Announcement, Defaults, Metadata
from gwarant.sla.contract.model.money import Base, Cap, Claim, Combine, Pool, Remedy, RemedyRules
from gwarant.sla.contract.model.promises import MaintenanceCap, Measure
from gwarant.sla.contract.record import keys_of
from gwarant.sla.hours.condition import parse_condition
from gwarant.sla.problem import Severity, did_you_mean

WORDS: dict[tuple[type, str], tuple[str, ...]] = {
    (Metadata, "language"): ("pl", "en"),
    (Announcement, "by"): ("provider", "client"),
    (Contract, "precedence"): ("order", "annex", "package", "platform"),
    (Defaults, "intervals"): ("half-open",),
    (Intake, "outside_calendar"): ("deemed_at_next_opening",),
    (WorkingDayCount, "start_day"): ("not_counted", "counted"),
    (WorkingDayCount, "ends"): ("closing",),
    (Pause, "approve"): ("", "client"),
    (Pause, "then"): ("", "close_after_notice"),
    (MaintenanceCap, "per"): ("month", "quarter", "year"),
    (Measure, "agg"): ("share_within_target", "mean", "percentile", "count", "availability", "external", "manual"),
    (Pool, "order"): ("oldest_first", "newest_first"),
    (Pool, "partial_period"): ("prorata", "full"),
    (Base, "of"): ("same_month", "previous_month", "next_month"),
    (Remedy, "count_on"): ("clock", "elapsed"),
    (Combine, "same_incident"): ("highest", "sum"),
    (Combine, "across"): ("sum", "highest"),
    (Cap, "per"): ("month", "contract_year"),
    (Claim, "anchor"): ("breach", "month_end", "report"),
    (RemedyRules, "mode"): ("automatic", "on_claim"),
    (RemedyRules, "settle"): ("price_reduction", "contractual_penalty", "term_extension"),
    (RemedyRules, "fault"): ("zwloka", "opoznienie"),
}


def unknown_word(case: Case) -> Iterator[Finding]:
    """A word that is not in its closed list."""
    for path, record, key, value in _texts(case.contract, ""):
        known = WORDS.get((record, key), ())
        for word in value if isinstance(value, tuple) else (value,):
            if known and word is not None and word not in known:
                mend = did_you_mean(word, [one for one in known if one])
                yield Finding(
                    path, f"{word!r} is not a known word here and would count for nothing", mend, Severity.ERROR
                )


def unknown_condition(case: Case) -> Iterator[Finding]:
    """Dearer hours at a time that cannot be read, or outside a calendar that is not there."""
    calendars = list(case.contract.calendars)
    for at, row in enumerate(case.contract.hours.rates.multipliers):
        path = f"hours.rates.multipliers.{at}"
        try:
            outside = parse_condition(row.when).outside
        except ValueError as error:
            yield Finding(path, str(error), "when: Sun or holiday", Severity.ERROR)
            continue
        for name in outside:
            if name not in calendars:
                yield Finding(path, f"there is no calendar {name!r}", did_you_mean(name, calendars), Severity.ERROR)


def _texts(value: Any, path: str) -> Iterator[tuple[str, type, str, Any]]:
    """Every field of every record in the tree, with its dotted path."""
    if isinstance(value, tuple):
        for at, one in enumerate(value):
            yield from _texts(one, f"{path}.{getattr(one, 'id', at)}")
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _texts(one, f"{path}.{name}")
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for key in _keys(type(value)):
            inner = f"{path}.{key.name}" if path else key.name
            own = getattr(value, key.attribute)
            if (type(value), key.name) in WORDS:
                yield inner, type(value), key.name, own
            else:
                yield from _texts(own, inner)


def _keys(record: type) -> Any:
    return keys_of(record) if record.__module__.startswith("gwarant.sla.contract.model") else ()
