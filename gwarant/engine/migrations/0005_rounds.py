"""When each sweep of an engine last came round."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engine", "0004_count_anew")]
    operations = [
        migrations.AddField("heartbeat", "rounds", models.JSONField(default=dict, db_default={})),
    ]
