"""When people are told that a certificate ends; of those that are known already, from now on."""

from django.db import migrations, models
from django.db.migrations.operations.special import RunSQL
from django.db.models import Q

DUE = """
UPDATE monitoring_shown SET warns_at = to_timestamp(ends - (ends - begins) / 3)
WHERE ends > extract(epoch FROM now()) AND ends < 17179869184 AND begins >= 0
"""


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0015_old_pings")]

    operations = [
        migrations.AddField("shown", "warns_at", models.DateTimeField(null=True)),
        RunSQL(DUE, RunSQL.noop),
        migrations.AddIndex(
            "shown", models.Index(fields=["warns_at"], condition=Q(warns_at__isnull=False), name="certificate_warns")
        ),
    ]
