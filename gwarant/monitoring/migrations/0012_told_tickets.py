"""Tickets about what tells of itself, and states of which other tools tell."""

import django.db.models.deletion
from django.db import migrations, models

from gwarant.database.rls import ENGINE, INSIDE, LEADS, SEES_CUSTOMER, protect_apart


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0007_sender"),
        ("monitoring", "0011_ends_of_leases"),
        ("tickets", "0016_aside"),
    ]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("sealed", models.BinaryField()),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SeenMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="monitoring.source"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("source", "sha256"), name="message_once")],
            },
        ),
        migrations.CreateModel(
            name="Reported",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=200)),
                ("labels", models.JSONField()),
                ("words", models.CharField(blank=True, max_length=2000)),
                ("is_firing", models.BooleanField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "monitor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reported",
                        to="monitoring.monitor",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="states", to="monitoring.source"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["source", "fingerprint"], name="reported_print"),
                    models.Index(
                        condition=models.Q(("monitor__isnull", True)),
                        fields=["-received_at"],
                        name="reported_unmatched",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_firing", True)),
                        fields=("source", "fingerprint"),
                        name="one_firing_state",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Trouble",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "monitor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="troubles", to="monitoring.monitor"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="troubles", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("monitor",), name="one_trouble_at_a_time"
                    )
                ],
            },
        ),
        protect_apart("monitoring_trouble", SEES_CUSTOMER, ENGINE),
        protect_apart("monitoring_source", INSIDE, f"({LEADS} OR {ENGINE})"),
        protect_apart("monitoring_reported", INSIDE, ENGINE),
        protect_apart("monitoring_seenmessage", INSIDE, ENGINE, ENGINE),
    ]
