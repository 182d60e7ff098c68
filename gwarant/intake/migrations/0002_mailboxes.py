"""Mailboxes that we read ourselves."""

import django.contrib.postgres.fields
from django.db import migrations, models

from gwarant.database.rls import INSIDE, LEADS, protect_apart


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True)),
                ("address", models.EmailField(max_length=254)),
                ("host", models.CharField(max_length=253)),
                ("port", models.PositiveIntegerField()),
                (
                    "security",
                    models.CharField(
                        choices=[("tls", "Tls"), ("starttls", "Starttls"), ("none", "None")], max_length=8
                    ),
                ),
                ("ca", models.CharField(blank=True, max_length=400)),
                ("user", models.CharField(max_length=320)),
                (
                    "entrance",
                    models.CharField(
                        choices=[
                            ("password", "Password"),
                            ("microsoft", "Microsoft"),
                            ("google", "Google"),
                            ("refresh", "Refresh"),
                        ],
                        max_length=9,
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("folder", models.CharField(default="INBOX", max_length=200)),
                (
                    "afterwards",
                    models.CharField(
                        choices=[("moved", "Moved"), ("kept", "Kept"), ("deleted", "Deleted")],
                        default="moved",
                        max_length=7,
                    ),
                ),
                ("moved_to", models.CharField(default="Gwarant", max_length=200)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("connected_at", models.DateTimeField(null=True)),
                ("uidvalidity", models.BigIntegerField(null=True)),
                ("last_uid", models.BigIntegerField(default=0)),
                (
                    "pending",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("held_by", models.CharField(blank=True, max_length=120)),
                ("held_until", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=40)),
                ("said", models.CharField(blank=True, max_length=200)),
                ("failing_since", models.DateTimeField(null=True)),
                ("success_at", models.DateTimeField(null=True)),
                ("alarmed_at", models.DateTimeField(null=True)),
            ],
        ),
        protect_apart("intake_mailbox", INSIDE, LEADS, LEADS),
    ]
