"""What must hold between the parts of a contract before anything can be counted: names that meet, hours that exist."""

from gwarant.sla.contract.checks.blanks import blanks, currency
from gwarant.sla.contract.checks.bounds import bounds
from gwarant.sla.contract.checks.calendars import calendars
from gwarant.sla.contract.checks.desk import agreements, pauses, targets
from gwarant.sla.contract.checks.fits import fitting
from gwarant.sla.contract.checks.frame import fee_parts, frame, unique
from gwarant.sla.contract.checks.measures import duties, measures
from gwarant.sla.contract.checks.money import multipliers, pool, remedies
from gwarant.sla.contract.checks.overruns import counted_on
from gwarant.sla.contract.checks.phases import phases
from gwarant.sla.contract.checks.phases import season_days as season_days
from gwarant.sla.contract.checks.phases import working_day_season as working_day_season
from gwarant.sla.contract.checks.promises import promises
from gwarant.sla.contract.checks.triggers import triggers
from gwarant.sla.contract.checks.words import unknown_words
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.record import Report

_RULES = (
    unique,
    frame,
    fee_parts,
    currency,
    blanks,
    calendars,
    targets,
    agreements,
    pauses,
    promises,
    measures,
    duties,
    pool,
    multipliers,
    remedies,
    fitting,
    counted_on,
    triggers,
    phases,
    unknown_words,
    bounds,
)


def check(contract: Contract, report: Report) -> None:
    """Report every name that leads nowhere and every value that cannot be counted with."""
    for rule in _RULES:
        rule(contract, report)
