"""Rows that nobody can read get rows of their own, so that a page need not read a whole ledger to find them."""

import django.db.models.deletion
from django.db import migrations, models

from gwarant.database.rls import protect


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_longer_ids")]
    operations = [
        migrations.CreateModel(
            name="Unreadable",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="unreadable",
                        serialize=False,
                        to="ledger.row",
                    ),
                ),
                ("is_settled", models.BooleanField(default=False)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
            ],
        ),
        protect("ledger_unreadable"),
    ]
