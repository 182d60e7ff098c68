"""What verifications of the ledger found: a record that the application adds to and cannot change."""

from django.db import migrations, models

from gwarant.database.rls import append_only


class Migration(migrations.Migration):
    dependencies = [("engine", "0001_first")]
    operations = [
        migrations.CreateModel(
            name="LedgerCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("rows", models.PositiveBigIntegerField()),
                ("problems", models.PositiveIntegerField()),
                ("told", models.JSONField(default=list)),
            ],
        ),
        append_only("engine_ledgercheck"),
    ]
