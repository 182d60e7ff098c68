"""What a report said stays with its ticket: its title, its moment, its channel, who reported it."""

from django.db import migrations
from django.db.migrations.operations.special import RunSQL

from gwarant.database.rls import write_once

FORMER = write_once("tickets_ticket", "key", "customer_id")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0007_judged_before")]
    operations = [
        RunSQL(FORMER.reverse_sql, FORMER.sql),  # type: ignore[attr-defined]
        write_once("tickets_ticket", "key", "customer_id", "title", "reported_at", "channel", "reporter_id"),
    ]
