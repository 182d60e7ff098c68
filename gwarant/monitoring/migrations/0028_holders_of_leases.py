"""Whose each lease of a share was: looks under its token are taken from that prober alone."""

import django.contrib.postgres.fields
from django.db import migrations, models

HOLD = "UPDATE monitoring_share SET holders = ARRAY[prober_id] WHERE prober_id IS NOT NULL AND token > 0"


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0027_sources_heard")]
    operations = [
        migrations.AddField(
            "share",
            "holders",
            django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
        migrations.RunSQL(HOLD, migrations.RunSQL.noop),
    ]
