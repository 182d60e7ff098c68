"""Row-level security as migration operations: which rows the application's role sees and may write.

What these triggers refuse, they refuse to the application's role in every scope; the tables' owner may do anything.
"""

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import RunSQL

APP_ROLE = "gwarant_app"
SEES_CUSTOMER = "gwarant_sees(customer_id)"
INSIDE = "gwarant_inside()"
ENGINE = "current_setting('gwarant.scope', true) IS NOT DISTINCT FROM 'engine'"
LEADS = "gwarant_appoints('')"


def protect(table: str, sees: str = SEES_CUSTOMER, writes: str = "") -> Operation:
    """Rows of the table are seen where `sees` holds and written where `writes` does (the same when empty)."""
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY {table}_scope ON {table} USING ({sees}) WITH CHECK ({writes or sees});",
        f"DROP POLICY {table}_scope ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def protect_apart(table: str, sees: str, writes: str, removes: str = "false") -> Operation:
    """The same where more is seen than may be changed or removed: an UPDATE asks `writes` of the row as it was too."""
    policies = (
        f"CREATE POLICY {table}_sees ON {table} FOR SELECT USING ({sees});"
        f"CREATE POLICY {table}_adds ON {table} FOR INSERT WITH CHECK ({writes});"
        f"CREATE POLICY {table}_changes ON {table} FOR UPDATE USING ({writes}) WITH CHECK ({writes});"
        f"CREATE POLICY {table}_removes ON {table} FOR DELETE USING ({removes});"
    )
    dropped = "".join(f"DROP POLICY {table}_{verb} ON {table};" for verb in ("sees", "adds", "changes", "removes"))
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; {policies}",
        f"{dropped} ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def unprotect(table: str, sees: str = SEES_CUSTOMER, writes: str = "") -> Operation:
    """Take away what `protect` gave with the same arguments, to put something stricter in its place."""
    given = protect(table, sees, writes)
    return RunSQL(given.reverse_sql, given.sql)  # type: ignore[attr-defined]


def append_only(table: str) -> Operation:
    """The application's role may add rows and read them; it can neither change nor remove one."""
    return RunSQL(
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE};",
        f"GRANT UPDATE, DELETE ON {table} TO {APP_ROLE};",
    )


def kept(table: str) -> Operation:
    """The application's role may change rows; it can remove none."""
    return RunSQL(f"REVOKE DELETE, TRUNCATE ON {table} FROM {APP_ROLE};", f"GRANT DELETE ON {table} TO {APP_ROLE};")


def write_once(table: str, *columns: str) -> Operation:
    """These columns stay as they were when the row was added."""
    named = ", ".join(f"'{one}'" for one in columns)
    return guard(table, f"gwarant_write_once({named})", "UPDATE")


def ask_only_changes(table: str, *columns: str) -> Operation:
    """Have what `write_once` gave with the same columns look only at rows of which one of them would change.

    It compares whole rows as JSON, which costs more than most changes of a row that holds long texts.
    """
    given = write_once(table, *columns)
    changed = " OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in columns)
    sql, reverse = str(given.sql), str(given.reverse_sql)  # type: ignore[attr-defined]
    asked = sql.replace("FOR EACH ROW", f"FOR EACH ROW WHEN ({changed})")
    return RunSQL(f"{reverse} {asked}", f"{reverse} {sql}")


def unguard(table: str, *columns: str) -> Operation:
    """Take away what `write_once` gave with the same columns, to put something stricter in its place."""
    given = write_once(table, *columns)
    return RunSQL(given.reverse_sql, given.sql)  # type: ignore[attr-defined]


def guard(table: str, function: str, events: str) -> Operation:
    """Have a trigger function look at every row before it is written."""
    return RunSQL(
        f"CREATE TRIGGER {table}_guard BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {function};",
        f"DROP TRIGGER {table}_guard ON {table};",
    )
