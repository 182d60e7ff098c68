"""Messages as they came, the addresses at which they arrive, and who is known by domain or as a program."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import INSIDE, LEADS, kept, protect_apart, write_once
from gwarant.files.fields import HashField


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0006_intake_addresses"),
        ("tickets", "0010_correspondents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MachineSender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("class_id", models.CharField(blank=True, max_length=40)),
                ("created_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="machine_senders",
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
        migrations.CreateModel(
            name="MailDomain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("domain", models.CharField(max_length=200, unique=True)),
                ("created_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mail_domains",
                        to="customers.customer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RawMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("imap", "Imap"), ("smtp", "Smtp"), ("lmtp", "Lmtp"), ("pipe", "Pipe")], max_length=4
                    ),
                ),
                ("box", models.CharField(max_length=254)),
                ("sha256", HashField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("envelope_from", models.CharField(blank=True, max_length=254)),
                (
                    "envelope_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=254), default=list, size=None
                    ),
                ),
                ("arrived_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("outcome", models.CharField(default="waiting", max_length=10)),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("handled_at", models.DateTimeField(null=True)),
                ("message_id", models.CharField(blank=True, max_length=500)),
                ("content", models.CharField(blank=True, max_length=64)),
                ("sender", models.CharField(blank=True, max_length=254)),
                ("sender_name", models.CharField(blank=True, max_length=120)),
                ("subject", models.CharField(blank=True, max_length=500)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.ticketevent",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="mail_due"),
                    models.Index(fields=["outcome", "received_at"], name="mail_outcome"),
                    models.Index(
                        condition=models.Q(("content", ""), _negated=True), fields=["content"], name="mail_content"
                    ),
                    models.Index(condition=models.Q(("ticket__isnull", False)), fields=["ticket"], name="mail_ticket"),
                    models.Index(fields=["sha256"], name="mail_sha256"),
                ],
                "constraints": [models.UniqueConstraint(fields=("box", "sha256"), name="one_mail_a_box")],
            },
        ),
        protect_apart("intake_maildomain", INSIDE, LEADS, LEADS),
        protect_apart("intake_machinesender", INSIDE, LEADS, LEADS),
        protect_apart("intake_rawmail", INSIDE, INSIDE),
        write_once(
            "intake_rawmail",
            "way",
            "box",
            "sha256",
            "size",
            "envelope_from",
            "envelope_to",
            "arrived_at",
            "received_at",
        ),
        kept("intake_rawmail"),
    ]
