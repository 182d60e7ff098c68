"""What the database itself refuses: policies, triggers, functions and rights, held against what the migrations make."""

from collections.abc import Iterator
from importlib.resources import files

from django.db import connection

EXPECTED = "guards.txt"
RIGHTS = "('gwarant_app', 'public')"
# Each line is a guard and its text; spaces and brackets, which releases of PostgreSQL write differently, are left out.
THERE = f"""
SELECT 'policy ' || p.polname || ' on ' || c.relname || ' ' || p.polcmd::text || ' ' || p.polpermissive || ' ' ||
       array_to_string(p.polroles::oid[], ',') || ' ' || COALESCE(pg_get_expr(p.polqual, p.polrelid), '-') ||
       ' / ' || COALESCE(pg_get_expr(p.polwithcheck, p.polrelid), '-')
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
UNION ALL
SELECT 'row-level security on ' || c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity
UNION ALL
SELECT 'trigger ' || t.tgname || ' on ' || c.relname || ' ' || t.tgtype || ' ' || t.tgenabled::text || ' ' ||
       p.proname || ' ' || encode(t.tgargs, 'escape')
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND p.proname LIKE 'gwarant%'
UNION ALL
SELECT 'function ' || p.proname || ' ' || p.prosecdef || ' ' || md5(p.prosrc) FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'gwarant%'
UNION ALL
SELECT 'rights of ' || who || ' on ' || relname || ' ' || string_agg(one, ' ' ORDER BY one)
FROM (SELECT c.relname, a.privilege_type AS one, CASE a.grantee WHEN 0 THEN 'public' ELSE r.rolname END AS who
      FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r') granted
WHERE who IN {RIGHTS} GROUP BY who, relname
"""


def there() -> set[str]:
    """The guards of this database, a line each."""
    with connection.cursor() as cursor:
        cursor.execute(THERE)
        return {_plain(line) for (line,) in cursor.fetchall()}


def expected() -> set[str]:
    """The guards that the migrations of this release make."""
    return set((files("gwarant.database") / EXPECTED).read_text(encoding="utf-8").splitlines())


def faults() -> Iterator[str]:
    """What the database does not guard as the migrations made it, and what was added beside it."""
    found, wanted = there(), expected()
    yield from (f"the database: {line[:200]} is gone or was changed" for line in sorted(wanted - found))
    yield from (f"the database: {line[:200]} was not made by this release" for line in sorted(found - wanted))


def _plain(line: str) -> str:
    return " ".join(line.translate(str.maketrans("()", "  ")).split())
