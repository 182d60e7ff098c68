"""Services that are watched as a whole, what they need, and their outages."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from gwarant.database.rls import ENGINE, INSIDE, SEES_CUSTOMER, kept, protect_apart, write_once

PROTECT = django.db.models.deletion.PROTECT
BEGINNING = ("service_id", "customer_id", "detected_at", "confirmed_at")


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0007_sender"),
        ("tickets", "0016_aside"),
        ("monitoring", "0006_days_of_looks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "service",
                    models.OneToOneField(
                        on_delete=PROTECT,
                        primary_key=True,
                        related_name="watch",
                        serialize=False,
                        to="customers.service",
                    ),
                ),
                ("state", models.CharField(default="unknown", max_length=8)),
                ("due_at", models.DateTimeField(null=True)),
                ("customer", models.ForeignKey(on_delete=PROTECT, related_name="+", to="customers.customer")),
            ],
            options={
                "indexes": [models.Index(condition=Q(due_at__isnull=False), fields=["due_at"], name="watch_due")],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("customer", models.ForeignKey(on_delete=PROTECT, related_name="+", to="customers.customer")),
                ("service", models.ForeignKey(on_delete=PROTECT, related_name="needs", to="customers.service")),
                ("needs", models.ForeignKey(on_delete=PROTECT, related_name="needed_by", to="customers.service")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["service", "needs"], name="one_need"),
                    models.CheckConstraint(condition=~Q(service=F("needs")), name="need_of_another"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("detected_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField()),
                ("down_at", models.DateTimeField()),
                ("paged_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("restored_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("returns", models.PositiveIntegerField(default=0)),
                ("steps", models.PositiveSmallIntegerField(default=0)),
                ("wakes_at", models.DateTimeField(null=True)),
                ("customer", models.ForeignKey(on_delete=PROTECT, related_name="+", to="customers.customer")),
                ("service", models.ForeignKey(on_delete=PROTECT, related_name="outages", to="customers.service")),
                ("ticket", models.ForeignKey(on_delete=PROTECT, related_name="outages", to="tickets.ticket")),
                (
                    "cause",
                    models.ForeignKey(null=True, on_delete=PROTECT, related_name="effects", to="monitoring.outage"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=Q(wakes_at__isnull=False), fields=["wakes_at"], name="outage_wakes"),
                    models.Index(fields=["customer", "-detected_at"], name="outage_customer"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(ended_at=None), fields=("service",), name="one_outage_at_a_time"
                    )
                ],
            },
        ),
        protect_apart("monitoring_watch", SEES_CUSTOMER, INSIDE),
        protect_apart("monitoring_need", SEES_CUSTOMER, INSIDE, INSIDE),
        protect_apart("monitoring_outage", SEES_CUSTOMER, ENGINE),
        kept("monitoring_watch"),
        kept("monitoring_outage"),
        write_once("monitoring_outage", *BEGINNING),
    ]
