"""People of customers who are known by an address alone; seen by their customer, written by the house."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import INSIDE, SEES_CUSTOMER, kept, protect_apart, write_once


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0003_care"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Correspondent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("opaque", models.CharField(max_length=40, unique=True)),
                ("since_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correspondents",
                        to="customers.customer",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correspondents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("customer", "email"),
                        name="one_correspondent_an_address",
                    )
                ],
            },
        ),
        protect_apart("customers_correspondent", SEES_CUSTOMER, INSIDE),
        write_once("customers_correspondent", "customer_id", "opaque", "since_at"),
        kept("customers_correspondent"),
    ]
