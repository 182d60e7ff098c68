"""Which migrations were applied is written by who migrates; the application only reads it."""

from django.db import migrations

from gwarant.database.rls import APP_ROLE

VERBS = "INSERT, UPDATE, DELETE"


class Migration(migrations.Migration):
    dependencies = [("database", "0002_write_once")]
    operations = [
        migrations.RunSQL(
            f"REVOKE {VERBS}, TRUNCATE ON django_migrations FROM {APP_ROLE}",
            f"GRANT {VERBS} ON django_migrations TO {APP_ROLE}",
        )
    ]
