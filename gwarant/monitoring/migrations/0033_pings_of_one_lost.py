"""Times in which pings of one address alone were lost, for want of room that its place had used up."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("monitoring", "0032_trials")]

    operations: ClassVar = [
        migrations.AddField(
            "listening",
            "address",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="monitoring.pingaddress",
            ),
        ),
    ]
