"""What the application may not write, and from which scopes; tried by a test, and by the drill."""

from collections.abc import Callable
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import connection

from gwarant.accounts.models import KeptForm
from gwarant.contracts import actions as contracts
from gwarant.contracts.models import ContractVersion
from gwarant.customers.actions import who_writes
from gwarant.database.scope import ENGINE, NOBODY, Scope, customer_scope, staff_scope
from gwarant.demo.cast import World
from gwarant.engine.models import Heartbeat
from gwarant.files.models import About
from gwarant.files.store import store
from gwarant.ledger import filing

SCOPES: dict[str, Callable[[World], Scope]] = {
    "engine": lambda world: ENGINE,
    "owner": lambda world: staff_scope(world.olga.pk),
    "manager": lambda world: staff_scope(world.marek.pk),
    "engineer": lambda world: staff_scope(world.ben.pk),
    "administrator": lambda world: customer_scope(world.cora.pk, [world.customers["SHOP"].pk]),
    "reader": lambda world: customer_scope(world.celina.pk, [world.customers["SHOP"].pk]),
    "other customer": lambda world: customer_scope(world.zoe.pk, [world.customers["CLINIC"].pk]),
    "nobody": lambda world: NOBODY,
}
EVERYBODY = frozenset(SCOPES)
WORDING = "contracts_contractversion"
ACCEPTED, OFFERED, WITHDRAWN = (f"contract_id = (SELECT id FROM contracts_contract WHERE number = '{one}')" for one in (
    "SHOP-2026-01", "OFFERED", "WITHDRAWN"))  # fmt: skip
LEAVE, RETURN = "is_active = false", "is_active = true"


def erasing(name: str, why: str) -> str:
    """Somebody of this name would erase what stands beside a contract."""
    return (
        "SELECT gwarant_erase_files(ARRAY(SELECT id FROM files_attachment WHERE name = 'signed.pdf'), "
        f"(SELECT id FROM accounts_user WHERE name = '{name}'), {why}, now())"
    )


