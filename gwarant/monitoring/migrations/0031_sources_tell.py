"""When a source last told something, how often it should, whether its silence was told, and what was refused of it."""

from django.db import migrations, models

LAST = """
UPDATE monitoring_source s SET last_at = COALESCE(
  (SELECT max(r.changed_at) FROM monitoring_reported r WHERE r.source_id = s.id), s.heard_at)
"""


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0030_objections")]
    operations = [
        migrations.AddField("source", "last_at", models.DateTimeField(null=True)),
        migrations.AddField("source", "every", models.PositiveIntegerField(null=True)),
        migrations.AddField("source", "silence_told_at", models.DateTimeField(null=True)),
        migrations.AddField("source", "refused_at", models.DateTimeField(null=True)),
        migrations.AddField("source", "refused", models.CharField(blank=True, default="", max_length=300)),
        migrations.RunSQL(LAST, migrations.RunSQL.noop),
    ]
