"""How each person wants to be reached: what they chose by kind and medium, and their addresses on media that ask."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import protect

OWN = "current_setting('gwarant.scope', true) = 'engine' OR user_id = gwarant_user()"


class Migration(migrations.Migration):
    dependencies = [
        ("notify", "0002_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reach",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="reach",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("chosen", models.JSONField(default=dict)),
                ("addresses", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        protect("notify_reach", OWN),
    ]
