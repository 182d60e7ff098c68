"""The caretaker's note, to whom reports go, what was sent and opened, and which customers' months close by themselves."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from gwarant.database.rls import INSIDE, SEES_CUSTOMER, append_only, kept, protect, protect_apart, write_once
from gwarant.files.fields import HashField

PROTECT = django.db.models.deletion.PROTECT
LANGUAGES = [("en", "English"), ("pl", "Polski")]
USER = settings.AUTH_USER_MODEL
ONE_READER = Q(user__isnull=False, address="", sha256="") | (Q(user=None) & ~Q(address="") & ~Q(sha256=""))


def key() -> models.BigAutoField:  # type: ignore[type-arg]
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def of(model: str, **more: object) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(on_delete=PROTECT, to=model, **({"related_name": "+"} | more))


def one_of(model: str, **more: object) -> models.OneToOneField:  # type: ignore[type-arg]
    return models.OneToOneField(on_delete=PROTECT, to=model, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0007_sender"),
        ("reports", "0004_seal"),
        migrations.swappable_dependency(USER),
    ]

    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", key()),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                ("customer", of("customers.customer")),
                ("report", one_of("reports.report", related_name="note")),
                ("written_by", of(USER)),
            ],
        ),
        migrations.CreateModel(
            name="ReportAddress",
            fields=[
                ("id", key()),
                ("address", models.EmailField(max_length=254)),
                ("language", models.CharField(choices=LANGUAGES, max_length=2)),
                ("since_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("added_by", of(USER)),
                ("customer", of("customers.customer", related_name="report_addresses")),
                ("ended_by", of(USER, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("ended_at", None)), fields=("customer", "address"), name="report_address_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                ("id", key()),
                ("key", models.CharField(max_length=200, unique=True)),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(max_length=2)),
                ("sha256", HashField(blank=True, max_length=64)),
                ("size", models.PositiveIntegerField(default=0)),
                ("sent_at", models.DateTimeField()),
                ("customer", of("customers.customer")),
                ("report", of("reports.report", related_name="sendings")),
                ("sent_by", of(USER, null=True)),
                ("user", of(USER, null=True)),
            ],
            options={"constraints": [models.CheckConstraint(condition=ONE_READER, name="sending_to_one")]},
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", key()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("times", models.PositiveIntegerField(default=1)),
                ("customer", of("customers.customer")),
                ("sending", one_of("reports.sending", related_name="opening")),
            ],
        ),
        migrations.CreateModel(
            name="Unattended",
            fields=[
                (
                    "customer",
                    one_of("customers.customer", primary_key=True, related_name="unattended", serialize=False),
                ),
                ("days", models.PositiveSmallIntegerField()),
                ("on_last_day", models.BooleanField(default=False)),
                ("since", models.DateTimeField()),
                ("due_at", models.DateTimeField(db_index=True)),
                ("changed_by", of(USER)),
            ],
            options={"constraints": [models.CheckConstraint(condition=Q(("days__gte", 1)), name="unattended_days")]},
        ),
        protect_apart("reports_note", SEES_CUSTOMER, INSIDE),
        protect("reports_reportaddress", INSIDE),
        protect("reports_sending", INSIDE),
        protect("reports_opening", INSIDE),
        protect("reports_unattended", INSIDE),
        append_only("reports_note"),
        append_only("reports_sending"),
        kept("reports_reportaddress"),
        kept("reports_opening"),
        write_once("reports_reportaddress", "customer_id", "address", "language", "added_by_id", "since_at"),
        write_once("reports_opening", "customer_id", "sending_id", "first_at"),
    ]
