"""What people decided about messages is written down, each time."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import INSIDE, append_only, protect_apart

TABLE = "intake_maildecision"


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0008_turns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MailDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(blank=True, max_length=10)),
                ("outcome", models.CharField(max_length=10)),
                ("is_open", models.BooleanField(default=False)),
                ("decided_at", models.DateTimeField()),
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
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="intake.rawmail"
                    ),
                ),
            ],
        ),
        protect_apart(TABLE, INSIDE, INSIDE),
        append_only(TABLE),
    ]
