"""Bringing the tables to this version."""

from django.core.management import call_command
from django.db import connections

OWNER = "owner"
LOCK = 8_448_001  # any number of ours: only one program migrates at a time


def migrate() -> int:
    """Apply what is missing, as the owner; of several programs one does it while the others wait. How many were."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            before = _applied()
            call_command("migrate", database=OWNER, verbosity=0, interactive=False)
            return _applied() - before
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _applied() -> int:
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT count(*) FROM django_migrations")
        return int(cursor.fetchone()[0])
