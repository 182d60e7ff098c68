"""What clients dispute of closed months and how it was answered, which nobody changes or removes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from gwarant.database.rls import INSIDE, SEES_CUSTOMER, append_only, protect_apart

PROTECT = django.db.models.deletion.PROTECT
ABOUT = [("verdict", "Verdict"), ("amount", "Amount"), ("figure", "Figure")]
FIGURES = ("kept", "measures", "duties", "tickets", "hours", "other")


def key() -> models.BigAutoField:  # type: ignore[type-arg]
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def of(model: str, **more: object) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(on_delete=PROTECT, to=model, **({"related_name": "+"} | more))


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reports", "0005_delivery"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", key()),
                ("month", models.CharField(max_length=7)),
                ("revision", models.PositiveSmallIntegerField()),
                ("about", models.CharField(choices=ABOUT, max_length=10)),
                ("ticket", models.CharField(blank=True, max_length=60)),
                ("clock", models.CharField(blank=True, max_length=120)),
                ("cycle", models.PositiveIntegerField(default=0)),
                ("link", models.PositiveIntegerField(default=0)),
                ("remedy", models.CharField(blank=True, max_length=120)),
                ("incident", models.CharField(blank=True, max_length=200)),
                (
                    "figure",
                    models.CharField(blank=True, choices=[(one, one.capitalize()) for one in FIGURES], max_length=10),
                ),
                ("text", models.TextField()),
                ("files", models.JSONField(default=list)),
                ("until_at", models.DateTimeField()),
                ("raised_at", models.DateTimeField()),
                ("contract", of("contracts.contract", related_name="disputes")),
                ("customer", of("customers.customer")),
                ("raised_by", of(settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["contract", "month"], name="dispute_of_month")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(about="verdict", ticket__gt="", clock__gt="")
                        | Q(about="amount", remedy__gt="", incident__gt="")
                        | Q(about="figure", figure__gt=""),
                        name="dispute_names_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DisputeAnswer",
            fields=[
                ("id", key()),
                ("act", models.CharField(choices=[(a, a) for a in ("refused", "accepted")], max_length=10)),
                ("ref", models.CharField(blank=True, max_length=80)),
                ("decided_by", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("by", of(settings.AUTH_USER_MODEL)),
                ("customer", of("customers.customer")),
                ("dispute", models.OneToOneField(on_delete=PROTECT, related_name="answer", to="reports.dispute")),
            ],
        ),
        protect_apart("reports_dispute", SEES_CUSTOMER, INSIDE),
        protect_apart("reports_disputeanswer", SEES_CUSTOMER, INSIDE),
        append_only("reports_dispute"),
        append_only("reports_disputeanswer"),
    ]
