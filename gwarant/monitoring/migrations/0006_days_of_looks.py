"""Looks stand in a ring of partitions until their day is sealed into a block; of a service's monitors one counts."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from gwarant.database.rls import ENGINE, SEES_CUSTOMER, append_only, protect_apart

RING = 4
LOOKS = "monitoring_seenlook"
COLUMNS = "monitor_id, place_id, slot, customer_id, late, received, state, is_extra, code, phases, address, certificate"
MAKE = f"""
CREATE TABLE {LOOKS} (
  monitor_id bigint NOT NULL,
  place_id bigint NOT NULL,
  slot bigint NOT NULL,
  customer_id bigint NOT NULL,
  received bigint NOT NULL,
  late integer NOT NULL,
  every integer NOT NULL,
  timeout integer NOT NULL,
  ring smallint NOT NULL,
  is_extra boolean NOT NULL,
  counts boolean NOT NULL,
  state varchar(8) NOT NULL,
  code varchar(20) NOT NULL,
  address varchar(45) NOT NULL,
  certificate varchar(64) NOT NULL,
  phases bigint[] NOT NULL,
  PRIMARY KEY (monitor_id, place_id, slot, ring)
) PARTITION BY LIST (ring);
"""
PARTS = "".join(f"CREATE TABLE {LOOKS}_{n} PARTITION OF {LOOKS} FOR VALUES IN ({n});" for n in range(RING))
FIRST_COUNTS = """
UPDATE monitoring_monitor m SET counts = true, counts_at = m.created_at
WHERE m.id = (SELECT min(o.id) FROM monitoring_monitor o WHERE o.service_id = m.service_id);
"""
MOVE = f"""
INSERT INTO {LOOKS} ({COLUMNS}, every, timeout, ring, counts)
SELECT {", ".join("o." + one for one in COLUMNS.split(", "))}, m.every, m.timeout,
       ((o.slot / 86400000) % {RING})::smallint, m.counts
FROM {LOOKS}_former o JOIN monitoring_monitor m ON m.id = o.monitor_id;
DROP TABLE {LOOKS}_former;
"""
FORMER = f"""
ALTER TABLE {LOOKS} RENAME TO {LOOKS}_former;
ALTER INDEX {LOOKS}_pkey RENAME TO {LOOKS}_former_pkey;
"""
MADE = migrations.CreateModel(
    name="SeenLook",
    fields=[
        (
            "pk",
            models.CompositePrimaryKey(
                "monitor_id", "place_id", "slot", "ring", blank=True, editable=False, primary_key=True, serialize=False
            ),
        ),
        ("slot", models.BigIntegerField()),
        ("ring", models.SmallIntegerField()),
        ("late", models.IntegerField()),
        ("received", models.BigIntegerField()),
        ("every", models.IntegerField()),
        ("timeout", models.IntegerField()),
        (
            "state",
            models.CharField(
                choices=[("up", "up"), ("degraded", "degraded"), ("down", "down"), ("unknown", "unknown")],
                max_length=8,
            ),
        ),
        ("is_extra", models.BooleanField()),
        ("counts", models.BooleanField()),
        ("code", models.CharField(max_length=20)),
        ("phases", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=5)),
        ("address", models.CharField(max_length=45)),
        ("certificate", models.CharField(max_length=64)),
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
            "monitor",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="monitoring.monitor",
            ),
        ),
        (
            "place",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="monitoring.place",
            ),
        ),
    ],
)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0005_probers_tell")]

    operations = [
        migrations.AddField("monitor", "counts", models.BooleanField(default=False)),
        migrations.AddField("monitor", "counts_at", models.DateTimeField(null=True)),
        migrations.RunSQL(FIRST_COUNTS, ""),
        migrations.AddConstraint(
            "monitor",
            models.UniqueConstraint(condition=models.Q(counts=True), fields=("service",), name="monitor_counts"),
        ),
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(FORMER + MAKE + PARTS + MOVE)], [migrations.DeleteModel("SeenLook"), MADE]
        ),
        *(
            protect_apart(table, SEES_CUSTOMER, ENGINE, ENGINE)
            for table in (LOOKS, *(f"{LOOKS}_{n}" for n in range(RING)))
        ),
        migrations.CreateModel(
            name="DayOfLooks",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("known", models.BigIntegerField(null=True)),
                ("counts", models.BooleanField()),
                ("up", models.PositiveIntegerField()),
                ("degraded", models.PositiveIntegerField()),
                ("down", models.PositiveIntegerField()),
                ("unknown", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("packed", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "monitor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="monitoring.monitor"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="monitoring.place"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "dayoflooks",
            models.UniqueConstraint(fields=("monitor", "place", "day", "number"), name="looks_of_day"),
        ),
        migrations.RunSQL("ALTER TABLE monitoring_dayoflooks ALTER COLUMN packed SET STORAGE EXTERNAL;", ""),
        protect_apart("monitoring_dayoflooks", SEES_CUSTOMER, ENGINE),
        append_only("monitoring_dayoflooks"),
    ]
