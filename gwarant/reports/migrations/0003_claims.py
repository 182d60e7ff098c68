"""What the parties did about the amounts of months; nobody changes or removes a step."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from gwarant.database.rls import INSIDE, SEES_CUSTOMER, append_only, protect_apart

PROTECT = django.db.models.deletion.PROTECT
STATUSES = ("claimed", "elected", "accepted", "disputed", "waived", "reduced", "settled")


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reports", "0002_running"),
    ]

    operations = [
        migrations.CreateModel(
            name="AmountStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.CharField(max_length=7)),
                ("remedy", models.CharField(max_length=120)),
                ("incident", models.CharField(max_length=200)),
                ("status", models.CharField(choices=[(one, one) for one in STATUSES], max_length=10)),
                ("amount", models.DecimalField(decimal_places=4, max_digits=16, null=True)),
                ("text", models.TextField(blank=True)),
                ("ref", models.CharField(blank=True, max_length=120)),
                ("decide_until", models.DateField(null=True)),
                ("channel", models.CharField(choices=[("portal", "Portal"), ("desk", "Desk")], max_length=6)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "contract",
                    models.ForeignKey(on_delete=PROTECT, related_name="amount_steps", to="contracts.contract"),
                ),
                ("customer", models.ForeignKey(on_delete=PROTECT, related_name="+", to="customers.customer")),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["contract", "month"], name="amount_of_month")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(status="claimed"),
                        fields=("contract", "month", "remedy", "incident"),
                        name="amount_claimed_once",
                    )
                ],
            },
        ),
        protect_apart("reports_amountstep", SEES_CUSTOMER, INSIDE),
        append_only("reports_amountstep"),
    ]
