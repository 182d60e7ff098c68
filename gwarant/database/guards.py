"""What the database itself refuses: policies, triggers, functions and rights, held against what the migrations make."""

from collections.abc import Iterator
from importlib.resources import files

from django.db import connection, transaction

from gwarant.database.catalog import BEGINS, BEYOND, FORGET, THERE

EXPECTED = "guards.txt"


def there() -> set[str]:
    """The guards of this database, a line each."""
    return {_plain(line) for line in _lines(THERE)}


def expected() -> set[str]:
    """The guards that the migrations of this release make."""
    return set((files("gwarant.database") / EXPECTED).read_text(encoding="utf-8").splitlines())


def beyond() -> set[str]:
    """What goes round them: attributes and memberships of the application's role, settings, views, rules, owners."""
    return _lines(BEYOND) | _beginnings()


def faults() -> Iterator[str]:
    """What the database does not guard as the migrations made it, and what was added beside it."""
    found, wanted = there(), expected()
    yield from (f"the database: {line[:200]} is gone or was changed" for line in sorted(wanted - found))
    yield from (f"the database: {line[:200]} was not made by this release" for line in sorted(found - wanted))
    yield from (f"the database: {line[:200]}" for line in sorted(beyond()))


def _beginnings() -> set[str]:
    """The settings of a scope that stand in a connection before the service sets them: there should be none."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGET)
        found = _lines(BEGINS)
        transaction.set_rollback(True)
    return found


def _lines(query: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {line for (line,) in cursor.fetchall()}


def _plain(line: str) -> str:
    """Without spaces and brackets, which releases of PostgreSQL write differently."""
    return " ".join(line.translate(str.maketrans("()", "  ")).split())
