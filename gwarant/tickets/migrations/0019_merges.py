"""A ticket may go on in another one about the same matter."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

STATUSES = [
    ("new", "New"),
    ("open", "Open"),
    ("waiting", "Waiting"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
    ("aside", "Aside"),
    ("merged", "Merged"),
]


class Migration(migrations.Migration):
    dependencies = [("tickets", "0018_quick_guard")]
    operations = [
        migrations.AlterField("ticket", "status", models.CharField(choices=STATUSES, default="new", max_length=8)),
        migrations.AddField(
            "ticket",
            "merged_into",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="tickets.ticket",
            ),
        ),
        migrations.AddField(
            "ticket",
            "absorbed",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24), blank=True, default=list, size=None
            ),
        ),
    ]
