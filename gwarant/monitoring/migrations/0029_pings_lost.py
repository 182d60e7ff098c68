"""Times in which a process that listened lost pings."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("monitoring", "0028_holders_of_leases")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="listening", name="is_deaf", field=models.BooleanField(db_default=False, default=False)
        ),
    ]
