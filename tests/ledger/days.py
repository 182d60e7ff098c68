"""Ways in which whoever owns the database may forge what was seen of a system on a day that is sealed."""

from forgeries import GONE, NO_ORIGINAL, OTHER, Forgery

BLOCK = "UPDATE monitoring_dayoflooks SET"
SLIPPED = (
    "INSERT INTO monitoring_dayoflooks (monitor_id, place_id, day, number, customer_id, known, counts, up, degraded, "
    "down, unknown, sha256, packed, sealed_at) SELECT monitor_id, place_id, day, 1, customer_id, known, counts, up, "
    "degraded, down, unknown, sha256, packed, sealed_at FROM monitoring_dayoflooks"
)

DAYS = (
    Forgery("a look in a sealed day is made another", (f"{BLOCK} packed = set_byte(packed, 60, 7)",), OTHER),
    Forgery("a sealed day becomes nonsense", (f"{BLOCK} packed = 'x'",), OTHER),
    Forgery("a sealed day counts no more", (f"{BLOCK} counts = false",), OTHER),
    Forgery("a sealed day is said to have come late", (f"{BLOCK} known = 1796040000000",), OTHER),
    Forgery("a sealed day is moved to another day", (f"{BLOCK} day = day + 1",), NO_ORIGINAL),
    Forgery("a sealed day vanishes", ("DELETE FROM monitoring_dayoflooks",), NO_ORIGINAL),
    Forgery("a sealed day is slipped in", (SLIPPED,), GONE),
)
