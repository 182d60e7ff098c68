"""From whom mail about a customer's tickets comes; whoever leads the house says."""

import django.db.models.deletion
from django.db import migrations, models

from gwarant.database.rls import INSIDE, LEADS, kept, protect_apart


class Migration(migrations.Migration):
    dependencies = [("customers", "0006_intake_addresses")]
    operations = [
        migrations.CreateModel(
            name="Sender",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        protect_apart("customers_sender", INSIDE, LEADS),
        kept("customers_sender"),
    ]
