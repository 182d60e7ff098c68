"""The guard of what is written once looks at a row only where that would change."""

from django.db import migrations

from gwarant.database.rls import ask_only_changes

ONCE = ("way", "box", "sha256", "size", "envelope_from", "envelope_to", "arrived_at", "received_at")


class Migration(migrations.Migration):
    dependencies = [("intake", "0011_settings")]
    operations = [ask_only_changes("intake_rawmail", *ONCE)]
