"""A share remembers when its former leases ended, so that what was seen under any of them counts until then."""

import django.contrib.postgres.fields
from django.db import migrations, models

KEEP = "UPDATE monitoring_share SET ends = ARRAY[given_at] WHERE token > 0"


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0010_beats"),
    ]

    operations = [
        migrations.AddField(
            "share", "ends", django.contrib.postgres.fields.ArrayField(models.BigIntegerField(), default=list)
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.RemoveField("share", "given_at"),
    ]
