"""Bringing the tables to this version."""

from datetime import UTC, datetime

from django.core.management import call_command
from django.db import connections

from gwarant.accounts.models import Company
from gwarant.cli.word_forms import words_made
from gwarant.database.scope import ENGINE, scoped
from gwarant.reports.sealing import keys

OWNER = "owner"
LOCK = 8_448_001  # any number of ours: only one program migrates at a time


def migrate() -> int:
    """Apply what is missing, as the owner; of several programs one does it while the others wait. How many were.

    Beside it the basic forms of words are made, where they are missing.
    """
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            before = _applied()
            with words_made():
                call_command("migrate", database=OWNER, verbosity=0, interactive=False)
            have_key()
            return _applied() - before
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def have_key() -> None:
    """An instance that was founded before there was a seal gets its key here, before anything is sealed by it."""
    with scoped(ENGINE):
        is_founded = Company.objects.exists()
    if is_founded and not keys.is_there():
        keys.make(datetime.now(UTC).replace(microsecond=0))


def _applied() -> int:
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT count(*) FROM django_migrations")
        return int(cursor.fetchone()[0])
