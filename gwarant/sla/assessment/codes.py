"""What an assessment says aside."""

from gwarant.sla.evidence.account import FATES, Account
from gwarant.sla.facts import Code_, Count, Family, Id, Moment, PeriodName, Told

CODES = Family("assessment")

NO_EVIDENCE = CODES.code("no_evidence")
UNSIGNED = CODES.code("unsigned", contract=Id, status=Code_)
NOT_IN_FORCE = CODES.code("not_in_force")
NO_ENTRIES = CODES.code("no_entries")
NO_PROOFS = CODES.code("no_proofs")
WHOLE_MONTHS = CODES.code("whole_months")
OTHER_COUNTING = CODES.code("other_counting", contract=Id, agreed=Count, counted=Count)
UNJUDGED = CODES.code("unjudged", tickets=Count, why=Told)
REPORT_ONLY = CODES.code("report_only", readings=Count, late=Count)
HOLIDAYS_TAKEN = CODES.code(
    "holidays_taken", contract=Id, calendar=Id, through=Count, days=tuple[PeriodName, ...], more=Count
)
INTERIM = CODES.code("interim", over=Code_)
FIGURE = CODES.code("figure", promise=Id, period=PeriodName)
FAILED = CODES.code("failed", duty=Id, verdict=Code_)
BY_EXCLUSION = CODES.code("by_exclusion", exclusion=Id, reason=Id)
EXCLUSION_REFUSED = CODES.code("exclusion_refused", figure=Told, exclusion=Id, why=Told)
RECORD_REFUSED = CODES.code("record_refused", event=Id)
PAUSE_HELD = CODES.code("pause_held", event=Id)
SNAPSHOT = CODES.code("snapshot", tickets=Count)
BEGUN = CODES.code("begun", tickets=Count)
CHOOSES_NOTHING = CODES.code("chooses_nothing", rows=tuple[Id, ...], more=Count)
CLAIMS_NOTHING = CODES.code("claims_nothing", rows=tuple[Id, ...], more=Count)
EARLY = CODES.code("early", rows=tuple[Id, ...], more=Count)
LAID_ASIDE = CODES.code("laid_aside", tickets=tuple[Id, ...], more=Count)
DISMISSED_ALONE = CODES.code("dismissed_alone", event=Id)
DISMISSAL_REFUSED = CODES.code("dismissal_refused", event=Id)
SLOT = CODES.code("slot", duty=Id, end=Moment)

UNREAD = CODES.code("unread", of=Code_, rows=tuple[Id, ...], more=Count)
VOID = CODES.code("void", row=Id, reason=Code_, void=Id)

IMPORTED = CODES.code("imported", source=Id, rows=Count, fates=tuple[Told, ...])
ROWS = {fate: CODES.code(f"rows_{fate}", rows=Count) for fate in FATES}
"""What became of the rows of an export, and how many of them it was."""


def imported_rows(account: Account) -> Told:
    """What became of the rows of one export."""
    fates = tuple(ROWS[fate](rows=count) for fate, count in account.fates.items())
    return IMPORTED(source=account.source, rows=account.rows, fates=fates)


STRAY = {
    what: CODES.code(f"stray_{what}", names=tuple[Id, ...], more=Count)
    for what in ("services", "pauses", "tickets", "clocks", "duties", "measures", "windows", "exclusions", "merges")
}
"""Names of the evidence that lead nowhere, the first few of them and how many more."""
