"""How mail comes in, as it stands, is written down in the house's book, and said to be older than that."""

from typing import Any

from django.db import migrations

from gwarant.intake.booked import SETTINGS
from gwarant.ledger.book import book_older

TABLES = {
    "mail_address": ("customers", "IntakeAddress"),
    "mail_domain": ("intake", "MailDomain"),
    "mail_machine": ("intake", "MachineSender"),
    "mail_box": ("intake", "Mailbox"),
}


def write_down(apps: Any, editor: Any) -> None:
    for kind, (app, name) in TABLES.items():
        found = apps.get_model(app, name).objects.using(editor.connection.alias)
        related, told = SETTINGS[kind]
        book_older(editor, kind, found.select_related(*related).order_by("pk"), told)


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0010_older_mail"),
        ("ledger", "0009_known_kinds"),
        ("customers", "0006_intake_addresses"),
    ]
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
