"""Windows of maintenance; nobody changes or removes one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from gwarant.database.rls import INSIDE, SEES_CUSTOMER, append_only, protect_apart

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("customers", "0007_sender"),
        ("monitoring", "0012_told_tickets"),
    ]

    operations = [
        migrations.CreateModel(
            name="Maintenance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start_at", models.DateTimeField()),
                ("end_at", models.DateTimeField()),
                ("announced_at", models.DateTimeField()),
                ("is_emergency", models.BooleanField(default=False)),
                ("text", models.TextField(blank=True)),
                (
                    "announced_by",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("customer", models.ForeignKey(on_delete=PROTECT, related_name="+", to="customers.customer")),
                ("service", models.ForeignKey(on_delete=PROTECT, related_name="maintenance", to="customers.service")),
            ],
            options={
                "indexes": [models.Index(fields=["service", "end_at"], name="maintenance_of")],
                "constraints": [
                    models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="maintenance_lasts")
                ],
            },
        ),
        protect_apart("monitoring_maintenance", SEES_CUSTOMER, INSIDE),
        append_only("monitoring_maintenance"),
    ]
