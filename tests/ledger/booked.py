"""Ways in which whoever owns the database may forge what the house's own book tells: mail, settings, names of files."""

from forgeries import Forgery

MAIL = "box = 'help@house.example'"
OTHERWISE = "says something else than was written down"
WORDS = "has other words than were written down"
GONE = "was written down, and it is gone"
MAIL_ROW = "(SELECT id FROM ledger_houserow WHERE kind = 'mail' ORDER BY id LIMIT 1)"
SLIPPED = (
    "INSERT INTO intake_rawmail (way, box, sha256, size, envelope_from, envelope_to, arrived_at, received_at, turn_of, "
    "tries, outcome, reason, message_id, content, sender, sender_name, subject, copies) SELECT way, 'x', sha256, size, "
    "envelope_from, envelope_to, arrived_at, received_at, turn_of, tries, outcome, reason, message_id, content, "
    f"sender, sender_name, subject, copies FROM intake_rawmail WHERE {MAIL}"
)


def change(name: str, table: str, told: str, says: str) -> Forgery:
    return Forgery(name, (f"UPDATE {table} SET {told}",), says)


BOOKED = (
    change("a message came by another way", "intake_rawmail", "way = 'smtp'", OTHERWISE),
    change("a message came at another time", "intake_rawmail", "received_at = received_at - interval '1 h'", OTHERWISE),
    change("something else became of a message", "intake_rawmail", "outcome = 'ticket'", OTHERWISE),
    change(
        "a message became a ticket", "intake_rawmail", "ticket_id = (SELECT min(id) FROM tickets_ticket)", OTHERWISE
    ),
    change("a message waits again", "intake_rawmail", "outcome = 'waiting', due_at = now()", OTHERWISE),
    change("a message went to somebody else", "intake_rawmail", "envelope_to = ARRAY['x@y.example']", WORDS),
    change("a message gets another subject", "intake_rawmail", "subject = 'x'", WORDS),
    Forgery(
        "a message vanishes", ("DELETE FROM intake_maildecision", f"DELETE FROM intake_rawmail WHERE {MAIL}"), GONE
    ),
    Forgery("a message is slipped in", (SLIPPED,), "nothing was written down of it"),
    change("a decision about a message is another's", "intake_maildecision", "decided_by_id = NULL", OTHERWISE),
    change("why a setting was changed is reworded", "intake_settingchange", "why = 'x'", WORDS),
    change("what a setting was is another", "intake_settingchange", "facts = '{}'", WORDS),
    Forgery("a change of a setting vanishes", ("DELETE FROM intake_settingchange",), GONE),
    change("an address of ours becomes another's", "customers_intakeaddress", "customer_id = NULL", OTHERWISE),
    change("an address of ours gets another name", "customers_intakeaddress", "address = 'x@y.example'", WORDS),
    change("a file of a ticket gets another name", "files_attachment", "name = 'x' WHERE about = 'ticket'", WORDS),
    change("a file is of another kind", "files_attachment", "kind = 'x/y' WHERE about = 'ticket'", OTHERWISE),
    change("a file has another size", "files_attachment", "size = size + 1 WHERE about = 'contract'", OTHERWISE),
    Forgery(
        "a message and its line are rewritten alike",
        (
            f"UPDATE intake_rawmail SET way = 'smtp' WHERE {MAIL}",
            "UPDATE ledger_houserow SET line = replace(line, '\"pipe\"', '\"smtp\"') WHERE kind = 'mail'",
        ),
        "does not fit its hash",
    ),
    Forgery(
        "a message gets another subject, and its line no salt",
        (f"UPDATE intake_rawmail SET subject = 'x' WHERE {MAIL}", "UPDATE ledger_houserow SET salt = ''"),
        "has no salt any more",
    ),
    change("a line is dated back", "ledger_houserow", "at = at - interval '1 day'", "does not fit its hash"),
    Forgery(
        "a line of the house's book vanishes",
        (
            f"DELETE FROM ledger_houseseal WHERE row_id = {MAIL_ROW}",
            f"DELETE FROM ledger_houserow WHERE id = {MAIL_ROW}",
        ),
        "is missing",
    ),
    Forgery(
        "a line of the house's book has no seal any more",
        (f"DELETE FROM ledger_houseseal WHERE row_id = {MAIL_ROW}",),
        "is in no chain and does not wait to be sealed",
    ),
)
