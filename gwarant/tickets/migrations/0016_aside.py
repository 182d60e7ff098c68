"""What never was a report is found where it lies aside."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0015_written_about")]

    operations = [
        migrations.AlterField(
            model_name="ticket",
            name="status",
            field=models.CharField(
                choices=[
                    ("new", "New"),
                    ("open", "Open"),
                    ("waiting", "Waiting"),
                    ("resolved", "Resolved"),
                    ("closed", "Closed"),
                    ("aside", "Aside"),
                ],
                default="new",
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(condition=models.Q(("status", "aside")), fields=["customer"], name="ticket_aside"),
        ),
    ]
