"""Addresses of ours to which people write; whoever leads the house opens them."""

import django.db.models.deletion
from django.db import migrations, models

from gwarant.database.rls import INSIDE, LEADS, kept, protect_apart


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_invitations_of_one_side")]
    operations = [
        migrations.CreateModel(
            name="IntakeAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254, unique=True)),
                ("class_id", models.CharField(blank=True, max_length=40)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intake_addresses",
                        to="customers.customer",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.service",
                    ),
                ),
            ],
        ),
        protect_apart("customers_intakeaddress", INSIDE, LEADS),
        kept("customers_intakeaddress"),
    ]
