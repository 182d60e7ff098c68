"""An address without an account gets reports, or each day's head of the customer's chain."""

from django.db import migrations, models
from django.db.models import Q

from gwarant.database.rls import unguard, write_once

FORMER = ("customer_id", "address", "language", "added_by_id", "since_at")


class Migration(migrations.Migration):
    dependencies = [("reports", "0011_paper")]

    operations = [
        migrations.AddField(
            "reportaddress",
            "gets",
            models.CharField(choices=[("reports", "reports"), ("heads", "heads")], default="reports", max_length=7),
        ),
        migrations.RemoveConstraint("reportaddress", "report_address_once"),
        migrations.AddConstraint(
            "reportaddress",
            models.UniqueConstraint(
                condition=Q(("ended_at", None)), fields=("customer", "address", "gets"), name="report_address_once"
            ),
        ),
        unguard("reports_reportaddress", *FORMER),
        write_once("reports_reportaddress", *FORMER, "gets"),
    ]
