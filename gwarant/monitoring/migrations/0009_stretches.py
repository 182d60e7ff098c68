"""What pages read of sealed days, made anew at any time, and what was said where a state turned, which is kept."""

import django.db.models.deletion
from django.db import migrations, models

from gwarant.database.rls import ENGINE, SEES_CUSTOMER, append_only, protect_apart


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0008_outages")]

    operations = [
        migrations.CreateModel(
            name="Stretch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=8)),
                ("start", models.BigIntegerField()),
                ("end", models.BigIntegerField()),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stretches",
                        to="monitoring.monitor",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="monitoring.place",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Latency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("counts", models.BinaryField()),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="latencies",
                        to="monitoring.monitor",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="monitoring.place",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slot", models.BigIntegerField()),
                ("state", models.CharField(max_length=8)),
                ("code", models.CharField(max_length=20)),
                ("said", models.CharField(blank=True, max_length=400)),
                ("address", models.CharField(blank=True, max_length=45)),
                ("certificate", models.CharField(blank=True, max_length=64)),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turns",
                        to="monitoring.monitor",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="monitoring.place",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "stretch", models.UniqueConstraint(fields=("monitor", "place", "start"), name="stretch_start")
        ),
        migrations.AddConstraint(
            "latency", models.UniqueConstraint(fields=("monitor", "place", "day"), name="latency_day")
        ),
        migrations.AddConstraint(
            "turn", models.UniqueConstraint(fields=("monitor", "place", "slot"), name="turn_slot")
        ),
        protect_apart("monitoring_stretch", SEES_CUSTOMER, ENGINE, ENGINE),
        protect_apart("monitoring_latency", SEES_CUSTOMER, ENGINE, ENGINE),
        protect_apart("monitoring_turn", SEES_CUSTOMER, ENGINE),
        append_only("monitoring_turn"),
    ]
