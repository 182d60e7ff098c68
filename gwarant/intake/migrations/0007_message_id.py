"""Answers are looked up by the Message-ID that they answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_credential_at")]

    operations = [
        migrations.AddIndex("rawmail", models.Index(fields=["message_id"], name="mail_message_id")),
    ]
