"""Years of a contract have longer names than months."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_other_days")]

    operations = [migrations.AlterField("report", "period", models.CharField(max_length=22))]
