"""Buckets that count what correspondents send, floods that are kept back, and answers that were held back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import INSIDE, kept, protect, protect_apart, write_once


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0006_intake_addresses"),
        ("intake", "0002_mailboxes"),
        ("tickets", "0013_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="rawmail",
            name="answer_held_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Bucket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("address", "Address"),
                            ("domain", "Domain"),
                            ("door", "Door"),
                            ("answers", "Answers"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=64)),
                ("full_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["full_at"], name="bucket_full")],
                "constraints": [models.UniqueConstraint(fields=("kind", "name"), name="one_bucket")],
            },
        ),
        migrations.CreateModel(
            name="Flood",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("address", "Address"),
                            ("domain", "Domain"),
                            ("door", "Door"),
                            ("answers", "Answers"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=64)),
                ("sender", models.CharField(max_length=254)),
                ("begun_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("alarmed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("released", "Released"),
                            ("refused", "Refused"),
                            ("spam", "Spam"),
                            ("decided", "Decided"),
                        ],
                        max_length=10,
                    ),
                ),
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
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="floods",
                        to="tickets.ticket",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="rawmail",
            name="flood",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="mails", to="intake.flood"
            ),
        ),
        migrations.AddIndex(
            model_name="rawmail",
            index=models.Index(condition=models.Q(("flood__isnull", False)), fields=["flood"], name="mail_flood"),
        ),
        migrations.AddConstraint(
            model_name="flood",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("kind", "name"), name="one_open_flood"
            ),
        ),
        protect("intake_bucket", INSIDE),
        protect_apart("intake_flood", INSIDE, INSIDE),
        write_once("intake_flood", "kind", "name", "sender"),
        kept("intake_flood"),
    ]
