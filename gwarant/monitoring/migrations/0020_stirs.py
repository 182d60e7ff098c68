"""Whoever looks at a service sees whether something has changed since."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("monitoring", "0019_proofs")]
    operations: ClassVar = [migrations.AddField("watch", "stirs", models.BigIntegerField(db_default=0))]
