"""The first tables of the app, and who sees which of their rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_scope_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("done", models.JSONField(default=dict)),
                ("failed", models.JSONField(default=dict)),
            ],
        ),
    ]
