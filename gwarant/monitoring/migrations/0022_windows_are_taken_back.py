"""What took a window of maintenance back, or cut it short; nobody changes or removes that either."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import INSIDE, SEES_CUSTOMER, append_only, protect_apart

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("customers", "0007_sender"),
        ("monitoring", "0021_room_for_standings"),
    ]

    operations = [
        migrations.CreateModel(
            name="MaintenanceChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("end_at", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                ("text", models.TextField(blank=True)),
                ("customer", models.ForeignKey(on_delete=PROTECT, related_name="+", to="customers.customer")),
                ("told_by", models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "window",
                    models.ForeignKey(on_delete=PROTECT, related_name="changes", to="monitoring.maintenance"),
                ),
            ],
        ),
        protect_apart("monitoring_maintenancechange", SEES_CUSTOMER, INSIDE),
        append_only("monitoring_maintenancechange"),
    ]
