"""The first tables of the app, and who sees which of their rows."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import INSIDE, protect


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_scope_functions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        max_length=10,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^[A-Z][A-Z0-9]{1,9}$")],
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("nip", models.CharField(blank=True, max_length=20)),
                (
                    "language",
                    models.CharField(choices=[("en", "English"), ("pl", "Polski")], default="pl", max_length=2),
                ),
                ("next_ticket", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                (
                    "caretaker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cares_for",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputises_for",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "staff_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("owner", "Owner"),
                            ("manager", "Manager"),
                            ("caretaker", "Caretaker"),
                            ("engineer", "Engineer"),
                            ("auditor", "Auditor"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[("administrator", "Administrator"), ("requester", "Requester"), ("reader", "Reader")],
                        max_length=14,
                    ),
                ),
                (
                    "language",
                    models.CharField(choices=[("en", "English"), ("pl", "Polski")], default="pl", max_length=2),
                ),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="customers.customer",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("administrator", "Administrator"), ("requester", "Requester"), ("reader", "Reader")],
                        max_length=14,
                    ),
                ),
                ("since_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="customers.customer"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("customer", "user"),
                        name="one_membership_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("environment", models.CharField(default="production", max_length=40)),
                ("address", models.URLField(blank=True)),
                ("card", models.TextField(blank=True)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="customers.customer"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("customer", "key"), name="service_key")],
            },
        ),
        protect("customers_customer", "gwarant_sees(id)", INSIDE),
        protect("customers_service", writes=INSIDE),
        protect(
            "customers_membership", "gwarant_sees(customer_id) OR user_id = gwarant_user()", "gwarant_sees(customer_id)"
        ),
        protect("customers_invitation", "gwarant_inside() OR gwarant_sees(customer_id)"),
    ]
