"""Why a message has not left is a code with its values; what an earlier release kept as our own sentence becomes one."""

from typing import Any

from django.db import migrations, models
from django.db.models.functions import Substr

BEGINNINGS = {
    "no mail goes to this address since one came back: ": "dead_address",
    "the engine ended each time it was sent": "engine_ended",
}


def name(apps: Any, editor: Any) -> None:
    rows = apps.get_model("notify", "Delivery").objects.using(editor.connection.alias)
    for beginning, code in BEGINNINGS.items():
        said = Substr("last_error", len(beginning) + 1)
        rows.filter(last_error__startswith=beginning).update(failure=code, last_error=said)


class Migration(migrations.Migration):
    dependencies = [("notify", "0007_bounces")]
    operations = [
        migrations.AddField("delivery", "failure", models.CharField(blank=True, db_default="", max_length=40)),
        migrations.RunPython(name, migrations.RunPython.noop),
    ]
