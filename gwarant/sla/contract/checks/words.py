"""Words of closed lists that the records keep as text: a word outside its list would count for nothing."""

from gwarant.sla.contract.checks.complaint import wrong
from gwarant.sla.contract.checks.fields import fields_of, single
from gwarant.sla.contract.model.contract import Contract
from gwarant.sla.contract.model.desk import Agreement, Intake, Pause, WorkingDayCount
from gwarant.sla.contract.model.frame import Announcement, Defaults, Metadata
from gwarant.sla.contract.model.money import Base, Cap, Claim, Combine, Condition, Pool, Remedy, RemedyRules
from gwarant.sla.contract.model.promises import Duty, ExclusionRule, MaintenanceCap, Measure, MeasureOf
from gwarant.sla.contract.record import Report
from gwarant.sla.problem import one_of

WORDS: dict[tuple[type, str], tuple[str, ...]] = {
    (Metadata, "language"): ("", "pl", "en"),
    (Metadata, "document"): ("order", "annex", "package", "platform"),
    (Announcement, "by"): ("provider", "client"),
    (Contract, "precedence"): ("order", "annex", "package", "platform"),
    (Defaults, "intervals"): ("half-open",),
    (Agreement, "kind"): ("internal", "underpinning", "related"),
    (Intake, "outside_calendar"): ("deemed_at_next_opening",),
    (WorkingDayCount, "start_day"): ("not_counted", "counted"),
    (WorkingDayCount, "ends"): ("closing",),
    (Pause, "approve"): ("", "client"),
    (Pause, "then"): ("", "close_after_notice"),
    (ExclusionRule, "by"): ("provider", "client"),
    (MaintenanceCap, "per"): ("month", "quarter", "year"),
    (MeasureOf, "cap"): ("", "month", "contract_year", "total"),
    (Measure, "unit"): ("minutes", "hours"),
    (Duty, "slots"): ("calendar", "contract"),
    (Pool, "order"): ("oldest_first", "newest_first"),
    (Pool, "partial_period"): ("prorata", "full"),
    (Base, "of"): ("same_month", "previous_month", "next_month", "calendar_quarter", "contract_year"),
    (Base, "first"): ("", "none", "same_month"),
    (Remedy, "bands_on"): ("value", "shortfall"),
    (Remedy, "count_on"): ("clock", "elapsed", "calendar_days", "working_days", "beyond", "whole"),
    (Remedy, "starts"): ("due", "next_hour"),
    (Combine, "same_incident"): ("highest", "sum", "client_elects"),
    (Combine, "across"): ("sum", "highest"),
    (Cap, "per"): ("month", "contract_year", "total"),
    (Claim, "anchor"): ("breach", "month_end", "report"),
    (RemedyRules, "mode"): ("automatic", "on_claim"),
    (RemedyRules, "settle"): ("price_reduction", "contractual_penalty", "term_extension"),
    (RemedyRules, "fault"): ("zwloka", "opoznienie"),
    (RemedyRules, "credited_to"): ("same_invoice", "next_invoice", "payout"),
    (Condition, "at_cap"): ("", "month", "contract_year", "total"),
    (Condition, "unit"): ("day", "week", "month", "quarter", "year"),
}


def unknown_words(contract: Contract, report: Report) -> None:
    """A word that is not in its closed list."""
    for field in fields_of(contract):
        listed = WORDS.get((field.record, field.key), ())
        for path, word in single(field.value, field.path) if listed else ():
            if word not in listed:
                mend = one_of(word, [one for one in listed if one])
                wrong(report, path, f"{word!r} is not a known word here and would count for nothing", mend, "invalid")
