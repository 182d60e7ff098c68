"""The guard of what is written once looks at a row only where that would change."""

from django.db import migrations

from gwarant.database.rls import ask_only_changes

ONCE = ("notice_id", "medium", "address", "language", "created_at")


class Migration(migrations.Migration):
    dependencies = [("notify", "0010_withdrawn")]
    operations = [ask_only_changes("notify_delivery", *ONCE)]
