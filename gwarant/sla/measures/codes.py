"""What is said of measures, and what one of their cases is."""

from gwarant.sla.facts import Count, Family, Id, PeriodName, Share

CODES = Family("measure")

ROW = CODES.code("row", id=Id)
MONTH = CODES.code("month", month=PeriodName)

FEW_CASES = CODES.code("few_cases", cases=Count, needed=Count)
NO_VALUE = CODES.code("no_value")
REACHES_IN = CODES.code("reaches_in", values=Count)
NO_CASE = CODES.code("no_case")
NO_CASE_KNOWN = CODES.code("no_case_known")
COVERED = CODES.code("covered", share=Share)
NOT_ENTERED = CODES.code("not_entered")
NO_PERSON = CODES.code("no_person")
NO_PROOF = CODES.code("no_proof")
NO_PERSON_NO_PROOF = CODES.code("no_person_no_proof")
NO_MONEY = CODES.code("no_money")
NOT_CHECKED = CODES.code("not_checked", cases=Count)
HIDDEN_OUTAGES = CODES.code("hidden_outages")
UNREAD = CODES.code("unread", rows=tuple[Id, ...], more=Count)
