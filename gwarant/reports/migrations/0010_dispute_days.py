"""For how many days a statement can be disputed, as it was stated; quarters and years are disputed as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_stated_before")]

    operations = [
        migrations.AddField("report", "dispute_days", models.PositiveSmallIntegerField(default=30)),
        migrations.AlterField("dispute", "month", models.CharField(max_length=22)),
    ]
