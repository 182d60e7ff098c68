"""The house's own book: what its tables say, line by line, in a chain of its own."""

import django.db.models.deletion
from django.db import migrations, models

from gwarant.database.rls import APP_ROLE, ENGINE, INSIDE, append_only, protect_apart

HAS_SEAL = f"{ENGINE} AND EXISTS (SELECT FROM ledger_houseseal s WHERE s.row_id = ledger_houseunsealed.row_id)"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_who_writes")]
    operations = [
        migrations.CreateModel(
            name="HouseRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("number", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("line", models.TextField()),
                ("text_hash", models.CharField(max_length=64)),
                ("salt", models.CharField(max_length=64)),
            ],
            options={"indexes": [models.Index(fields=["kind", "number"], name="house_row_of")]},
        ),
        migrations.CreateModel(
            name="HouseSeal",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="seal",
                        serialize=False,
                        to="ledger.houserow",
                    ),
                ),
                ("position", models.PositiveBigIntegerField(unique=True)),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="HouseUnsealed",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="waiting",
                        serialize=False,
                        to="ledger.houserow",
                    ),
                ),
            ],
        ),
        *(protect_apart(f"ledger_{table}", INSIDE, ENGINE) for table in ("houserow", "houseseal")),
        protect_apart("ledger_houseunsealed", INSIDE, ENGINE, HAS_SEAL),
        migrations.RunSQL(
            f"REVOKE UPDATE ON ledger_houseunsealed FROM {APP_ROLE};",
            f"GRANT UPDATE ON ledger_houseunsealed TO {APP_ROLE};",
        ),
        *(append_only(f"ledger_{table}") for table in ("houserow", "houseseal")),
    ]