# What nobody may do, not even the engine.
NEVER = (
    *(
        f"UPDATE {WORDING} SET {change} WHERE {wording}"
        for wording in (ACCEPTED, OFFERED, WITHDRAWN)
        for change in (
            "text = text || ' '",
            "document = '{}'",
            "fingerprint = 'sha256:0'",
            "service_keys = '{other}'",
            "holds_from_at = holds_from_at - interval '1 day'",
            "holds_to_at = '2026-07-01'",
            "version = 9",
            "created_at = now()",
            "created_by_id = (SELECT max(id) FROM accounts_user)",
            "offered_at = now()",
            "offered_by_id = (SELECT max(id) FROM accounts_user)",
            "accepted_at = '2020-01-01'",
            "accepted_by_id = (SELECT max(id) FROM accounts_user)",
            "accepted_fingerprint = 'sha256:0'",
            "status = 'draft'",
        )
    ),
    f"UPDATE {WORDING} SET status = 'withdrawn' WHERE {ACCEPTED}",
    f"UPDATE {WORDING} SET status = 'offered' WHERE {ACCEPTED}",
    f"UPDATE {WORDING} SET status = 'offered' WHERE {WITHDRAWN}",
    f"UPDATE {WORDING} SET status = 'accepted', accepted_at = now() WHERE {OFFERED}",
    f"UPDATE {WORDING} SET status = 'accepted', accepted_at = now(), accepted_fingerprint = fingerprint, "
    f"text = '' WHERE {OFFERED}",
    *(f"DELETE FROM {WORDING} WHERE {wording}" for wording in (ACCEPTED, OFFERED, WITHDRAWN)),
    f"INSERT INTO {WORDING} (contract_id, customer_id, version, package, text, fingerprint, service_keys, status, "
    "created_by_id, created_at, changed_at, accepted_fingerprint) SELECT contract_id, customer_id, 7, package, text, "
    f"fingerprint, service_keys, 'offered', created_by_id, now(), now(), '' FROM {WORDING} WHERE {ACCEPTED}",
    "UPDATE contracts_contract SET number = 'OTHER' WHERE number = 'SHOP-2026-01'",
    "UPDATE contracts_contract SET customer_id = customer_id + 1 WHERE number = 'OFFERED'",
    "UPDATE customers_customer SET key = 'OTHER' WHERE key = 'SHOP'",
    "DELETE FROM customers_customer",
    "UPDATE tickets_ticket SET key = 'SHOP-9' WHERE key = 'SHOP-1'",
    "UPDATE tickets_ticket SET customer_id = customer_id + 1",
    *(
        f"UPDATE tickets_ticket SET {change} WHERE key = 'SHOP-1'"
        for change in ("title = 'x'", "reported_at = now()", "channel = 'x'")
    ),
    "DELETE FROM tickets_ticket",
    "DELETE FROM monitoring_outage",
    "UPDATE monitoring_outage SET detected_at = now()",
    *(
        statement.format(table)
        for table in (
            "tickets_ticketevent",
            "tickets_message",
            "tickets_clocknotice",
            "tickets_ticketwords",
            "hours_timeentry",
            "ledger_row",
            "ledger_block",
            "ledger_seal",
            "ledger_salt",
            "customers_carechange",
            "files_attachment",
            "files_erasure",
            "monitoring_maintenance",
            "monitoring_maintenancechange",
            "monitoring_correction",
            "monitoring_correctionstep",
            "monitoring_objection",
            "monitoring_objectionanswer",
            "monitoring_proof",
            "reports_amountstep",
            "reports_dispute",
            "reports_disputeanswer",
            "intake_settingchange",
        )
        for statement in ("UPDATE {0} SET customer_id = customer_id", "DELETE FROM {0}", "TRUNCATE {0} CASCADE")
    ),
    "INSERT INTO files_erasure (file_id, customer_id, by_id, reason, at) SELECT a.id, a.customer_id, u.id, 'x', now() "
    "FROM files_attachment a, accounts_user u WHERE a.name = 'signed.pdf' AND u.name = 'Olga Owocna'",
    erasing("Marek Mazur", "'x'"),
    erasing("Olga Owocna", "' '"),
    "UPDATE engine_ledgercheck SET problems = 0",
    "DELETE FROM django_migrations",
    "UPDATE django_migrations SET name = 'x'",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('engine', '9999', now())",
    "DELETE FROM engine_ledgercheck",
    "DELETE FROM ledger_unsealed",
    "UPDATE ledger_unsealed SET customer_id = customer_id",
    "UPDATE accounts_user SET opaque = 'p-0' WHERE name = 'Beniamin Bąk'",
    "DELETE FROM accounts_user",
    "DELETE FROM accounts_company",
    "DELETE FROM customers_membership",
    "DELETE FROM intake_maildomain",
    "DELETE FROM intake_machinesender",
    "UPDATE intake_maildecision SET mail_id = mail_id",
    "DELETE FROM intake_maildecision",
    "UPDATE customers_membership SET user_id = user_id + 1",
    "DELETE FROM customers_invitation",
    "DELETE FROM customers_correspondent",
    "UPDATE customers_correspondent SET opaque = 'c-0'",
    "UPDATE customers_correspondent SET customer_id = customer_id + 1",
)


def a_row(uid: str, name: str, said: str, type_: str = "") -> str:
    """A row of evidence of SHOP that somebody of this name would add; `type_` is where it is filed, if elsewhere."""
    told = f"""('{{"id": "{uid}", "person": "' || u.opaque || '", {said}}}')::jsonb"""
    return (
        "INSERT INTO ledger_row (uid, customer_id, type, subject, at, received_at, line, text_hash) "
        f"SELECT '{uid}', c.id, COALESCE(NULLIF('{type_}', ''), {told} ->> 'type'), '', now(), now(), {told}::text, '' "
        f"FROM customers_customer c, accounts_user u WHERE c.key = 'SHOP' AND u.name = '{name}'"
    )


