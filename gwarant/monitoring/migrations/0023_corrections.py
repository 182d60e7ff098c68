"""Late corrections and what was said about them; nobody changes or removes either.

A customer sees a correction once a second person of the house has approved it, and never what the house refused.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from gwarant.database.rls import INSIDE, SEES_CUSTOMER, append_only, protect_apart

PROTECT = django.db.models.deletion.PROTECT
SEES_STEP = f"{SEES_CUSTOMER} AND ({INSIDE} OR act IN ('approved', 'agreed', 'declined'))"
APPROVED = "SELECT 1 FROM monitoring_correctionstep s WHERE s.correction_id = monitoring_correction.id"
SEES = f"{SEES_CUSTOMER} AND ({INSIDE} OR EXISTS ({APPROVED} AND s.act = 'approved'))"
ACTS = [(one, one.capitalize()) for one in ("approved", "agreed", "refused", "declined", "withdrawn")]


def key() -> models.BigAutoField:  # type: ignore[type-arg]
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def of(model: str, **more: object) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(on_delete=PROTECT, to=model, **({"related_name": "+"} | more))


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contracts", "0001_first"),
        ("customers", "0007_sender"),
        ("monitoring", "0022_windows_are_taken_back"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", key()),
                ("start_at", models.DateTimeField()),
                ("end_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=40)),
                ("needs_consent", models.BooleanField()),
                ("text", models.TextField()),
                ("shown", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", of(settings.AUTH_USER_MODEL)),
                ("contract", of("contracts.contract", related_name="corrections")),
                ("customer", of("customers.customer")),
                ("service", of("customers.service")),
                ("window", of("monitoring.maintenance", related_name="corrections", null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["service", "start_at"], name="correction_of")],
                "constraints": [models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="correction_lasts")],
            },
        ),
        migrations.CreateModel(
            name="CorrectionStep",
            fields=[
                ("id", key()),
                ("number", models.PositiveSmallIntegerField()),
                ("act", models.CharField(choices=ACTS, max_length=10)),
                ("at", models.DateTimeField()),
                ("text", models.TextField(blank=True)),
                ("by", of(settings.AUTH_USER_MODEL)),
                ("correction", of("monitoring.correction", related_name="steps")),
                ("customer", of("customers.customer")),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=["correction", "number"], name="correction_step")],
            },
        ),
        protect_apart("monitoring_correctionstep", SEES_STEP, INSIDE),
        protect_apart("monitoring_correction", SEES, INSIDE),
        append_only("monitoring_correction"),
        append_only("monitoring_correctionstep"),
    ]
