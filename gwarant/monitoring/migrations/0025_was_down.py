"""A correction may say that what was measured as up was down: for the places that had looked."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0024_share_free")]
    operations = [
        migrations.AddField(
            "correction",
            "places",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
    ]
