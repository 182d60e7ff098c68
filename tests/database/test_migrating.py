"""Migrations: none is missing. That instances of former releases are brought forward is shown in `tests/upgrade`."""

from django.core.management import call_command


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
