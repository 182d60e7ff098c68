"""Ways in which whoever owns the database may forge evidence, and what is found of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from gwarant.ledger.chain import genesis, link

SHOP = "(SELECT id FROM customers_customer WHERE key = 'SHOP')"
CLINIC = SHOP.replace("SHOP", "CLINIC")
FIRST = "contract_id = (SELECT id FROM contracts_contract WHERE number = 'SHOP-2026-01') AND version = 1"
SECOND = FIRST.replace("version = 1", "version = 2")


@dataclass(frozen=True)
class Forgery:
    """What the forger does, whether he hashes the chain anew, and words of what is found; `by_head`: by heads alone."""

    name: str
    statements: tuple[str, ...]
    says: str
    rehashes: bool = False
    by_head: bool = False
    by_note: bool = False  # it may have an innocent reason, and breaks nothing
    is_ddl: bool = False  # it changes no row, but what guards them
    undo: tuple[str, ...] = ()  # what takes back what does not lie in the database


def rows_of(uids: str) -> tuple[str, ...]:
    """Take rows out of the ledger with all that hangs on them."""
    own = f"(SELECT id FROM ledger_row WHERE {uids})"
    below = (f"DELETE FROM ledger_{table} WHERE row_id IN {own}" for table in ("seal", "salt", "unsealed"))
    return (*below, f"DELETE FROM ledger_row WHERE {uids}")


def event_of(uid: str) -> tuple[str, ...]:
    """Take an event and its words out of their tables."""
    own = f"(SELECT id FROM tickets_ticketevent WHERE uid = '{uid}')"
    return (
        f"DELETE FROM tickets_message WHERE event_id IN {own}",
        f"DELETE FROM tickets_ticketevent WHERE uid = '{uid}'",
    )


def row(uid: str, type_: str, line: str) -> tuple[str, ...]:
    """A row of the forger's own, sealed at the end of block 1."""
    at = "'2026-06-01T09:00:00Z'"
    return (
        "INSERT INTO ledger_row (uid, customer_id, type, subject, at, received_at, line, text_hash) VALUES "
        f"('{uid}', {SHOP}, '{type_}', '', {at}, {at}, '{line}', '')",
        SEALED.format(f"r.uid = '{uid}'"),
    )


def void(uid: str, name: str) -> tuple[str, ...]:
    """The forger takes a row off the record, under somebody's name."""
    at, line = "'2026-06-01T09:00:00Z'", VOID.format(uid=uid)
    return (
        "INSERT INTO ledger_row (uid, customer_id, type, subject, at, received_at, line, text_hash) "
        f"SELECT 'SHOP:v' || r.id, r.customer_id, 'void', r.subject, {at}, {at}, "
        f"replace(replace('{line}', '#', r.id::text), '@', u.opaque), '' FROM ledger_row r, accounts_user u "
        f"WHERE r.uid = '{uid}' AND u.name = '{name}'",
        SEALED.format("r.uid LIKE 'SHOP:v%'"),
    )


SEALED = (
    "INSERT INTO ledger_seal (row_id, customer_id, block_id, position, hash) SELECT r.id, r.customer_id, b.id, "
    "90000, '' FROM ledger_row r JOIN ledger_block b ON b.customer_id = r.customer_id AND b.number = 1 WHERE {}"
)
VOID = (
    '{{"at": "2026-06-01T09:00:00Z", "id": "SHOP:v#", "person": "@", "reason": "typing_error", "row": "{uid}", '
    '"source": "gwarant", "type": "void"}}'
)
EVENT = '{"at": "2026-06-01T09:00:00Z", "by": "customer", "id": "SHOP-1:0009", "kind": "replied", "ticket": "SHOP-1", "type": "ticket"}'  # noqa: E501
EXCLUSION = (
    '{"decided": "2026-06-01T09:00:00Z", "id": "x1", "reason": "maintenance", "ticket": "SHOP-1", "type": "exclusion"}'
)
LINE = 'UPDATE ledger_row SET line = replace(line, \'"ticket": "SHOP-1"\', \'"reason": "none", "ticket": "SHOP-1"\')'
LAST_BLOCK = f"number = 4 AND customer_id = {SHOP}"
NEWEST = (*rows_of("uid = 'SHOP-2:h001'"), f"DELETE FROM ledger_block WHERE {LAST_BLOCK}")
SEALS = (
    f"DELETE FROM ledger_seal WHERE customer_id = {SHOP}",
    f"DELETE FROM ledger_block WHERE customer_id = {SHOP}",
)
LAST = "(SELECT max(number) FROM tickets_ticketevent e WHERE e.ticket_id = tickets_ticket.id)"
TICKET_TWO = "(SELECT id FROM tickets_ticket WHERE key = 'SHOP-2')"
OTHER_FEE = "jsonb_set(document, '{fee}', '{\"monthly\": \"1\"}')"
GUARD = "is gone or was changed"
GONE = "stands in its table, and its row in the ledger is gone"
OTHER = "says something else than what it was made from"
NO_ORIGINAL = "stands in the ledger, and what it was made from is gone"
ANEW = "has another head than somebody holds"

