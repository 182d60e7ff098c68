"""A message that became void while it waited is withdrawn."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notify", "0009_no_index_of_addresses")]
    operations = [
        migrations.AlterField(
            "delivery",
            "state",
            models.CharField(
                choices=[("queued", "Queued"), ("sent", "Sent"), ("dead", "Dead"), ("withdrawn", "Withdrawn")],
                default="queued",
                max_length=9,
            ),
        )
    ]
