"""Entries carry the rate and the wording of their day; those that were written before carry none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hours", "0001_first")]

    operations = [
        migrations.AddField(
            "timeentry", "rate", models.CharField(blank=True, default="", max_length=40), preserve_default=False
        ),
        migrations.AddField(
            "timeentry", "rule", models.CharField(blank=True, default="", max_length=80), preserve_default=False
        ),
    ]
