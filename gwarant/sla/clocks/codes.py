"""What is said of clocks, beside their verdicts."""

from gwarant.sla.facts import Code_, Count, Family, Id, Moment, Quoted, Told

CODES = Family("clock")

READING = CODES.code("reading", ticket=Id, clock=Id, cycle=Count, link=Count)
REMARK = CODES.code("remark", reading=Told, why=Told)

# why a stretch does not count
CLOSED = CODES.code("closed", name=Quoted)
PAUSE = CODES.code("pause", reason=Id, label=Quoted)
DELIVERY_REJECTED = CODES.code("delivery_rejected")
AWAITING_ACCEPTANCE = CODES.code("awaiting_acceptance")

# why a verdict is what it is
EXCLUDED = CODES.code("excluded", exclusion=Id, reason=Quoted)
EXCLUSION_REFUSED = CODES.code("exclusion_refused", exclusion=Id, lacks=tuple[Code_, ...])
HOLIDAYS_UNKNOWN = CODES.code("holidays_unknown", calendar=Id, through=Count)
NO_SUCH_CLASS = CODES.code("no_such_class", class_=Id)
ENDED_WITHOUT = CODES.code("ended_without")
NOT_EXPORTED = CODES.code("not_exported")
BEGAN_BEFORE = CODES.code("began_before", since=Moment)
ROW_UNREAD = CODES.code("row_unread", row=Id)
MERGED = CODES.code("merged")
DISMISSED = CODES.code("dismissed")

# why a ticket has no reading
NO_CONTRACT = CODES.code("no_contract")
NO_REPORT = CODES.code("no_report")
NO_CLASS = CODES.code("no_class")
CLASS_UNKNOWN = CODES.code("class_unknown", classes=tuple[Id, ...])
CLOSED_AT_ONCE = CODES.code("closed_at_once")
NO_TARGET = CODES.code("no_target")
NO_TIMES = CODES.code("no_times")
UNREADABLE = CODES.code("unreadable")
