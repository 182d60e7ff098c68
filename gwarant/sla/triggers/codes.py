"""What a right arose from, beside readings."""

from datetime import date

from gwarant.sla.facts import Code_, Family, Id, Moment, PeriodName

CODES = Family("history")

PERIOD = CODES.code("period", promise=Id, period=PeriodName)
SLOT = CODES.code("slot", duty=Id, day=date)
OUTAGE = CODES.code("outage", start=Moment)
AT_CAP = CODES.code("at_cap", per=Code_, month=PeriodName)
