"""Of a message about a ticket: who was in copy and does not follow by it."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_floods")]

    operations = [
        migrations.AddField(
            model_name="rawmail",
            name="copies",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=254), default=list, size=None
            ),
        ),
    ]
