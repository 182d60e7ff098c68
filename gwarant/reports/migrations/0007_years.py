"""Years of a contract have longer names than months."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_disputes")]

    operations = [migrations.AlterField("report", "period", models.CharField(max_length=22))]
