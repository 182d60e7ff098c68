"""What is said of hours, and why an entry does not count."""

from gwarant.sla.facts import Code_, Count, Family, Id, Length, Money, Quoted, Told

CODES = Family("hours")

REFUSED = CODES.code("refused", entry=Id, why=Told)
RECEIVED_BEFORE = CODES.code("received_before")
NO_LENGTH = CODES.code("no_length")
BEFORE_CONTRACT = CODES.code("before_contract")
TAKEN_BACK_BEFORE = CODES.code("taken_back_before", entry=Id)
NOT_COUNTED = CODES.code("not_counted", entry=Id)
OTHER_WORDING = CODES.code("other_wording", entry=Id, wording=Id)
OTHER_RATE = CODES.code("other_rate", entry=Id, carried=Money, wording=Id, stated=Money | None)
UNREAD = CODES.code("unread", rows=tuple[Id, ...], more=Count)
NO_PRICE = CODES.code("no_price", length=Length, reason=Code_, rate=Code_, when=Quoted)
