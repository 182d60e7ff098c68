"""Messages, decisions and changes that are older than the house's book are written down in it, and said to be so."""

from typing import Any

from django.db import migrations

from gwarant.intake.booked import DECISION, MAIL, RELATED, SETTING, change_told, decision_told, mail_told
from gwarant.ledger.book import book_older

OLDER = (
    (MAIL, "RawMail", RELATED, mail_told),
    (DECISION, "MailDecision", ("decided_by",), decision_told),
    (SETTING, "SettingChange", ("customer", "decided_by"), change_told),
)


def write_down(apps: Any, editor: Any) -> None:
    for kind, name, related, told in OLDER:
        found = apps.get_model("intake", name).objects.using(editor.connection.alias)
        book_older(editor, kind, found.select_related(*related).order_by("pk").iterator(2000), told)


class Migration(migrations.Migration):
    dependencies = [("intake", "0009_decisions"), ("ledger", "0007_house"), ("tickets", "0015_written_about")]
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
