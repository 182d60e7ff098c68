"""A request to take a second step away can be withdrawn."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_second_step")]

    operations = [
        migrations.AddField("rescue", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.AddField("rescue", "withdrawn_by", models.ForeignKey(null=True, **PERSON)),
    ]