FORGERIES = (
    Forgery("a line is edited", (f"{LINE} WHERE uid = 'SHOP-1:0001'",), "does not fit its hash"),
    Forgery(
        "a line is edited and its own seal hashed anew",
        (
            f"{LINE} WHERE uid = 'SHOP-1:0001'",
            "UPDATE ledger_seal s SET hash = encode(sha256(convert_to(r.line, 'UTF8')), 'hex') FROM ledger_row r "
            "WHERE r.id = s.row_id AND r.uid = 'SHOP-1:0001'",
        ),
        "does not fit its hash",
    ),
    Forgery("a line is edited, the chain hashed anew", (f"{LINE} WHERE uid = 'SHOP-1:0001'",), OTHER, rehashes=True),
    Forgery("the newest block is cut off with its rows", NEWEST, GONE),
    Forgery(
        "the newest block is cut off, its rows and seals stay",
        (f"DELETE FROM ledger_block WHERE {LAST_BLOCK}",),
        "has a seal, and it is in no block of this chain",
    ),
    Forgery("a whole chain is deleted with its rows", (*SEALS, *rows_of(f"customer_id = {SHOP}")), GONE),
    Forgery("seals and blocks are deleted, the rows stay", SEALS, "is in no chain and does not wait to be sealed"),
    Forgery(
        "two rows change places",
        tuple(
            f"UPDATE ledger_seal SET position = {new} WHERE customer_id = {SHOP} AND position = {old}"
            for old, new in ((1, 90000), (2, 1), (90000, 2))
        ),
        "does not fit its hash",
    ),
    Forgery(
        "the hash of a text is exchanged",
        ("UPDATE ledger_row SET text_hash = repeat('0', 64) WHERE uid = 'SHOP-1:0001'",),
        "does not fit its hash",
    ),
    Forgery("the hours of a customer vanish from the ledger, chain hashed anew", rows_of("type = 'time'"), GONE, True),
    Forgery("an event vanishes from its table", event_of("SHOP-1:0003"), NO_ORIGINAL),
    Forgery(
        "an event vanishes from table and ledger, chain hashed anew",
        (*event_of("SHOP-1:0003"), *rows_of("uid = 'SHOP-1:0003'")),
        "events, and",
        rehashes=True,
    ),
    Forgery(
        "an event in its table is edited",
        ("UPDATE tickets_ticketevent SET at = at - interval '1 hour' WHERE uid = 'SHOP-1:0003'",),
        OTHER,
    ),
    Forgery(
        "an event in its table becomes nonsense",
        ("UPDATE tickets_ticketevent SET kind = 'danced' WHERE uid = 'SHOP-1:0003'",),
        OTHER,
    ),
    Forgery(
        "a message is reworded",
        ("UPDATE tickets_message SET body = 'All is well.' WHERE body = 'It broke.'",),
        "its words are not those that were written down",
    ),
    Forgery("a message vanishes", ("DELETE FROM tickets_message WHERE body = 'It broke.'",), "its words are gone"),
    Forgery(
        "a message is reworded and its salt removed",
        (
            "UPDATE tickets_message SET body = 'All is well.' WHERE body = 'It broke.'",
            "DELETE FROM ledger_salt WHERE row_id IN (SELECT id FROM ledger_row WHERE uid = 'SHOP-1:0001')",
        ),
        "the salt that proves them is gone",
    ),
    Forgery(
        "an internal note is shown to the customer",
        ("UPDATE tickets_message SET is_public = true WHERE NOT is_public",),
        "shown to the customer, and its kind says otherwise",
    ),
    Forgery(
        "an answer is hidden from the customer",
        ("UPDATE tickets_message SET is_public = false WHERE body = 'We look at it.'",),
        "hidden from the customer, and its kind says otherwise",
    ),
    Forgery(
        "a message is put under another ticket",
        (f"UPDATE tickets_message SET ticket_id = {TICKET_TWO} WHERE body = 'It broke.'",),
        "its words stand at another ticket",
    ),
    *(
        Forgery(
            f"a row of {table} is filed under another customer",
            (f"UPDATE {table} SET customer_id = {CLINIC} WHERE customer_id = {SHOP}",),
            says,
        )
        for table, says in (
            ("tickets_message", "its words stand at another ticket or customer"),
            ("tickets_ticketclock", "rows of tickets_ticketclock are filed under another customer than their ticket"),
            ("hours_timeentry", "rows of hours_timeentry are filed under another customer than their ticket"),
            ("ledger_salt", "rows of ledger_salt are filed under another customer than their row"),
            ("contracts_contractversion", "are filed under another customer than their contract"),
        )
    ),
    Forgery("a time entry is edited", ("UPDATE hours_timeentry SET work = 'warranty'",), OTHER),
    Forgery(
        "a ticket vanishes from table and ledger, chain hashed anew",
        (
            *rows_of("subject = 'SHOP-2'"),
            *(
                f"DELETE FROM tickets_{table} WHERE ticket_id = {TICKET_TWO}"
                for table in ("message", "ticketclock", "clocknotice", "ticketevent")
            ),
            "DELETE FROM tickets_ticket WHERE key = 'SHOP-2'",
        ),
        "tickets were given a number",
        rehashes=True,
    ),
    Forgery(
        "a person gets another opaque name",
        ("UPDATE accounts_user SET opaque = 'p-0' WHERE name = 'Cora Czarnecka'",),
        OTHER,
    ),
    Forgery(
        "an accepted wording's document is edited",
        (f"UPDATE contracts_contractversion SET document = {OTHER_FEE} WHERE {FIRST}",),
        "its document is not the one that was hashed",
    ),
    Forgery(
        "an accepted wording's document is edited, both fingerprints follow",
        (
            f"UPDATE contracts_contractversion SET document = {OTHER_FEE}, fingerprint = 'sha256:0', "
            f"accepted_fingerprint = 'sha256:0' WHERE {FIRST}",
        ),
        OTHER,
    ),
    Forgery(
        "an accepted wording's text is edited",
        (f"UPDATE contracts_contractversion SET text = replace(text, '5400', '54000') WHERE {FIRST}",),
        "its words are not those that were written down",
    ),
    Forgery(
        "an accepted wording's fingerprint is edited",
        (f"UPDATE contracts_contractversion SET fingerprint = 'sha256:0' WHERE {FIRST}",),
        "another wording was accepted than was offered",
    ),
    Forgery(
        "the day of an offer is moved",
        (f"UPDATE contracts_contractversion SET offered_at = offered_at - interval '9 days' WHERE {SECOND}",),
        OTHER,
    ),
    Forgery(
        "an accepted wording holds from another day",
        (f"UPDATE contracts_contractversion SET holds_from_at = holds_from_at - interval '9 days' WHERE {FIRST}",),
        "it holds from another moment than its document says",
    ),
    Forgery(
        "an accepted wording ends early",
        (f"UPDATE contracts_contractversion SET holds_to_at = '2026-06-15' WHERE {FIRST}",),
        "it holds to another moment than its document",
    ),
    Forgery(
        "a block is dated before its rows came",
        (f"UPDATE ledger_block SET sealed_at = sealed_at - interval '2 hours' WHERE {LAST_BLOCK}",),
        "sealed before",
        by_note=True,
    ),
    Forgery(
        "a block is dated ahead",
        (f"UPDATE ledger_block SET sealed_at = now() + interval '2 days' WHERE {LAST_BLOCK}",),
        "sealed in the future",
        by_note=True,
    ),
    Forgery(
        "a row is filed as received earlier than its line says",
        ("UPDATE ledger_row SET received_at = received_at - interval '1 hour' WHERE uid = 'SHOP-1:0003'",),
        "received earlier than its line says",
    ),
    Forgery(
        "a row is filed as received later than its line says",
        ("UPDATE ledger_row SET received_at = received_at + interval '1 hour' WHERE uid = 'SHOP-1:0003'",),
        "received later than their lines say",
        by_note=True,
    ),
    Forgery(
        "a row is filed under another ticket",
        ("UPDATE ledger_row SET subject = 'SHOP-2' WHERE uid = 'SHOP-1:0003'",),
        "filed under another subject",
    ),
    *(
        Forgery(f"a ticket's {name} is edited", (f"UPDATE tickets_ticket SET {change} WHERE key = 'SHOP-1'",), says)
        for name, change, says in (
            ("moment", "reported_at = reported_at - interval '1 hour'", "reported_at is"),
            ("class", "class_id = 'minor'", "class_id is"),
            ("system", "service_id = NULL", "service is none"),
            ("contract", "version_id = NULL", "contract is none"),
            ("wording", f"version_id = (SELECT id FROM contracts_contractversion WHERE {SECOND})", "version is"),
            ("status", "status = 'closed'", "status is"),
            ("deadline", "due_at = due_at + interval '1 hour'", "due_at is"),
        )
    ),
    Forgery("a clock's verdict is edited", ("UPDATE tickets_ticketclock SET verdict = 'breached'",), "verdict is"),
    Forgery(
        "a clock's deadline is moved",
        ("UPDATE tickets_ticketclock SET due_at = due_at + interval '1 hour'",),
        "due_at is",
    ),
    Forgery(
        "a policy is dropped", ("DROP POLICY tickets_ticketevent_scope ON tickets_ticketevent",), GUARD, is_ddl=True
    ),
    Forgery(
        "a policy is opened to everybody",
        ("ALTER POLICY tickets_ticketevent_scope ON tickets_ticketevent USING (true)",),
        GUARD,
        is_ddl=True,
    ),
    Forgery("a policy is added", ("CREATE POLICY more ON tickets_message USING (true)",), "not made by", is_ddl=True),
    Forgery(
        "row-level security is switched off", ("ALTER TABLE ledger_row DISABLE ROW LEVEL SECURITY",), GUARD, is_ddl=True
    ),
    Forgery("a trigger is dropped", ("DROP TRIGGER ledger_row_guard ON ledger_row",), GUARD, is_ddl=True),
    Forgery(
        "a trigger is switched off", ("ALTER TABLE ledger_row DISABLE TRIGGER ledger_row_guard",), GUARD, is_ddl=True
    ),
    Forgery(
        "a trigger's function is emptied",
        (
            "CREATE OR REPLACE FUNCTION gwarant_row_stands() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NEW; END $$",
        ),
        GUARD,
        is_ddl=True,
    ),
    Forgery(
        "the application may change events", ("GRANT UPDATE ON tickets_ticketevent TO gwarant_app",), GUARD, is_ddl=True
    ),
    Forgery(
        "an acceptance is taken back",
        (f"UPDATE contracts_contractversion SET status = 'withdrawn' WHERE {FIRST}",),
        NO_ORIGINAL,
    ),
    Forgery(
        "an offer is made a draft that was discarded",
        (f"UPDATE contracts_contractversion SET status = 'discarded' WHERE {SECOND}",),
        NO_ORIGINAL,
    ),
    Forgery(
        "an acceptance is made up",
        (
            f"UPDATE contracts_contractversion SET holds_to_at = '2026-07-31T22:00:00Z' WHERE {FIRST}",
            "UPDATE contracts_contractversion SET status = 'accepted', accepted_at = offered_at, "
            "accepted_fingerprint = fingerprint, accepted_by_id = (SELECT id FROM accounts_user "
            f"WHERE name = 'Cora Czarnecka') WHERE {SECOND}",
        ),
        GONE,
    ),
    Forgery("a made-up event in the middle, chain hashed anew", row("SHOP-1:0009", "ticket", EVENT), NO_ORIGINAL, True),
    Forgery(
        "a made-up exclusion, chain hashed anew",
        row("x1", "exclusion", EXCLUSION),
        "what it was made from is gone",
        True,
    ),
    Forgery(
        "an event is taken off the record in an owner's name, chain hashed anew",
        void("SHOP-1:0003", "Olga Owocna"),
        "off the record, which can be read",
        rehashes=True,
    ),
    Forgery(
        "an event is taken off the record in a customer's name, chain hashed anew",
        void("SHOP-1:0003", "Cora Czarnecka"),
        "who did is nobody of the house",
        rehashes=True,
    ),
    Forgery(
        "a void names no row, chain hashed anew",
        row("SHOP:v0", "void", VOID.format(uid="SHOP-9:0001").replace("#", "0").replace("@", "p-0")),
        NO_ORIGINAL,
        rehashes=True,
    ),
    Forgery(
        "table and ledger are rewritten alike, chain hashed anew",
        (
            "UPDATE tickets_ticketevent SET channel = 'phone' WHERE uid = 'SHOP-1:0001'",
            "UPDATE ledger_row SET line = replace(line, 'portal', 'phone') WHERE uid = 'SHOP-1:0001'",
            "UPDATE tickets_ticket SET channel = 'phone' WHERE key = 'SHOP-1'",
        ),
        ANEW,
        rehashes=True,
        by_head=True,
    ),
    Forgery(
        "the last event vanishes everywhere, chain hashed anew",
        (
            *event_of("SHOP-2:0003"),
            *rows_of("uid = 'SHOP-2:0003'"),
            f"UPDATE tickets_ticket SET events_count = {LAST}",
        ),
        "the ledger gives",
        rehashes=True,
    ),
    Forgery(
        "all blocks become one, chain hashed anew",
        (
            "UPDATE ledger_seal SET block_id = (SELECT id FROM ledger_block WHERE number = 1 AND customer_id = "
            f"{SHOP}) WHERE customer_id = {SHOP}",
            f"DELETE FROM ledger_block WHERE number > 1 AND customer_id = {SHOP}",
        ),
        "whose head somebody holds",
        rehashes=True,
        by_head=True,
    ),
)


