from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0005_facts_of_events"),
    ]

    operations = [
        migrations.AlterField(
            model_name="ticketclock",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("met", "met"),
                    ("breached", "breached"),
                    ("pending", "pending"),
                    ("excluded", "excluded"),
                    ("not_reached", "not_reached"),
                    ("could_not_check", "could_not_check"),
                ],
                max_length=16,
            ),
        ),
    ]
