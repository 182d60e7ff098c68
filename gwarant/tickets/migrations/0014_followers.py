"""Who else of the customer is told of a ticket: named by events, and kept beside the ticket's other columns."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0013_files")]
    operations = [
        migrations.AddField(
            model_name="ticketevent",
            name="follower",
            field=models.CharField(blank=True, db_default="", max_length=40),
        ),
        migrations.AddField(
            model_name="ticket",
            name="followers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
    ]
