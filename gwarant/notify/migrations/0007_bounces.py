"""Of a mail that it did not arrive, and of an address that it takes none."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import INSIDE, kept, protect, write_once


class Migration(migrations.Migration):
    dependencies = [
        ("notify", "0006_account"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("delivery", "bounced_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("delivery", "bounce_code", models.CharField(blank=True, db_default="", max_length=12)),
        migrations.AddField("delivery", "bounce_said", models.CharField(blank=True, db_default="", max_length=500)),
        migrations.AddIndex(
            "delivery",
            models.Index(
                django.db.models.functions.text.Upper("address"),
                condition=models.Q(("medium", "mail")),
                name="delivery_address",
            ),
        ),
        migrations.AddIndex(
            "delivery",
            models.Index(condition=models.Q(("bounced_at__isnull", False)), fields=["notice"], name="delivery_bounced"),
        ),
        migrations.CreateModel(
            name="DeadAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254)),
                ("code", models.CharField(blank=True, max_length=12)),
                ("said", models.CharField(blank=True, max_length=500)),
                ("since_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="notify.delivery"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("address",), name="dead_address_once"
                    )
                ],
            },
        ),
        protect("notify_deadaddress", INSIDE),
        kept("notify_deadaddress"),
        write_once("notify_deadaddress", "address", "delivery_id", "code", "said", "since_at"),
    ]
