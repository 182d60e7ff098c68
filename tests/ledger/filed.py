"""Ways in which whoever owns the database may forge which files stood beside a contract, and why one was erased."""

from forgeries import NO_ORIGINAL, OTHER, Forgery

SIGNED = "name = 'signed.pdf'"
SLIPPED = (
    "INSERT INTO files_attachment (customer_id, about, subject, part, is_public, name, kind, size, sha256, width, "
    "height, added_at) SELECT customer_id, about, subject, part, is_public, 'other.pdf', kind, size, sha256, width, "
    f"height, added_at FROM files_attachment WHERE {SIGNED}"
)

FILED = (
    Forgery("a file vanishes from its table", (f"DELETE FROM files_attachment WHERE {SIGNED}",), NO_ORIGINAL),
    Forgery(
        "a file of both sides is hidden", (f"UPDATE files_attachment SET is_public = false WHERE {SIGNED}",), OTHER
    ),
    Forgery("a file gets another name", (f"UPDATE files_attachment SET name = 'x' WHERE {SIGNED}",), "its words are"),
    Forgery("a file is slipped in", (SLIPPED,), "stands in its table, and its row in the ledger is gone"),
    Forgery(
        "a file is called erased",
        (f"UPDATE files_attachment SET erased_at = now() WHERE {SIGNED}",),
        "nobody erased it",
    ),
    Forgery("another reason is put under an erasure", ("UPDATE files_erasure SET reason = 'x'",), "its words are not"),
    Forgery("an erasure vanishes", ("DELETE FROM files_erasure",), NO_ORIGINAL),
)
