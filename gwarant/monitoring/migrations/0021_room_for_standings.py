"""Room in the pages of the standings, so that a look rewrites its row in place; what is down is found at once.

Whoever sees every monitor is not asked at each row of where it is looked at from.
"""

from django.db import migrations, models

from gwarant.database.rls import INSIDE

TABLE = "monitoring_standing"
OF_MONITOR = "EXISTS (SELECT 1 FROM monitoring_monitor m WHERE m.id = monitor_id)"
SEES = "ALTER POLICY monitoring_monitor_places_sees ON monitoring_monitor_places USING ({})"


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0020_stirs")]
    operations = [
        migrations.RunSQL(SEES.format(f"{INSIDE} OR {OF_MONITOR}"), SEES.format(OF_MONITOR)),
        migrations.RunSQL(f"ALTER TABLE {TABLE} SET (fillfactor = 50)", f"ALTER TABLE {TABLE} RESET (fillfactor)"),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(condition=models.Q(("state", "down")), fields=["since"], name="standing_down"),
        ),
    ]
