"""A word by mail says whether its sender was known to be the customer's when it came."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0016_aside")]
    operations = [
        migrations.AddField(
            model_name="ticketevent",
            name="known_sender",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
