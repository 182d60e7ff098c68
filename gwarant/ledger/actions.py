"""Writing evidence down, sealing it, and forgetting the salts of a person's words."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from gwarant.customers.models import Customer
from gwarant.database.rows import as_json
from gwarant.database.scope import ENGINE, scoped
from gwarant.database.together import later
from gwarant.ledger.chain import chained, genesis, hash_of_text
from gwarant.ledger.models import Block, Row, Seal, Unsealed
from gwarant.ledger.unreadable import written as settled_by
from gwarant.sla.evidence.form import form_of
from gwarant.sla.evidence.model import Row as EvidenceRow
from gwarant.sla.evidence.readback import checked_line
from gwarant.sla.problem import InputError, Problem

BATCH = 5000
LONGEST_ID, LONGEST_SUBJECT = 80, 60  # as long as the columns are
SEALING = 0x5EA1  # the first half of the advisory lock's name; the customer's id is the other
COLUMNS = ("uid", "customer_id", "type", "subject", "at", "received_at", "line", "text_hash")
INSERT = f"""
WITH told AS (SELECT * FROM ROWS FROM (json_to_recordset(%s::json) AS (
                  uid text, customer_id bigint, type text, subject text, at timestamptz, received_at timestamptz,
                  line text, text_hash text, salt text)) WITH ORDINALITY AS t ({", ".join(COLUMNS)}, salt, place)),
     written AS (INSERT INTO ledger_row ({", ".join(COLUMNS)})
                 SELECT {", ".join(COLUMNS)} FROM told ORDER BY place RETURNING id, customer_id, uid),
     salted AS (INSERT INTO ledger_salt (row_id, customer_id, salt)
                SELECT w.id, w.customer_id, t.salt FROM written w JOIN told t USING (uid) WHERE t.salt <> ''),
     waiting AS (INSERT INTO ledger_unsealed (row_id, customer_id) SELECT id, customer_id FROM written)
SELECT uid, id FROM written
"""
_LOCKED = "SELECT one, pg_try_advisory_xact_lock(%s, one) FROM unnest(%s::int[]) AS one"
# Each row is looked up by its number: a plan that reads the whole ledger for the few that wait is never the better one.
_WAITING = """
SELECT w.customer_id, count(*)
FROM (SELECT row_id, customer_id FROM ledger_unsealed WHERE customer_id <> ALL (%s::bigint[])
      ORDER BY row_id LIMIT %s) AS w,
     LATERAL (SELECT received_at FROM ledger_row r WHERE r.id = w.row_id OFFSET 0) AS r
