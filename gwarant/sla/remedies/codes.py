"""What is said of remedies: what was broken, why a line pays as it does, why another does not count."""

from datetime import date

from gwarant.sla.facts import Code_, Count, Family, Id, Incident, Moment, Money, Percentage, PeriodName, Time, Told

CODES = Family("remedy")

CLOCK = CODES.code("clock", clock=Id, class_=Id, ticket=Id, cycle=Count, link=Count)
PROMISE = CODES.code("promise", promise=Id)
OF_LINE = CODES.code("of_line", remedy=Id, broken=Told, why=Told)

# why a line pays as it does
BOTH = CODES.code("both")
NEITHER = CODES.code("neither")
SPARED = CODES.code("spared", length=Time)
NO_FIGURE = CODES.code("no_figure")
NO_SHORTFALL = CODES.code("no_shortfall")
NO_BAND = CODES.code("no_band", value=Percentage)
SEVERAL_BANDS = CODES.code("several_bands", bands=Count, value=Percentage)
LESS_THAN_A_STEP = CODES.code("less_than_a_step")
BASE_BLANK = CODES.code("base_blank", fee=Id, month=PeriodName)
OWN_CAP = CODES.code("own_cap")
NOT_COMPARABLE = CODES.code("not_comparable")
ACCEPTED_LATE = CODES.code("accepted_late")

# why a line does not count
CHOSEN = CODES.code("chosen", remedy=Id, incident=Incident)
PAYS_MORE = CODES.code("pays_more", remedy=Id, incident=Incident)
SAME_CAUSE = CODES.code("same_cause", incident=Incident)
DEAREST = CODES.code("dearest", incident=Incident)
LAPSED = CODES.code("lapsed", day=date)
LAPSED_AT = CODES.code("lapsed_at", moment=Moment)

# of the month
CAP_WITHOUT_FEE = CODES.code("cap_without_fee", per=Code_)
AT_MOST = CODES.code("at_most", amount=Money, per=Code_)
CAP_WITHOUT_PAST = CODES.code("cap_without_past", per=Code_)
TOO_SMALL = CODES.code("too_small", amount=Money, least=Money)
NO_DEADLINE = CODES.code("no_deadline")
BOTH_PAID = CODES.code("both_paid", incident=Incident, others=tuple[Incident, ...])
NO_ANCHOR = CODES.code("no_anchor", anchor=Code_)