class Cursor(Protocol):
    """What a forger works with: of a connection of his own, or of Django's."""

    @property
    def rowcount(self) -> int: ...
    def execute(self, statement: str, values: Sequence[object] = ..., /) -> Any: ...
    def fetchall(self) -> Any: ...


def forge(cursor: Cursor, one: Forgery) -> None:
    """Do it, as the superuser does, within the transaction."""
    cursor.execute("SET LOCAL session_replication_role = replica")
    for statement in one.statements:
        cursor.execute(statement)
    assert one.is_ddl or cursor.rowcount, one.name
    if one.rehashes:
        rehash(cursor, "SHOP")


def rehash(cursor: Cursor, key: str) -> None:
    """Hash a customer's chain anew as it stands, block by block, with nothing missing and nothing that does not fit."""
    cursor.execute("SELECT id FROM customers_customer WHERE key = %s", [key])
    ((owner,),) = cursor.fetchall()
    cursor.execute(
        "SELECT s.row_id, b.id, r.line, r.text_hash FROM ledger_seal s JOIN ledger_block b ON b.id = s.block_id "
        "JOIN ledger_row r ON r.id = s.row_id WHERE b.customer_id = %s ORDER BY b.number, s.position",
        [owner],
    )
    found = cursor.fetchall()
    cursor.execute("UPDATE ledger_seal SET position = position + 1000000 WHERE customer_id = %s", [owner])
    hash_, head = genesis(key), genesis(key)
    ends: dict[int, tuple[int, str]] = {}
    for position, (row_id, block, line, text_hash) in enumerate(found, 1):
        hash_ = link(hash_, line, text_hash)
        ends[block] = (ends.get(block, (0, ""))[0] + 1, hash_)
        cursor.execute("UPDATE ledger_seal SET position = %s, hash = %s WHERE row_id = %s", [position, hash_, row_id])
    for number, (block, (rows, last)) in enumerate(ends.items(), 1):
        columns = [number, rows, head, last, block]
        cursor.execute(
            "UPDATE ledger_block SET number = %s, rows = %s, previous = %s, head = %s WHERE id = %s", columns
        )
        head = last
