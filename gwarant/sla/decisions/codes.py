"""What is to be decided, or done so that something can be decided."""

from datetime import date

from gwarant.sla.facts import (
    Code_,
    Count,
    Currency,
    Family,
    Id,
    Length,
    Moment,
    MomentMs,
    Money,
    Percentage,
    PeriodName,
    Quoted,
)

CODES = Family("decision")

ENDS = CODES.code("ends", day=date)
NOTICE = CODES.code("notice", by=date, ends=date)
OFFER = CODES.code("offer", version=Count, since=date)
POOL_USED = CODES.code("pool_used", month=PeriodName, percent=Percentage, used=Length, there=Length)
LAPSES = CODES.code("lapses", lot=PeriodName, length=Length)
RIGHT = CODES.code("right", right=Code_)
CLAIM = CODES.code("claim", month=PeriodName, amount=Money, currency=Currency)
CLAIM_UNPRICED = CODES.code("claim_unpriced", month=PeriodName)
CLAIMED = CODES.code("claimed", month=PeriodName)
OBJECTION = CODES.code("objection", since=Moment)
OBJECTION_TO = CODES.code("objection_to", service=Id, start=MomentMs, end=MomentMs, since=Moment)
OBJECTION_MONTH = CODES.code("objection_month", month=PeriodName, since=Moment)
PAUSE = CODES.code("pause", ticket=Id, label=Quoted)
CONSENT = CODES.code("consent", service=Id, start=MomentMs, end=MomentMs)
APPROVAL = CODES.code("approval", service=Id, start=MomentMs, end=MomentMs)
CAUSES = CODES.code("causes", tickets=Count)

# what is promised and could not be judged
UNMEASURED = CODES.code("unmeasured", promise=Id)
UNVALUED = CODES.code("unvalued", measure=Id)
UNRECORDED = CODES.code("unrecorded", duties=Count)
UNPROVEN = CODES.code("unproven", duty=Id)
