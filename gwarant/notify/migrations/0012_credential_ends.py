"""When the credential of an account ends, and when that is told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notify", "0011_quick_guard")]
    operations = [
        migrations.AddField("account", "ends_at", models.DateTimeField(null=True)),
        migrations.AddField("account", "warns_at", models.DateTimeField(null=True)),
    ]
