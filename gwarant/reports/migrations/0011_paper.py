"""The PDFs of statements as they were drawn first."""

import django.db.models.deletion
from django.db import migrations, models

from gwarant.database.rls import INSIDE, append_only, protect
from gwarant.files.fields import HashField

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("customers", "0007_sender"), ("reports", "0010_dispute_days")]

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("language", models.CharField(max_length=2)),
                ("sha256", HashField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("drawn_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="customers.customer"),
                ),
                (
                    "report",
                    models.ForeignKey(on_delete=PROTECT, related_name="papers", to="reports.report"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("report", "language", "sha256"), name="paper_once"),
                ],
            },
        ),
        protect("reports_paper", INSIDE),
        append_only("reports_paper"),
    ]
