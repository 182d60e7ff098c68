"""Monitors that were never up, and outages of what does not count beside those of what does."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0013_maintenance")]

    operations = [
        migrations.AddField("monitor", "asks_at", models.DateTimeField(null=True)),
        migrations.AddField("monitor", "up_at", models.DateTimeField(null=True)),
        migrations.AddField("outage", "counts", models.BooleanField(default=True)),
        migrations.RemoveConstraint("outage", "one_outage_at_a_time"),
        migrations.AddConstraint(
            "outage",
            models.UniqueConstraint(
                fields=["service", "counts"], condition=Q(ended_at=None), name="one_outage_at_a_time"
            ),
        ),
    ]
