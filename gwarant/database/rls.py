"""Row-level security as migration operations: which rows the application's role sees and may write."""

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import RunSQL

APP_ROLE = "gwarant_app"
SEES_CUSTOMER = "gwarant_sees(customer_id)"
INSIDE = "gwarant_inside()"


def protect(table: str, sees: str = SEES_CUSTOMER, writes: str = "") -> Operation:
    """Rows of the table are seen where `sees` holds and written where `writes` does (the same when empty)."""
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY {table}_scope ON {table} USING ({sees}) WITH CHECK ({writes or sees});",
        f"DROP POLICY {table}_scope ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def append_only(table: str) -> Operation:
    """The application's role may add rows and read them; it can neither change nor remove one."""
    return RunSQL(
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE};",
        f"GRANT UPDATE, DELETE ON {table} TO {APP_ROLE};",
    )
