"""When a source first told something: until then nobody knows how what it would tell of stands."""

from django.db import migrations, models

HEARD = """
UPDATE monitoring_source s SET heard_at = own.at
FROM (SELECT source_id, min(received_at) AS at FROM monitoring_reported GROUP BY source_id) own
WHERE own.source_id = s.id
"""
# A former release took silence for a system that works.
UNHEARD = """
WITH own AS (
  UPDATE monitoring_standing t SET state = 'unknown', code = 'unheard', since = extract(epoch FROM now()) * 1000
  FROM monitoring_monitor m
  WHERE m.id = t.monitor_id AND m.kind = 'reported' AND m.is_active AND t.state = 'up' AND NOT EXISTS (
    SELECT 1 FROM monitoring_source s WHERE s.key = m.settings ->> 'source' AND s.heard_at IS NOT NULL)
  RETURNING t.monitor_id, t.customer_id
)
INSERT INTO monitoring_told (monitor_id, customer_id, state, code, since, known_at)
SELECT monitor_id, customer_id, 'unknown', 'unheard', now(), now() FROM own
"""


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0026_shown_to_customers")]
    operations = [
        migrations.AddField("source", "heard_at", models.DateTimeField(null=True)),
        migrations.RunSQL(HEARD, migrations.RunSQL.noop),
        migrations.RunSQL(UNHEARD, migrations.RunSQL.noop),
    ]
