"""What clients object to and how it was answered, which nobody changes or removes; what a correction answers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from gwarant.database.rls import INSIDE, SEES_CUSTOMER, append_only, protect_apart

PROTECT = django.db.models.deletion.PROTECT


def key() -> models.BigAutoField:  # type: ignore[type-arg]
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def of(model: str, **more: object) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(on_delete=PROTECT, to=model, **({"related_name": "+"} | more))


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("monitoring", "0029_pings_lost"),
    ]

    operations = [
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", key()),
                ("start_at", models.DateTimeField()),
                ("end_at", models.DateTimeField()),
                ("text", models.TextField()),
                ("shown", models.TextField(blank=True)),
                ("until_at", models.DateTimeField(null=True)),
                ("raised_at", models.DateTimeField()),
                ("contract", of("contracts.contract", related_name="objections")),
                ("customer", of("customers.customer")),
                ("raised_by", of(settings.AUTH_USER_MODEL)),
                ("service", of("customers.service")),
            ],
            options={
                "indexes": [models.Index(fields=["service", "start_at"], name="objection_to")],
                "constraints": [models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="objection_lasts")],
            },
        ),
        migrations.CreateModel(
            name="ObjectionAnswer",
            fields=[
                ("id", key()),
                ("act", models.CharField(choices=[(a, a) for a in ("refused", "accepted")], max_length=10)),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("by", of(settings.AUTH_USER_MODEL)),
                ("correction", of("monitoring.correction", null=True)),
                ("customer", of("customers.customer")),
                (
                    "objection",
                    models.OneToOneField(on_delete=PROTECT, related_name="answer", to="monitoring.objection"),
                ),
            ],
        ),
        migrations.AddField("correction", "answers", of("monitoring.objection", null=True, related_name="corrections")),
        migrations.AddField(
            "correction", "excluded", of("monitoring.correction", null=True, related_name="taken_back")
        ),
        protect_apart("monitoring_objection", SEES_CUSTOMER, INSIDE),
        protect_apart("monitoring_objectionanswer", SEES_CUSTOMER, INSIDE),
        append_only("monitoring_objection"),
        append_only("monitoring_objectionanswer"),
    ]
