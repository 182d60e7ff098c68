"""How running months stood, kept for lists."""

import django.db.models.deletion
from django.db import migrations, models

from gwarant.database.rls import ENGINE, SEES_CUSTOMER, protect_apart

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("contracts", "0004_discarded"), ("customers", "0007_sender"), ("reports", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="Running",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField(db_index=True)),
                ("at", models.DateTimeField(null=True)),
                ("period", models.CharField(blank=True, max_length=10)),
                ("block", models.PositiveIntegerField(default=0)),
                ("headline", models.JSONField(default=dict)),
                (
                    "contract",
                    models.OneToOneField(on_delete=PROTECT, related_name="running", to="contracts.contract"),
                ),
                ("customer", models.ForeignKey(on_delete=PROTECT, related_name="+", to="customers.customer")),
            ],
        ),
        protect_apart("reports_running", SEES_CUSTOMER, ENGINE),
    ]
