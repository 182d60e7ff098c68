"""The book takes rows of kinds that verification knows alone. What stands there already is told by verification."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

KINDS = (
    *("mail", "mail_decision", "mail_setting", "mail_address", "mail_domain", "mail_machine", "mail_box"),
    "file",
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_older_files")]
    operations = [
        AddConstraintNotValid(
            "houserow",
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="house_row_of_a_known_kind"),
        )
    ]
