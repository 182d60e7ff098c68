"""The keys by which the house seals its reports: only the engine's scope sees them, and none is removed."""

from django.db import migrations, models

from gwarant.database.rls import ENGINE, kept, protect_apart, write_once


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_claims")]

    operations = [
        migrations.CreateModel(
            name="SealKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("certificate", models.BinaryField()),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("is_vouched_for", models.BooleanField()),
                ("made_at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
            ],
            options={"ordering": ["number"]},
        ),
        protect_apart("reports_sealkey", ENGINE, ENGINE),
        kept("reports_sealkey"),
        write_once("reports_sealkey", "number", "certificate", "fingerprint", "is_vouched_for", "made_at"),
    ]
