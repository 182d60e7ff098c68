"""People are called about what tells of itself, step by step, as about outages; it may hang on one."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0017_room_for_pings")]

    operations = [
        migrations.AddField(
            "trouble",
            "cause",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="troubles",
                to="monitoring.outage",
            ),
        ),
        migrations.AddField("trouble", "restored_at", models.DateTimeField(null=True)),
        migrations.AddField("trouble", "paged_at", models.DateTimeField(null=True)),
        migrations.AddField("trouble", "acknowledged_at", models.DateTimeField(null=True)),
        migrations.AddField("trouble", "steps", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("trouble", "wakes_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "trouble", models.Index(fields=["wakes_at"], condition=Q(wakes_at__isnull=False), name="trouble_wakes")
        ),
    ]
