"""The first tables of the app, and who sees which of their rows."""

import django.db.models.deletion
from django.db import migrations, models

from gwarant.database.rls import INSIDE, append_only, protect


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_scope_functions"),
        ("customers", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Row",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(max_length=60, unique=True)),
                ("type", models.CharField(max_length=20)),
                ("subject", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("line", models.TextField()),
                ("text_hash", models.CharField(blank=True, max_length=64)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("rows", models.PositiveIntegerField()),
                ("previous", models.CharField(max_length=64)),
                ("head", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("customer", "number"), name="block_number")],
            },
        ),
        migrations.CreateModel(
            name="Salt",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="salt",
                        serialize=False,
                        to="ledger.row",
                    ),
                ),
                ("salt", models.CharField(max_length=64)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="seal",
                        serialize=False,
                        to="ledger.row",
                    ),
                ),
                ("position", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                (
                    "block",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seals", to="ledger.block"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="waiting",
                        serialize=False,
                        to="ledger.row",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="row",
            index=models.Index(fields=["customer", "at"], name="row_customer_at"),
        ),
        migrations.AddIndex(
            model_name="row",
            index=models.Index(fields=["subject"], name="row_subject"),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.UniqueConstraint(fields=("customer", "position"), name="seal_position"),
        ),
        protect("ledger_row"),
        protect("ledger_salt"),
        protect("ledger_unsealed"),
        protect("ledger_block", writes=INSIDE),
        protect("ledger_seal", writes=INSIDE),
        append_only("ledger_row"),
        append_only("ledger_block"),
        append_only("ledger_seal"),
    ]
