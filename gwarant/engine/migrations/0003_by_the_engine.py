"""Only the engine says that it lives, and only it keeps what a verification of the ledger found."""

from django.db import migrations

from gwarant.database.rls import ENGINE, protect_apart


class Migration(migrations.Migration):
    dependencies = [("engine", "0002_ledger_check")]
    operations = [
        protect_apart("engine_ledgercheck", "true", ENGINE),
        protect_apart("engine_heartbeat", "true", ENGINE, ENGINE),
    ]
