"""The first tables of the app, and who sees which of their rows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import INSIDE, protect


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_scope_functions"),
        ("customers", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InboxItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200, unique=True)),
                ("subject", models.CharField(max_length=300)),
                ("line", models.CharField(blank=True, max_length=500)),
                ("path", models.CharField(blank=True, max_length=300)),
                ("tone", models.CharField(blank=True, max_length=12)),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="inbox", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "-created_at"], name="inbox_user")],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200, unique=True)),
                ("address", models.EmailField(max_length=254)),
                ("language", models.CharField(max_length=2)),
                ("subject", models.CharField(max_length=300)),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("picture", models.TextField(blank=True)),
                ("thread", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "Queued"), ("sent", "Sent"), ("dead", "Dead")],
                        default="queued",
                        max_length=6,
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "user",
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
                "indexes": [
                    models.Index(condition=models.Q(("state", "queued")), fields=["due_at"], name="outbox_due"),
                    models.Index(condition=models.Q(("state", "dead")), fields=["-created_at"], name="outbox_dead"),
                ],
            },
        ),
        protect("notify_outbox", INSIDE),
        protect("notify_inboxitem", "gwarant_inside() OR user_id = gwarant_user()"),
    ]
