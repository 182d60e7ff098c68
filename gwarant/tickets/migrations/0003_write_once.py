"""A ticket keeps its number and its customer; none is removed."""

from django.db import migrations

from gwarant.database.rls import kept, write_once


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0002_kinds_of_events"),
        ("database", "0002_write_once"),
    ]
    operations = [
        write_once("tickets_ticket", "key", "customer_id"),
        kept("tickets_ticket"),
    ]