VOID = '"type": "void", "row": "SHOP-1:0001"'
LEADERS = EVERYBODY - {"engine", "owner", "manager"}
STRANGERS = EVERYBODY - {"engine", "nobody"}  # signed in, as somebody else
ANOTHER = "SELECT id, 'totp', '{}', now() FROM accounts_user WHERE name = 'Umar Usmani'"
RESCUED = "SELECT id, now() FROM accounts_user WHERE name = 'Alicja Adamska'"
TYPED = "VALUES ('mark', '/desk', '', '[]', now())"
# What only these may not do.
SOMETIMES = (
    (LEADERS, "UPDATE accounts_user SET staff_role = 'manager' WHERE name = 'Beniamin Bąk'"),
    (LEADERS, f"UPDATE accounts_user SET {LEAVE} WHERE name = 'Beniamin Bąk'"),
    (LEADERS, "UPDATE accounts_user SET staff_role = 'manager' WHERE name = 'Cora Czarnecka'"),
    (LEADERS | {"manager"}, "UPDATE accounts_user SET staff_role = 'owner' WHERE name = 'Beniamin Bąk'"),
    (LEADERS | {"manager"}, f"UPDATE accounts_user SET {LEAVE} WHERE name = 'Olga Owocna'"),
    (
        LEADERS,
        "INSERT INTO accounts_user SELECT (jsonb_populate_record(u, "
        """'{"id": 99999, "email": "x@x.example", "opaque": "p-x"}')).* """
        "FROM accounts_user u WHERE u.name = 'Marek Mazur'",
    ),
    (LEADERS, "UPDATE accounts_company SET name = 'Other'"),
    (LEADERS, "UPDATE customers_membership SET role = 'administrator' WHERE role = 'reader'"),
    (LEADERS, "UPDATE customers_membership SET ended_at = now() WHERE role = 'administrator'"),
    (
        LEADERS,
        "INSERT INTO customers_membership (customer_id, user_id, role, since_at) "
        "SELECT c.id, u.id, 'administrator', now() FROM customers_customer c, accounts_user u "
        "WHERE c.key = 'SHOP' AND u.name = 'Umar Usmani'",
    ),
    (
        LEADERS - {"administrator"},
        "INSERT INTO customers_invitation (token_hash, customer_id, email, name, staff_role, role, language, "
        "invited_by_id, created_at, expires_at) SELECT 'x', c.id, 'x@x.example', '', '', 'administrator', 'pl', u.id, "
        "now(), now() FROM customers_customer c, accounts_user u WHERE c.key = 'SHOP' AND u.name = 'Umar Usmani'",
    ),
    (
        LEADERS | {"manager"},
        "INSERT INTO customers_invitation (token_hash, email, name, staff_role, role, language, invited_by_id, "
        "created_at, expires_at) SELECT 'x', 'x@x.example', '', 'owner', '', 'pl', id, now(), now() "
        "FROM accounts_user WHERE name = 'Umar Usmani'",
    ),
    (
        LEADERS - {"administrator"},
        "UPDATE customers_invitation SET expires_at = now() WHERE email = 'new@shop.example'",
    ),
    (EVERYBODY - {"engine"}, "INSERT INTO engine_ledgercheck (at, rows, problems, told) VALUES (now(), 9, 0, '[]')"),
    (EVERYBODY - {"engine"}, "INSERT INTO engine_heartbeat (name, at, done, failed) VALUES ('x', now(), '{}', '{}')"),
    (EVERYBODY - {"engine"}, "UPDATE engine_heartbeat SET at = now()"),
    (EVERYBODY - {"engine"}, "DELETE FROM engine_heartbeat"),
    *(
        (STRANGERS, f"UPDATE accounts_user SET {change} WHERE name = '{name}'")
        for name in ("Umar Usmani", "Alicja Adamska")
        for change in ("password = 'x'", "email = 'x@x.example'")
    ),
    (STRANGERS, "UPDATE mfa_authenticator SET data = '{}'"),
    (LEADERS, "DELETE FROM mfa_authenticator"),
    (STRANGERS | {"nobody"}, f"INSERT INTO mfa_authenticator (user_id, type, data, created_at) {ANOTHER}"),
    *(
        (EVERYBODY - {"engine", "reader"}, f"{statement} accounts_keptform {rest}")
        for statement, rest in (("UPDATE", "SET path = '/x'"), ("DELETE FROM", ""), ("SELECT id FROM", ""))
    ),
    (EVERYBODY - {"engine"}, "UPDATE accounts_keptform SET path = '/x' WHERE person_id IS NULL"),
    (EVERYBODY - {"engine"}, f"INSERT INTO accounts_keptform (browser, path, page, fields, kept_at) {TYPED}"),
    (LEADERS, f"INSERT INTO accounts_rescue (person_id, asked_at) {RESCUED}"),
    (EVERYBODY - {"engine"}, erasing("Olga Owocna", "'x'")),
    (
        EVERYBODY - {"engine", "owner", "manager", "engineer", "administrator", "reader"},
        "INSERT INTO files_attachment (customer_id, about, subject, part, is_public, name, kind, size, sha256, width, "
        "height, added_at) SELECT id, 'contract', 'SHOP-2026-01', '', true, 'x', 'x', 1, '0', 0, 0, now() "
        "FROM customers_customer WHERE key = 'SHOP'",
    ),
    (
        EVERYBODY - {"engine", "owner", "manager", "engineer"},
        "INSERT INTO files_attachment (customer_id, about, subject, part, is_public, name, kind, size, sha256, width, "
        "height, added_at) SELECT id, 'customer', 'SHOP', '', false, 'x', 'x', 1, '0', 0, 0, now() "
        "FROM customers_customer WHERE key = 'SHOP'",
    ),
    (EVERYBODY - {"engine"}, "SELECT gwarant_clear_words(id) FROM tickets_ticket"),
    (
        EVERYBODY - {"engine", "owner", "manager", "engineer"},
        "SELECT gwarant_add_words(id, false, '', '', 0, '') FROM tickets_ticket WHERE key = 'SHOP-1'",
    ),
    (EVERYBODY - {"engine"}, "SELECT gwarant_forget_salts(ARRAY(SELECT row_id FROM ledger_salt))"),
    (EVERYBODY, "SELECT gwarant_forget_pings(now() - interval '30 days', 1)"),
    (EVERYBODY - {"engine"}, "SELECT gwarant_forget_pings(now() - interval '1 year', 1)"),
    (
        EVERYBODY - {"engine"},
        f"UPDATE {WORDING} SET status = 'accepted', accepted_at = now(), accepted_fingerprint = fingerprint, "
        f"accepted_by_id = (SELECT id FROM accounts_user WHERE name = 'Zofia Zawada') WHERE {OFFERED}",
    ),
    (
        EVERYBODY - {"engine", "owner", "manager", "engineer"},
        f"UPDATE {WORDING} SET status = 'withdrawn' WHERE {OFFERED}",
    ),
    (
        EVERYBODY - {"engine", "owner", "manager", "engineer"},
        "UPDATE customers_correspondent SET name = 'x', email = ''",
    ),
    (EVERYBODY - {"engine", "owner"}, a_row("SHOP:v1", "Olga Owocna", VOID)),
    (EVERYBODY - {"engine"}, a_row("SHOP:v1", "Marek Mazur", VOID)),
    (EVERYBODY - {"engine"}, a_row("SHOP:v1", "Cora Czarnecka", VOID)),
    (EVERYBODY - {"engine"}, a_row("SHOP-1:9001", "Olga Owocna", VOID, "ticket")),
)


