"""Words of closed lists that the records keep as text: a word outside its list would count for nothing."""

from gwarant.sla.contract.checks.complaint import wrong
from gwarant.sla.contract.checks.fields import fields_of, single
from gwarant.sla.contract.model.contract import Contract
from gwarant.sla.contract.model.desk import Intake, Pause, WorkingDayCount
from gwarant.sla.contract.model.frame import Announcement, Defaults, Metadata
from gwarant.sla.contract.model.money import Base, Cap, Claim, Combine, Pool, Remedy, RemedyRules
from gwarant.sla.contract.model.promises import MaintenanceCap, Measure
from gwarant.sla.contract.record import Report
from gwarant.sla.problem import did_you_mean

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


def unknown_words(contract: Contract, report: Report) -> None:
    """A word that is not in its closed list."""
    for field in fields_of(contract):
        listed = WORDS.get((field.record, field.key), ())
        for path, word in single(field.value, field.path) if listed else ():
            if word not in listed:
                mend = did_you_mean(word, [one for one in listed if one])
                wrong(report, path, f"{word!r} is not a known word here and would count for nothing", mend, "invalid")
