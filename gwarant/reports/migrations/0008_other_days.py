"""The days after which months were closed by themselves before they were changed, and when that was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_years")]

    operations = [
        migrations.AddField("unattended", "former_days", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("unattended", "changed_at", models.DateTimeField(null=True)),
    ]