INVITATION = (
    "INSERT INTO customers_invitation (token_hash, customer_id, email, name, staff_role, role, language, "
    "invited_by_id, created_at, expires_at) VALUES ('t', %s, 'new@shop.example', '', '', 'reader', 'pl', %s, %s, %s)"
)


def lay_open(world: World, now: datetime) -> None:
    """A wording that was offered, one that was withdrawn, an invitation that is open, and an engine that lives."""
    Heartbeat.objects.create(name="here:1", at=now)
    Authenticator.objects.create(user=world.alice, type=Authenticator.Type.TOTP, data={})
    for person in (world.celina, None):
        KeptForm.objects.create(browser="mark", person=person, path="/desk", fields=[], kept_at=now)
    for number in ("OFFERED", "WITHDRAWN"):
        _offered(world, number, now)
    _invitation(world, now)
    told = {"about": About.CONTRACT, "subject": "SHOP-2026-01", "is_public": True, "by": world.marek, "now": now}
    signed = [store(f"{name}, filed".encode(), name) for name in ("signed.pdf", "annex.pdf")]
    _signed, annex = filing.add(signed, customer=world.customers["SHOP"], **told)
    filing.erase(annex, by=world.olga, reason="Not theirs.", now=now)
    who_writes(world.customers["SHOP"], email="somebody@else.example", name="Kasia", now=now)


def _offered(world: World, number: str, now: datetime) -> None:
    text = ContractVersion.objects.get(contract__number="SHOP-2026-01", version=1).text.replace("SHOP-2026-01", number)
    draft = contracts.start_contract(
        world.customers["SHOP"], number=number, package="package/business", text=text, by=world.marek, now=now
    )
    contracts.offer(draft, by=world.marek, now=now)
    if number == "WITHDRAWN":
        contracts.withdraw(draft, by=world.marek, now=now)


def _invitation(world: World, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INVITATION, [world.customers["SHOP"].pk, world.cora.pk, now, now])
