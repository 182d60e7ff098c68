"""A mailbox says since when it has its credential."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_ended")]

    operations = [migrations.AddField("mailbox", "credential_at", models.DateTimeField(null=True))]
