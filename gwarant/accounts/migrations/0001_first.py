"""The first tables of the app, and who sees which of their rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_scope_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=120)),
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
                    "language",
                    models.CharField(choices=[("en", "English"), ("pl", "Polski")], default="pl", max_length=2),
                ),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("opaque", models.CharField(max_length=40, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Company",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("nip", models.CharField(blank=True, max_length=20)),
                (
                    "language",
                    models.CharField(choices=[("en", "English"), ("pl", "Polski")], default="pl", max_length=2),
                ),
                ("zone", models.CharField(default="Europe/Warsaw", max_length=60)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_company")],
            },
        ),
    ]
