"""Room in the pages of the addresses of jobs, so that a ping rewrites its row in place."""

from django.db import migrations

TABLE = "monitoring_pingaddress"


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0016_certificates_end")]
    operations = [
        migrations.RunSQL(f"ALTER TABLE {TABLE} SET (fillfactor = 50)", f"ALTER TABLE {TABLE} RESET (fillfactor)")
    ]
