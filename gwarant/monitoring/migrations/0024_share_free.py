"""Since when nobody had a share stays with it: whoever it was given to may not have heard."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("monitoring", "0023_corrections")]

    operations: ClassVar = [migrations.AddField("share", "free", models.BigIntegerField(default=0))]
