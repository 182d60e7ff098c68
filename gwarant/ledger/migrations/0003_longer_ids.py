"""Ids as long as a contract's number with its version and what the parties did about it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_write_once")]
    operations = [migrations.AlterField("row", "uid", models.CharField(max_length=80, unique=True))]
