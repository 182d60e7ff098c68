"""Events name the files that came with them; those that were written before came with none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0012_calls"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticketevent",
            name="files",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
