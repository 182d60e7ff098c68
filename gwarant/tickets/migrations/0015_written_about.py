"""A report that was written about a closed ticket is found from there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0014_followers")]

    operations = [
        migrations.AddIndex(
            model_name="ticketevent",
            index=models.Index(
                fields=["ref"],
                condition=models.Q(("kind", "reported"), models.Q(("ref", ""), _negated=True)),
                name="event_written_about",
            ),
        )
    ]
