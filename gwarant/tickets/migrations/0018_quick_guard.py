"""The guard of what is written once looks at a row only where that would change."""

from django.db import migrations

from gwarant.database.rls import ask_only_changes

ONCE = ("key", "customer_id", "title", "reported_at", "channel")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0017_known_senders")]
    operations = [ask_only_changes("tickets_ticket", *ONCE)]