GROUP BY 1 HAVING min(r.received_at) <= %s ORDER BY 1
"""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NotWritten(InputError):
    """A row that was not written down, because no reader would have given it back."""


def append(row: EvidenceRow, *, customer: Customer, subject: str = "", text: str = "", now: datetime) -> Row:
    """Write a row down within the caller's transaction; of its text only a salted hash is kept.

    NotWritten where what a reader makes of the line is not the equal row.
    """
    line = _line(row, subject, text)
    salt = secrets.token_hex(32) if text else ""
    written = Row(
        uid=row.id,
        customer=customer,
        type=form_of(row).name,
        subject=subject,
        at=happened_at(row),
        received_at=now,
        line=line,
        text_hash=hash_of_text(salt, text) if text else "",
    )
    with transaction.atomic(savepoint=False):
        later(_insert, [(written, salt)])
        settled_by(customer.pk, row)
    return written


def _insert(rows: list[tuple[Row, str]]) -> None:
    """The rows, their salts, and that they wait for their seals: one statement, because every event makes one."""
    told = [{**{name: getattr(row, name) for name in COLUMNS}, "salt": salt} for row, salt in rows]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [as_json(told)])
        numbers = dict(cursor.fetchall())
    for row, _salt in rows:
        row.pk = numbers[row.uid]
        row._state.adding, row._state.db = False, connection.alias


def _line(row: EvidenceRow, subject: str, text: str) -> str:
    """The line of a row that fits its columns, and is read back."""
    try:
        line = checked_line(row)
    except InputError as error:
        raise NotWritten(error.problems) from None
    limits = (("id", row.id, LONGEST_ID), ("subject", subject, LONGEST_SUBJECT))
    wrong = [(name, most) for name, told, most in limits if len(told) > most]
    if wrong:
        file = f"row {row.id[:LONGEST_ID]}"
        raise NotWritten(Problem(file, 0, 0, name, f"is longer than {most} letters") for name, most in wrong)
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise NotWritten([Problem(f"row {row.id}", 0, 0, "text", "holds half a character", "write it as UTF-8")])
    return line


def happened_at(row: EvidenceRow) -> datetime:
    """The moment by which rows of this type are ordered."""
    form = form_of(row)
    ticks: int = getattr(row, form.first)
    return _moment(ticks, form.per_second)


def received_at(row: EvidenceRow) -> datetime:
    """When the row says that it reached us."""
    return _moment(row.received, form_of(row).per_second)


def _moment(ticks: int, per_second: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=ticks * (1000 // per_second))


def seal(customer_id: int, now: datetime) -> int:
    """Chain the rows of the customer that wait, a batch at most; how many."""
    return seal_all([customer_id], now)


def seal_all(customers: Collection[int], now: datetime) -> int:
    """Chain the rows of these customers that wait, a batch at most of all together; how many.

    Whoever holds a customer's advisory lock seals; anybody else leaves it to them. Writers never wait for it. It works
    in the engine's scope, whoever asked for it: in no other may a row that is sealed leave those that wait.
    """
    with scoped(ENGINE), transaction.atomic():
        own = may_seal_of(customers)
        waiting = Unsealed.objects.filter(customer__in=own).order_by("customer_id", "pk").values_list("pk", flat=True)
        numbers = list(waiting[:BATCH]) if own else []
        if numbers:
            # asked by their numbers, so that no plan reads all rows for the few that wait
            rows = Row.objects.filter(pk__in=numbers).only("pk", "customer_id", "line", "text_hash")
            _write_blocks(list(rows.order_by("customer_id", "pk")), now)
        return len(numbers)


def waiting_since(before: datetime, without: Collection[int]) -> dict[int, int]:
    """Of a batch of the oldest rows that wait: the customers of whom one was received until then, and how many wait.

    `without`: customers whose rows are left out, so that they keep nobody else's back.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [[*without], BATCH, before])
        return dict(cursor.fetchall())


def erase_salts(rows: Iterable[Row]) -> int:
    """Make the text hashes of the rows meaningless; the chain stays as it is and verifies. How many had a salt.

    Salts go by no other way: the database refuses it outside of the engine's scope.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT gwarant_forget_salts(%s)", [[row.pk for row in rows]])
        return int(cursor.fetchone()[0])


def may_seal(customer_id: int) -> bool:
    """Whether nobody else seals that chain just now, until the transaction ends."""
    return may_seal_of([customer_id]) == [customer_id]


def may_seal_of(customers: Collection[int]) -> list[int]:
    """Those of the chains that nobody else seals just now, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCKED, [SEALING, sorted(customers)])
        return [pk for pk, is_ours in cursor.fetchall() if is_ours]


def _write_blocks(rows: Sequence[Row], now: datetime) -> None:
    """A block for each customer of the rows, which come customer by customer."""
    ends = _ends({one.customer_id for one in rows})
    blocks, seals = [], []
    for customer_id, own in groupby(rows, attrgetter("customer_id")):
        waiting, (number, previous, position) = list(own), ends[customer_id]
        hashes = chained(previous, ((row.line, row.text_hash) for row in waiting))
        block = Block(
            customer_id=customer_id,
            number=number + 1,
            rows=len(waiting),
            previous=previous,
            head=hashes[-1],
            sealed_at=now,
        )
        blocks.append(block)
        for place, (row, hash_) in enumerate(zip(waiting, hashes, strict=True), position + 1):
            seals.append(Seal(row=row, customer_id=customer_id, block=block, position=place, hash=hash_))
    Block.objects.bulk_create(blocks)
    for one in seals:
        one.block_id = one.block.pk
    Seal.objects.bulk_create(seals)
    Unsealed.objects.filter(row__in=rows).delete()


def _ends(customers: Collection[int]) -> dict[int, tuple[int, str, int]]:
    """Where each customer's chain ends: the number and head of its last block, the position of its last row."""
    blocks = Block.objects.filter(customer=OuterRef("pk")).order_by("-number")
    places = Seal.objects.filter(customer=OuterRef("pk")).order_by("-position")
    found = Customer.objects.filter(pk__in=customers).annotate(
        number=Subquery(blocks.values("number")[:1]),
        head=Subquery(blocks.values("head")[:1]),
        position=Subquery(places.values("position")[:1]),
    )
    rows = found.values_list("pk", "key", "number", "head", "position")
    return {pk: (number or 0, head or genesis(key), position or 0) for pk, key, number, head, position in rows}
