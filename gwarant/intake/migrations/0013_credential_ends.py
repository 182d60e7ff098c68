"""When the credential of a mailbox ends, and when that is told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0012_quick_guard")]
    operations = [
        migrations.AddField("mailbox", "ends_at", models.DateTimeField(null=True)),
        migrations.AddField("mailbox", "warns_at", models.DateTimeField(null=True)),
    ]
