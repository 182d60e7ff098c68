"""What probers say of themselves and what was told of them; monitors that are retired."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0002_references"),
    ]

    operations = [
        migrations.AddField("prober", "clock_off", models.BigIntegerField(null=True)),
        migrations.AddField("prober", "lost", models.BigIntegerField(default=0)),
        migrations.AddField("prober", "lost_at", models.DateTimeField(null=True)),
        migrations.AddField("prober", "run_at", models.BigIntegerField(default=0)),
        migrations.AddField("prober", "run_lost", models.BigIntegerField(default=0)),
        migrations.AddField("prober", "fails_since", models.DateTimeField(null=True)),
        migrations.AddField("prober", "fails_told_at", models.DateTimeField(null=True)),
        migrations.AddField("prober", "silence_told_at", models.DateTimeField(null=True)),
        migrations.AddField("monitor", "revision", models.PositiveIntegerField(default=0)),
        migrations.AddField("monitor", "retired_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("monitor", "monitor_name"),
        migrations.AddConstraint(
            "monitor",
            models.UniqueConstraint(
                fields=["customer", "name"], condition=models.Q(retired_at=None), name="monitor_named"
            ),
        ),
    ]
