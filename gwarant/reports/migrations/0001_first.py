"""Periods as they were stated; nobody changes or removes one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from gwarant.database.rls import INSIDE, SEES_CUSTOMER, append_only, protect_apart

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("contracts", "0004_discarded"),
        ("customers", "0007_sender"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.CharField(max_length=10)),
                ("revision", models.PositiveSmallIntegerField()),
                ("known_at", models.DateTimeField()),
                ("stated_at", models.DateTimeField()),
                ("digest", models.CharField(max_length=71)),
                ("assessment", models.TextField()),
                ("envelope", models.TextField()),
                ("headline", models.JSONField()),
                (
                    "contract",
                    models.ForeignKey(on_delete=PROTECT, related_name="reports", to="contracts.contract"),
                ),
                ("customer", models.ForeignKey(on_delete=PROTECT, related_name="+", to="customers.customer")),
                (
                    "stated_by",
                    models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "ordering": ["period", "revision"],
                "constraints": [
                    models.UniqueConstraint(fields=["contract", "period", "revision"], name="report_revision"),
                    models.CheckConstraint(condition=Q(revision__gte=1), name="report_revision_from_one"),
                ],
            },
        ),
        protect_apart("reports_report", SEES_CUSTOMER, INSIDE),
        append_only("reports_report"),
    ]
