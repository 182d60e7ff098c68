"""Domains and programs can be ended, and none vanishes; what was decided about how mail comes in is written down."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import INSIDE, LEADS, append_only, kept, protect_apart

TABLE = "intake_settingchange"


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_copies"),
        ("customers", "0006_intake_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("machinesender", "is_active", models.BooleanField(default=True)),
        migrations.AddField("maildomain", "is_active", models.BooleanField(default=True)),
        migrations.CreateModel(
            name="SettingChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("address", "Address"),
                            ("domain", "Domain"),
                            ("machine", "Machine"),
                            ("mailbox", "Mailbox"),
                        ],
                        max_length=7,
                    ),
                ),
                ("name", models.CharField(max_length=254)),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("opened", "Opened"),
                            ("changed", "Changed"),
                            ("paused", "Paused"),
                            ("resumed", "Resumed"),
                            ("ended", "Ended"),
                        ],
                        max_length=7,
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("decided_at", models.DateTimeField()),
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
            ],
            options={"indexes": [models.Index(fields=["kind", "name"], name="mail_setting_changed")]},
        ),
        kept("intake_maildomain"),
        kept("intake_machinesender"),
        protect_apart(TABLE, INSIDE, LEADS),
        append_only(TABLE),
    ]
