"""Addresses at which jobs tell of themselves, what they told, and when we could hear it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from gwarant.database.rls import ENGINE, INSIDE, LEADS, SEES_CUSTOMER, append_only, protect_apart


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0007_sender"),
        ("monitoring", "0009_stretches"),
    ]

    operations = [
        migrations.CreateModel(
            name="Listening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="PingAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("slug", models.CharField(max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[("unknown", "unknown"), ("up", "up"), ("late", "late"), ("down", "down")],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(default="new", max_length=20)),
                ("since", models.DateTimeField(null=True)),
                ("last_at", models.DateTimeField(null=True)),
                ("heard_at", models.DateTimeField(null=True)),
                ("expected_at", models.DateTimeField(null=True)),
                ("run_at", models.DateTimeField(null=True)),
                ("run", models.UUIDField(null=True)),
                ("took", models.BigIntegerField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "monitor",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ping_address",
                        to="monitoring.monitor",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Ping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "said",
                    models.CharField(
                        choices=[
                            ("success", "success"),
                            ("start", "start"),
                            ("fail", "fail"),
                            ("exit", "exit"),
                            ("log", "log"),
                        ],
                        max_length=7,
                    ),
                ),
                ("status", models.SmallIntegerField(null=True)),
                ("run", models.UUIDField(null=True)),
                ("sender", models.CharField(max_length=45)),
                ("agent", models.CharField(max_length=200)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "address",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pings",
                        to="monitoring.pingaddress",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PingBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("body", models.BinaryField()),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bodies", to="monitoring.pingaddress"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PingKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                ("settings", models.JSONField(default=dict)),
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ping_key", to="customers.customer"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.service"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=8)),
                ("code", models.CharField(max_length=20)),
                ("since", models.DateTimeField()),
                ("known_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "monitor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="told", to="monitoring.monitor"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="pingaddress",
            index=models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="ping_due"),
        ),
        migrations.AddIndex(
            model_name="pingaddress",
            index=models.Index(fields=["customer", "slug"], name="ping_slug"),
        ),
        migrations.AddConstraint(
            model_name="pingaddress",
            constraint=models.CheckConstraint(condition=models.Q(("monitor__isnull", False)), name="ping_subject"),
        ),
        migrations.AddIndex(
            model_name="ping",
            index=models.Index(fields=["address", "-at"], name="ping_of_address"),
        ),
        protect_apart("monitoring_pingkey", INSIDE, f"({LEADS} OR {ENGINE})"),
        protect_apart("monitoring_pingaddress", INSIDE, ENGINE),
        protect_apart("monitoring_ping", INSIDE, ENGINE),
        append_only("monitoring_ping"),
        protect_apart("monitoring_pingbody", INSIDE, ENGINE, ENGINE),
        protect_apart("monitoring_told", SEES_CUSTOMER, ENGINE),
        append_only("monitoring_told"),
        protect_apart("monitoring_listening", INSIDE, ENGINE, ENGINE),
    ]
