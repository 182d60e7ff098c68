"""All rows are read once at the upgrade: what an earlier release let through and nobody can read is known from then on."""

from itertools import islice
from typing import Any

from django.db import migrations

from gwarant.ledger.reading import faults_of

CHUNK = 5000


def find(apps: Any, editor: Any) -> None:
    """Note every row that cannot be read; the verification of each night says what has settled one."""
    using = editor.connection.alias
    rows = apps.get_model("ledger", "Row").objects.using(using)
    lines = rows.order_by("pk").values_list("pk", "line").iterator(chunk_size=CHUNK)
    bad: list[int] = []
    while chunk := list(islice(lines, CHUNK)):
        bad += faults_of(chunk)
    unreadable = apps.get_model("ledger", "Unreadable")
    found = rows.filter(pk__in=bad).order_by("pk").values_list("pk", "customer_id")
    unreadable.objects.using(using).bulk_create(
        (unreadable(row_id=row, customer_id=customer) for row, customer in found), ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_unreadable")]
    operations = [migrations.RunPython(find, migrations.RunPython.noop)]
