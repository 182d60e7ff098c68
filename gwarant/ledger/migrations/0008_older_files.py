"""The files that are older than the house's book are written down in it: from now on, and said to be so."""

from typing import Any

from django.db import migrations

from gwarant.ledger.book import book_older
from gwarant.ledger.filing import FILE, file_told


def write_down(apps: Any, editor: Any) -> None:
    found = apps.get_model("files", "Attachment").objects.using(editor.connection.alias)
    related = found.select_related("customer", "added_by").order_by("pk")
    book_older(editor, FILE, related.iterator(2000), file_told)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_house"), ("files", "0002_papers")]
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
