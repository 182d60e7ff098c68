"""A revision names the statement before it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_other_days")]

    operations = [
        migrations.AddField("report", "former", models.CharField(blank=True, default="", max_length=64), False)
    ]
