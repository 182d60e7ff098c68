"""What is said of measured availability."""

from gwarant.sla.facts import Count, Family, Id, Quoted

CODES = Family("availability")

NO_EVIDENCE = CODES.code("no_evidence")
NO_PLACE = CODES.code("no_place", needed=Count, of=Count)
PLACES_MISSING = CODES.code("places_missing", missing=Count, of=Count)
OTHER_PLACES = CODES.code("other_places", watching=Count, named=Count)
REPORTED_ALONE = CODES.code("reported_alone", reports=tuple[Id, ...])
REPORTED_UNSEEN = CODES.code("reported_unseen", reports=tuple[Id, ...])
NOT_REPORTED = CODES.code("not_reported", outages=Count)
UNREAD = CODES.code("unread", rows=tuple[Id, ...], more=Count)

# why an exclusion does not hold
REASON_UNKNOWN = CODES.code("reason_unknown", reason=Quoted, known=tuple[Id, ...])
EVIDENCE_MISSING = CODES.code("evidence_missing")
CONSENT_MISSING = CODES.code("consent_missing")
NOT_AFTERWARDS = CODES.code("not_afterwards")
NOT_APPROVED = CODES.code("not_approved")
OWN_APPROVAL = CODES.code("own_approval")

# why maintenance is down time
NO_MAINTENANCE = CODES.code("no_maintenance")
FROZEN = CODES.code("frozen")
EMERGENCY = CODES.code("emergency")
ANNOUNCED_LATE = CODES.code("announced_late")
RECEIVED_LATE = CODES.code("received_late")
OUTSIDE_WINDOW = CODES.code("outside_window")
