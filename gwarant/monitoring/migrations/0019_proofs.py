"""Which job proves which duty, and what shows that duties were done."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import ENGINE, INSIDE, SEES_CUSTOMER, append_only, protect_apart

PROTECT = django.db.models.deletion.PROTECT
STATES = [("passed", "passed"), ("failed", "failed"), ("could_not_check", "could_not_check")]


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contracts", "0004_discarded"),
        ("monitoring", "0018_troubles_call"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("duty", models.CharField(max_length=60)),
                ("since", models.DateTimeField()),
                ("read_at", models.DateTimeField()),
                ("read", models.BigIntegerField(default=0)),
                ("gaps_to", models.DateTimeField()),
                ("passed", models.BigIntegerField(null=True)),
                ("told", models.BigIntegerField(null=True)),
                ("contract", models.ForeignKey(on_delete=PROTECT, related_name="+", to="contracts.contract")),
                ("customer", models.ForeignKey(on_delete=PROTECT, related_name="+", to="customers.customer")),
                ("monitor", models.OneToOneField(on_delete=PROTECT, related_name="tie", to="monitoring.monitor")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("contract", "duty"), name="one_job_of_a_duty")],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("duty", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("state", models.CharField(choices=STATES, max_length=15)),
                ("slot_at", models.DateTimeField(null=True)),
                ("text", models.TextField(blank=True)),
                ("contract", models.ForeignKey(on_delete=PROTECT, related_name="proofs", to="contracts.contract")),
                ("customer", models.ForeignKey(on_delete=PROTECT, related_name="+", to="customers.customer")),
                (
                    "monitor",
                    models.ForeignKey(null=True, on_delete=PROTECT, related_name="proofs", to="monitoring.monitor"),
                ),
                (
                    "person",
                    models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={"indexes": [models.Index(fields=["contract", "-at"], name="proof_of_contract")]},
        ),
        protect_apart("monitoring_tie", INSIDE, ENGINE, ENGINE),
        protect_apart("monitoring_proof", SEES_CUSTOMER, ENGINE),
        append_only("monitoring_proof"),
    ]
